using System.Numerics;

namespace Patron.Analytics.Matching;

/// <summary>How many bits more or less than the mean of its field an agreement in a value weighs: few values are frequent, all others are alike.</summary>
internal sealed class Rareness(FieldModel field)
{
    private readonly double exact = field.Levels.First(l => l.Level == Agreement.Exact).U;
    private readonly List<float> frequent = [];
    private readonly Dictionary<string, float> shares = field.Frequent.ToDictionary(t => t.Text, t => (float)t.Share, StringComparer.Ordinal);

    // A bit a value and, for 64 of them, how many frequent ones come before: read for every pair, they must lie near at hand.
    private ulong[] isFrequent = [];
    private int[] before = [];
    private int known;

    private float Rare { get; } = (float)Math.Log2(field.Levels.First(l => l.Level == Agreement.Exact).U / field.RareShare);

    public float Of(int value)
    {
        var (bits, bit) = (isFrequent[value >> 6], 1UL << (value & 63));
        return (bits & bit) == 0 ? Rare : frequent[before[value >> 6] + BitOperations.PopCount(bits & (bit - 1))];
    }

    /// <summary>Takes up values that came since the last call.</summary>
    public void Extend(ValueDictionary values)
    {
        if (values.Count == known) return;
        var (last, room) = (Math.Max(0, known - 1) >> 6, Math.Max((values.Count >> 6) + 1, isFrequent.Length + isFrequent.Length / 8));
        if (values.Count > isFrequent.Length * 64L)
        {
            Array.Resize(ref isFrequent, room);
            Array.Resize(ref before, room);
        }
        var came = new List<(int Value, float Bits)>();
        // Few new ones are looked up among the frequent, of many the frequent are looked up.
        if (values.Count - known < shares.Count)
        {
            var lookup = shares.GetAlternateLookup<ReadOnlySpan<char>>();
            for (; known < values.Count; known++)
                if (lookup.TryGetValue(values[known], out var share)) came.Add((known, Bits(share)));
        }
        else
        {
            foreach (var (text, share) in shares)
                if (values.Find(text) is var id && id >= known) came.Add((id, Bits(share)));
            known = values.Count;
        }
        // New values have higher numbers than those before them, so that what is known keeps its place.
        foreach (var (value, bits) in came.OrderBy(c => c.Value))
        {
            isFrequent[value >> 6] |= 1UL << (value & 63);
            frequent.Add(bits);
        }
        for (var word = last + 1; word <= (known - 1) >> 6; word++) before[word] = before[word - 1] + BitOperations.PopCount(isFrequent[word - 1]);
    }

    private float Bits(float share) => (float)Math.Log2(exact / share);
}
