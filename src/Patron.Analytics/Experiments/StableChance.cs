using System.Text;

namespace Patron.Analytics.Experiments;

/// <summary>
/// Chance that is the same in every process and on every machine: a number for a test's name and a person, as evenly spread as a hash can be, and independent among tests.
/// The name's UTF-8 bytes give a 64-bit key (FNV-1a); the person's number is added to it and mixed by the output function of SplitMix64
/// (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014); the upper 53 bits are the fraction.
/// Whoever knows the name and the person can reckon the arm again; nothing has to be kept to repeat a draw.
/// </summary>
public static class StableChance
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <summary>The key of a test's name: FNV-1a, 64 bits.</summary>
    public static ulong KeyOf(string test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var key = 0xCBF29CE484222325;
        foreach (var octet in Encoding.UTF8.GetBytes(test)) key = (key ^ octet) * 0x100000001B3;
        return key;
    }

    /// <summary>At least 0 and below 1.</summary>
    /// <param name="key">Of <see cref="KeyOf"/>.</param>
    /// <param name="unit">The number of what is drawn: a person, or a household.</param>
    public static double Of(ulong key, long unit) => (Mix(key + Mix((ulong)unit + Gamma)) >> 11) * (1.0 / (1UL << 53));

    /// <summary>The mixing function of SplitMix64, without the addition before it.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>Random numbers that begin at a seed and are the same ever after: SplitMix64.</summary>
internal struct SeededChance(ulong seed)
{
    private ulong state = seed;

    public double Next()
    {
        state += 0x9E3779B97F4A7C15;
        return (StableChance.Mix(state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>From 0 to below the bound.</summary>
    public int Below(int bound) => (int)(Next() * bound);
}

/// <summary>Draws the arm of each person by <see cref="StableChance"/>.</summary>
/// <remarks>When shares change while a test runs, only people near the limits would change their arm; so shares stay, and people keep the arm that was written down.</remarks>
public sealed class ArmDraw
{
    private readonly ulong key;
    private readonly double[] limits;

    /// <param name="test">Its name; another name is another draw.</param>
    /// <param name="shares">Of the arms, each from 0, together above 0; only their ratio counts.</param>
    public ArmDraw(string test, ReadOnlySpan<double> shares)
    {
        if (shares.IsEmpty) throw new ArgumentException("At least one arm is needed.", nameof(shares));
        key = StableChance.KeyOf(test);
        limits = new double[shares.Length];
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            if (!(shares[i] is >= 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(shares), shares[i], "A share is a number from 0.");
            limits[i] = sum += shares[i];
        }
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sum, nameof(shares));
        for (var i = 0; i < limits.Length; i++) limits[i] /= sum;
    }

    /// <summary>The number of the arm, in the order of the shares. An arm with share 0 gets nobody.</summary>
    /// <param name="unit">The person, or the household where whole households are drawn.</param>
    public int Of(long unit)
    {
        var chance = StableChance.Of(key, unit);
        var arm = 0;
        while (arm < limits.Length - 1 && chance >= limits[arm]) arm++;
        return arm;
    }
}
