using System.Globalization;
using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Segments;

/// <summary>What the pages of one request share: one state of the base, the day, whom the reader may see.</summary>
internal sealed class SegmentView
{
    private readonly SegmentQueries queries;
    private readonly Lazy<Organisation> organisation;
    private readonly Lazy<Bitmap?> visible;
    private readonly Lazy<Bitmap> members;

    public SegmentView(ICustomerBase customers, IReckoningDay day, IVisibility visibility, ICurrentUser who, SegmentQueries queries, DataLocation location)
    {
        // The day first: it brings the base up to what it was reckoned from.
        AsOf = day.AsOf;
        Snapshot = customers.Current;
        this.queries = queries;
        organisation = new(() =>
        {
            using var connection = location.Connect();
            return connection.Organisation();
        });
        visible = new(() => visibility.Set(Snapshot, who.Id));
        members = new(() => Visible is { } some ? Bitmap.CopyOf(Snapshot.Known).And(some) : Bitmap.CopyOf(Snapshot.Known));
    }

    public DateOnly AsOf { get; }
    public CustomerBaseSnapshot Snapshot { get; }
    public string Currency => organisation.Value.Currency;

    /// <summary>Null: all.</summary>
    public Bitmap? Visible => visible.Value;

    /// <summary>The known customers whom the reader may see.</summary>
    public Bitmap Everybody => members.Value;

    public LeafScope Scope => new(Snapshot, AsOf);

    public Bitmap Select(SegmentNode node, DateOnly? asOf = null) => Snapshot.Select(queries.Question(node, new(Snapshot, asOf ?? AsOf)), Visible, (asOf ?? AsOf).DayNumber);

    public Bitmap Select(SavedSegment segment, DateOnly? asOf = null) =>
        queries.Members(segment.Id, Snapshot, Visible, asOf ?? AsOf) ?? new(Snapshot.Size);

    public int Count(SegmentNode node) => Snapshot.Count(queries.Question(node, Scope), Visible, AsOf.DayNumber);
}

internal static class SegmentUrls
{
    public const string List = "/segments", New = "/segments/new", Build = "/segments/build", Complete = "/segments/complete", Overlap = "/segments/overlap", FromFile = "/segments/file", TakeFile = "/segments/file/take", Bin = "/segments/bin";

    public static string One(SegmentId id) => $"{List}/{id}";

    public static string Part(SegmentId id, string part) => $"{List}/{id}/{part}";

    /// <summary>The list of customers who are in it.</summary>
    public static string Customers(SegmentId id) => Urls.CustomersWith($"{MemberLists.Name}={id}");

    public static string Why(SegmentId id, CustomerId who, DateOnly? day = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{Part(id, "why")}?who={who}{(day is { } d ? $"&day={d:yyyy-MM-dd}" : "")}");
}
