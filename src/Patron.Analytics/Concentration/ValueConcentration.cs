namespace Patron.Analytics.Concentration;

/// <summary>One point of the curve: the best share of customers brings this share of the total.</summary>
public readonly record struct CurvePoint(decimal Customers, double Share);

/// <summary>How unevenly a value (revenue, profit) is spread over customers.</summary>
public sealed class ValueConcentration
{
    private ValueConcentration() { }
    /// <summary>Of all values, in any order.</summary>
    public static ValueConcentration Of(ReadOnlySpan<long> values) => throw new NotImplementedException();
    /// <summary>Customers.</summary>
    public int Count => throw new NotImplementedException();
    /// <summary>Share of the total that the best floor(count x share) customers bring.</summary>
    public double ShareOfBest(decimal share) => throw new NotImplementedException();
    /// <summary>Smallest number of best customers whose sum reaches this share of the total; null: no number does.</summary>
    public int? CustomersFor(decimal share) => throw new NotImplementedException();
    /// <summary>Gini coefficient.</summary>
    public double Gini => throw new NotImplementedException();
    /// <summary>The curve.</summary>
    public CurvePoint[] Curve(params ReadOnlySpan<decimal> shares) => throw new NotImplementedException();
}
