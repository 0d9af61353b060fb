using System.Data.Common;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Columns = Patron.ServiceDesk.Contracts.TicketColumns;

namespace Patron.ServiceDesk.ContributeColumns;

/// <summary>All tickets of a customer, in the customer base.</summary>
internal sealed class TicketFacts() : FactColumns(Columns.All, Data.Topics.Service)
{
    protected override FactRows Rows(DbConnection connection) =>
        new(TicketTable.Name, "opened_at", FactRows.Word<TicketKind>("kind"), FactRows.Word<TicketState>("state"), FactRows.Word<Severity>("severity")) { Instants = true, Until = "solved_at", Amount = "goodwill" };
}

/// <summary>Tickets in the language of segments: how many there were, what goodwill they cost, and whether one is open.</summary>
internal sealed class TicketLeaves(DataLocation location, Lazy<ICustomerBase> customers, TimeProvider clock) : ISegmentLeaves
{
    private const string Age = "age";

    private readonly FactLeaves leaves = new(customers, Columns.All, LeafGroup.Service, new FactPart("kind"), new FactPart("state") { OnlyToday = true }, new FactPart("severity") { OnlyToday = true });
    private volatile Open? open;

    /// <param name="Since">When the oldest open ticket of a customer was opened.</param>
    private sealed record Open(CustomerBaseSnapshot Snapshot, IReadOnlyDictionary<long, DateTimeOffset> Since);

    public IEnumerable<SegmentLeaf> All() =>
    [
        leaves.Leaf(new("tickets", LeafKind.Count)), leaves.Leaf(new("days_since_ticket", LeafKind.Days, FactMeasure.DaysSinceLast)),
        leaves.Leaf(new("goodwill", LeafKind.Money, FactMeasure.Sum) { Scale = Micros.PerUnit, KnowsPast = false }),
        new(new("open_ticket", LeafKind.Truth) { Conditions = [new(Age, LeafKind.Days)] }, LeafGroup.Service, text => text["servicedesk.leaf.open"], (rule, scope) =>
        {
            var (since, now, snapshot) = (Now(scope.Snapshot), clock.GetUtcNow(), scope.Snapshot);
            var ranges = rule.Where is [{ Test: { } test }] ? SegmentBinding.Ranges(test, 1, scope.AsOf) : [(null, null)];
            return new CustomerQuery.Where(i => since.TryGetValue(snapshot.Ids[i], out var at) && (now - at).Days is var days && ranges.Any(r => (r.Min is null || days >= r.Min) && (r.Max is null || days <= r.Max)));
        })
        {
            MovesWithTime = true, Condition = (_, text) => text["servicedesk.leaf.age"],
        },
    ];

    /// <summary>Open tickets are few; they are read once for each state of the base, which moves on with them.</summary>
    private IReadOnlyDictionary<long, DateTimeOffset> Now(CustomerBaseSnapshot snapshot)
    {
        if (open is { } kept && kept.Snapshot == snapshot) return kept.Since;
        var found = new Dictionary<long, DateTimeOffset>();
        using (var connection = location.Connect())
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"select customer_id, min(opened_at) from {TicketTable.Name} where is_open = {(connection is Npgsql.NpgsqlConnection ? "true" : "1")} group by customer_id";
            using var reader = command.ExecuteReader();
            while (reader.Read()) found[reader.GetInt64(0)] = connection is Npgsql.NpgsqlConnection ? new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero) : Instants.FromMicroseconds(reader.GetInt64(1));
        }
        open = new(snapshot, found);
        return found;
    }
}
