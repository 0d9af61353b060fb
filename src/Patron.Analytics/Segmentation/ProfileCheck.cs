namespace Patron.Analytics.Segmentation;

/// <summary>An assumed profile of buyers against the real ones: "we thought that owners of expensive cars buy it".</summary>
/// <param name="Customers">Everybody looked at.</param>
/// <param name="Buyers">Who bought it.</param>
/// <param name="Fitting">Who fits the profile.</param>
/// <param name="FittingBuyers">Who fits and bought.</param>
public readonly record struct ProfileCheck(int Customers, int Buyers, int Fitting, int FittingBuyers)
{
    /// <summary>Of the buyers, how many fit; null without buyers.</summary>
    public double? ShareOfBuyers => Buyers == 0 ? null : (double)FittingBuyers / Buyers;

    /// <summary>Of everybody, how many fit.</summary>
    public double? ShareOfAll => Customers == 0 ? null : (double)Fitting / Customers;

    /// <summary>How many times as common the profile is among buyers as among all: 1 says nothing, below 1 says the assumption is wrong.</summary>
    public double? Lift => ShareOfBuyers is { } buyers && ShareOfAll is > 0 and var all ? buyers / all : null;

    /// <summary>
    /// 95 % interval of <see cref="ShareOfBuyers"/> (Wilson, Probable inference, JASA 22, 1927); null without buyers. Where it holds <see cref="ShareOfAll"/>, nothing is proven.
    /// </summary>
    public (double Low, double High)? Interval
    {
        get
        {
            if (ShareOfBuyers is not { } p) return null;
            const double z = 1.959963984540054;
            var (n, z2) = ((double)Buyers, z * z);
            var (middle, half) = ((p + z2 / (2 * n)) / (1 + z2 / n), z * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n));
            return (Math.Max(0, middle - half), Math.Min(1, middle + half));
        }
    }
}
