using Patron.Analytics.Base;

namespace Patron.Analytics.Segments;

/// <summary>Turns queries into questions to the customer base.</summary>
public static class SegmentBinding
{
    /// <param name="leaf">What a rule asks.</param>
    public static CustomerQuery Bind(SegmentNode node, Func<SegmentNode.Rule, CustomerQuery> leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        if (node is not SegmentNode.Group group) return leaf((SegmentNode.Rule)node);
        CustomerQuery[] parts = [.. group.Of.Select(n => Bind(n, leaf))];
        return group.Kind switch { GroupKind.All => new CustomerQuery.All(parts), GroupKind.Any => new CustomerQuery.Any(parts), _ => new CustomerQuery.None(parts) };
    }

    /// <summary>The whole numbers for which a test holds, as ranges with both limits included; null: open. No range: for none. Without a test from 1 on.</summary>
    /// <param name="scale">How many of the column's units make one of the test's: a million for micros.</param>
    /// <exception cref="ArgumentException">The test is not one of numbers or days.</exception>
    public static IReadOnlyList<(long? Min, long? Max)> Ranges(LeafTest? test, long scale, DateOnly asOf)
    {
        switch (test)
        {
            case null: return [(1, null)];
            case LeafTest.Between between: return [(Up(Of(between.Low)), Down(Of(between.High)))];
            case LeafTest.Compare compare:
                var value = Of(compare.Value);
                var (up, down) = (Up(value), Down(value));
                return compare.Operator switch
                {
                    LeafOperator.Equal => up == down ? [(up, up)] : [],
                    LeafOperator.NotEqual => up == down ? [(null, up - 1), (up + 1, null)] : [(null, null)],
                    LeafOperator.Less => [(null, up - 1)],
                    LeafOperator.AtMost => [(null, down)],
                    LeafOperator.More => [(down + 1, null)],
                    _ => [(up, null)],
                };
            default: throw new ArgumentException($"{test} compares no number.", nameof(test));
        }

        decimal Of(SegmentValue against) => against switch
        {
            SegmentValue.Number number => number.Value * scale,
            SegmentValue.Day day => day.Value.DayNumber,
            SegmentValue.Ago ago => DayWindow.Back(asOf, ago.Count, ago.Unit).DayNumber,
            _ => throw new ArgumentException($"{against} is no number.", nameof(test)),
        };
    }

    /// <summary>A column of numbers against a test; "is missing" and "is known" as well.</summary>
    public static CustomerQuery Number(NumberKey key, LeafTest? test, long scale, DateOnly asOf) => test is LeafTest.Known known
        ? known.Is ? new CustomerQuery.NumberBetween(key, null, null) : new CustomerQuery.NumberMissing(key)
        : AnyOf(Ranges(test, scale, asOf), range => new CustomerQuery.NumberBetween(key, range.Min, range.Max));

    /// <summary>A column of words against a test.</summary>
    /// <param name="stored">What the column holds for a word.</param>
    public static CustomerQuery Category(CategoryKey key, LeafTest? test, Func<string, IEnumerable<string>> stored) => test switch
    {
        LeafTest.Known known => known.Is ? new CustomerQuery.None(new CustomerQuery.CategoryMissing(key)) : new CustomerQuery.CategoryMissing(key),
        LeafTest.OneOf some => new CustomerQuery.CategoryIn(key, [.. some.Words.SelectMany(stored)]),
        LeafTest.Compare { Operator: LeafOperator.NotEqual, Value: SegmentValue.Word word } => new CustomerQuery.None(new CustomerQuery.CategoryMissing(key), new CustomerQuery.CategoryIn(key, [.. stored(word.Value)])),
        _ => throw new ArgumentException($"{test} compares no word.", nameof(test)),
    };

    /// <summary>At least one of the ranges.</summary>
    public static CustomerQuery AnyOf(IReadOnlyList<(long? Min, long? Max)> ranges, Func<(long? Min, long? Max), CustomerQuery> query)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        return ranges is [var only] ? query(only) : new CustomerQuery.Any([.. ranges.Select(query)]);
    }

    private static long Up(decimal value) => (long)Math.Clamp(Math.Ceiling(value), Least, Most);

    private static long Down(decimal value) => (long)Math.Clamp(Math.Floor(value), Least, Most);

    // Far beyond what a column holds; one more or less still fits.
    private const decimal Most = 4_000_000_000_000_000_000m, Least = -Most;
}
