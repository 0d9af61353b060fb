namespace Patron.Analytics.Base;

/// <summary>Turns a query into nodes over the arrays of one snapshot; what needs the whole base (search, summaries) is reckoned here, once.</summary>
internal static class QueryBinding
{
    public static QueryNode Bind(CustomerQuery query, CustomerBaseSnapshot snapshot, int asOf) => query switch
    {
        CustomerQuery.All all => new AllNode(Children(all.Of, snapshot, asOf)),
        CustomerQuery.Any any => new AnyNode(Children(any.Of, snapshot, asOf)),
        CustomerQuery.None none => new NotNode(new AnyNode(Children(none.Of, snapshot, asOf))),
        CustomerQuery.NumberBetween q => Between(snapshot[q.Key].Values, snapshot.Size, q.Min, q.Max),
        CustomerQuery.NumberMissing q => new RangeNode<long>(snapshot[q.Key].Values, snapshot.Size, NumberKey.Missing, NumberKey.Missing),
        CustomerQuery.CategoryIn q => CategoryIn(snapshot[q.Key], q.Values, snapshot.Size),
        CustomerQuery.CategoryMissing q => new RangeNode<int>(snapshot[q.Key].Codes, snapshot.Size, 0, 0),
        CustomerQuery.FlagsAny q => new FlagsNode(snapshot[q.Key].Masks, snapshot.Size, q.Mask),
        CustomerQuery.FlagsNone q => new NotNode(new FlagsNode(snapshot[q.Key].Masks, snapshot.Size, q.Mask)),
        CustomerQuery.TextContains q => new TextNode(snapshot[q.Key].Store, snapshot.Size, q.Part),
        CustomerQuery.Search q => string.IsNullOrWhiteSpace(q.Text) ? new AllNode([]) : new SetNode(snapshot.SearchIndex.Search(q.Text).Hits),
        CustomerQuery.Among q => new SetNode(q.Set),
        CustomerQuery.Measured q => Measured(q, snapshot, asOf),
        CustomerQuery.Bought q => new BoughtNode(snapshot.Purchases, snapshot.Size, q.Product, q.FromDay ?? int.MinValue, asOf),
        CustomerQuery.NotBought q => new NotNode(new BoughtNode(snapshot.Purchases, snapshot.Size, q.Product, q.FromDay ?? int.MinValue, asOf)),
        CustomerQuery.OfLines q => new LinesNode(q.Test, snapshot.Purchases, snapshot.Size, asOf),
        CustomerQuery.OfFacts q => new FactsNode(q.Test, snapshot[q.Key], snapshot.Size, asOf),
        CustomerQuery.Where q => new WhereNode(q.Holds, snapshot.Size),
        CustomerQuery.IncludeAnonymous => throw new ArgumentException("IncludeAnonymous may only be the outermost part.", nameof(query)),
        _ => throw new ArgumentException($"No such query: {query}.", nameof(query)),
    };

    // Cheap parts first: All stops in a block as soon as nobody is left in it.
    private static QueryNode[] Children(IReadOnlyList<CustomerQuery> of, CustomerBaseSnapshot snapshot, int asOf) =>
        [.. of.Select(q => Bind(q, snapshot, asOf)).OrderBy(n => n.Cost)];

    private static QueryNode Between(long[] values, int size, long? min, long? max)
    {
        var lowest = Math.Max(min ?? long.MinValue, NumberKey.Missing + 1);
        return lowest > (max ?? long.MaxValue) ? new AnyNode([]) : new RangeNode<long>(values, size, lowest, max ?? long.MaxValue);
    }

    private static QueryNode CategoryIn(CategoryColumn column, IReadOnlyList<string> values, int size)
    {
        var codes = values.Where(v => v.Length > 0 && column.Dictionary.TryCode(v, out _))
            .Select(v => column.Dictionary.TryCode(v, out var code) ? code : 0).Distinct().ToArray();
        if (codes.Length <= 2) return new AnyNode([.. codes.Select(c => new RangeNode<int>(column.Codes, size, c, c))]);
        var wanted = new bool[column.Dictionary.Count];
        foreach (var code in codes) wanted[code] = true;
        return new CodesNode(column.Codes, size, wanted);
    }

    private static QueryNode Measured(CustomerQuery.Measured q, CustomerBaseSnapshot snapshot, int asOf)
    {
        var summary = snapshot.Summary(asOf, q.FromDay);
        var (min, max, size) = (q.Min ?? long.MinValue, q.Max ?? long.MaxValue, snapshot.Size);
        if (min > max) return new AnyNode([]);
        return q.Measure switch
        {
            PurchaseMeasure.Orders => IntBetween(summary.Orders, size, min, max),
            PurchaseMeasure.Spent => new RangeNode<long>(summary.Spent, size, min, max),
            PurchaseMeasure.DaysSinceLast => DaysSince(summary.LastDay, size, min, max, asOf),
            PurchaseMeasure.DaysSinceFirst => DaysSince(summary.FirstDay, size, min, max, asOf),
            PurchaseMeasure.AverageOrder => new AverageNode(summary, size, min, max),
            _ => throw new ArgumentException($"No such measure: {q.Measure}.", nameof(q)),
        };
    }

    /// <summary>A customer with at least so many days since is one whose day is that early: the limits change places.</summary>
    private static QueryNode DaysSince(int[] days, int size, long min, long max, int asOf)
    {
        var latest = (Int128)asOf - min;
        var earliest = Int128.Max((Int128)asOf - max, PurchaseSummary.NoDay + 1);
        return IntBetween(days, size, Clamped(earliest), Clamped(latest));
    }

    private static long Clamped(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);

    private static QueryNode IntBetween(int[] values, int size, long min, long max) =>
        min > max || max < int.MinValue || min > int.MaxValue ? new AnyNode([])
        : new RangeNode<int>(values, size, (int)Math.Max(min, int.MinValue), (int)Math.Min(max, int.MaxValue));
}
