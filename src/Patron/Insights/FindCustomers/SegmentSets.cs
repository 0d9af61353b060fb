using System.Globalization;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Insights.ReckonInsights;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>Customers by the name of their cell (rfm=champions), those who moved since a month ago (rfm-move=loyal.slipping, "none" for not yet a buyer), and the cell and its name as columns.</summary>
internal sealed class SegmentSets(NumbersCache cache) : ICustomerSets, IListParts
{
    public const string Segment = "rfm", Move = "rfm-move", Newcomer = "none";

    private sealed record Question(Bitmap? VisibleTo, DateOnly AsOf, Analytics.Rfm.RfmLimits? Limits);

    public IReadOnlyList<string> Names { get; } = [Segment, Move];

    public RfmMoves Moves(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        var limits = cache.Limits();
        return cache.Of(snapshot, new Question(visibleTo, asOf, limits), () => RfmMoves.Of(snapshot, BaseNumbers.Members(snapshot, visibleTo), asOf, limits));
    }

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        if (Read(name, value) is not var (from, to)) return null;
        var (moves, found) = (Moves(snapshot, visibleTo, asOf), new Bitmap(snapshot.Size));
        for (var i = 0; i < moves.After.Length; i++)
            if (moves.After[i] == to && (from is null || moves.Before[i] == from)) found.Set(i);
        return found;
    }

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences) => Read(name, value) is not var (from, to) ? null
        : from is null ? new(sentences["insights.set.rfm"], Word(sentences, to))
        : new(sentences["insights.set.rfm-move"], sentences.Get("insights.churn.from-to", new { before = from < 0 ? sentences["insights.set.rfm.none"] : Word(sentences, from.Value), now = Word(sentences, to) }));

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var (numbers, moves) = (new Lazy<Analytics.Rfm.RfmScores>(() => cache.Of(scope.Snapshot, scope.VisibleTo, scope.AsOf, scope.Organisation.LostAfterDays).Insights.Rfm),
            new Lazy<RfmMoves>(() => Moves(scope.Snapshot, scope.VisibleTo, scope.AsOf)));
        return ValueTask.FromResult(new ListParts([],
        [
            new("rfm", scope.Sentences["insights.customer.cell"], 110)
            {
                Show = row => numbers.Value is var s && s.Recency[row.Index] > 0 ? $"{s.Recency[row.Index]}·{s.Frequency[row.Index]}·{s.Monetary[row.Index]}" : Formats.Missing,
                Plain = row => numbers.Value is var s && s.Recency[row.Index] > 0 ? string.Create(CultureInfo.InvariantCulture, $"{s.Recency[row.Index]}{s.Frequency[row.Index]}{s.Monetary[row.Index]}") : null,
            },
            new("rfm-name", scope.Sentences["insights.set.rfm"], 111)
            {
                Show = row => moves.Value.After[row.Index] is >= 0 and var at ? Word(scope.Sentences, at) : Formats.Missing,
                Plain = row => moves.Value.After[row.Index] is >= 0 and var at ? RfmSegments.WordOf((RfmSegment)at) : null,
            },
        ], []));
    }

    public static string Word(Sentences sentences, int segment) => sentences[$"insights.cell.{RfmSegments.WordOf((RfmSegment)segment)}"];

    /// <summary>From: null any, -1 nobody yet.</summary>
    private static (int? From, int To)? Read(string name, string value)
    {
        if (name == Segment) return RfmSegments.Find(value) is { } segment ? (null, (int)segment) : null;
        if (name != Move || value.Split('.') is not [var from, var to] || RfmSegments.Find(to) is not { } now) return null;
        return from == Newcomer ? (-1, (int)now) : RfmSegments.Find(from) is { } before ? ((int)before, (int)now) : null;
    }
}
