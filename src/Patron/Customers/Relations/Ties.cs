using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

/// <summary>A relation as it holds, between customers as they are today; one that holds both ways goes from the customer with the lower id.</summary>
/// <param name="Role">What a contact does there, as a person said.</param>
/// <param name="ByHand">It holds before what records of customers say: a person said it, or a file of relations.</param>
internal sealed record Tie(CustomerId From, CustomerId To, RelationKind Kind, string? Role, bool ByHand, DateTimeOffset At)
{
    /// <summary>A contact's part in buying.</summary>
    public BuyingRole? Buying { get; init; }

    /// <summary>A file said it, not a person.</summary>
    public bool FromFile { get; init; }
}

/// <summary>
/// Relations of one kind from all sources and by hand, put together: what a person said of two goes before what sources say of them, and a mother that a
/// person named before all that sources name.
/// </summary>
internal static class Ties
{
    /// <summary>All of a kind. Mother companies are few beside customers; contacts are asked for around some customers alone.</summary>
    /// <param name="around">Null is all; else those from or to these.</param>
    public static async Task<IReadOnlyList<Tie>> Read(BulkSession session, ICustomerMerges merges, RelationKind kind, IReadOnlyCollection<CustomerId>? around, CancellationToken ct)
    {
        var (said, hand) = (new List<Tie>(), new List<(Tie Tie, bool Holds)>());
        await using (var command = session.Command())
        {
            command.CommandText = $"select customer_id, other_customer_id, at from {RelationTable.Name} where kind = {(int)kind} and other_customer_id is not null{Around(command, around)} order by at desc, id desc";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) said.Add(new(new(row.GetInt64(0)), new(row.GetInt64(1)), kind, null, false, Instants.FromMicroseconds(row.GetInstant(2))) { FromFile = true });
        }
        await using (var command = session.Command())
        {
            command.CommandText = $"select customer_id, other_customer_id, at, role, state, buying, source_record_id from {HandRelationTable.Name} where kind = {(int)kind}{Around(command, around)} order by at desc, id desc";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) hand.Add((new(new(row.GetInt64(0)), new(row.GetInt64(1)), kind, row.Text(3), true, Instants.FromMicroseconds(row.GetInstant(2))) { Buying = (BuyingRole?)row.Int(5), FromFile = !row.IsDBNull(6) }, row.GetInt32(4) == (int)HandState.Holds));
        }
        CustomerId[] ids = [.. said.Concat(hand.Select(h => h.Tie)).SelectMany(t => (CustomerId[])[t.From, t.To]).Distinct()];
        var homes = await merges.Homes(session, ids, ct);
        var there = await There(session, homes.Values, ct);
        return Put([.. said.Select(Today).OfType<Tie>()], [.. hand.Select(h => (Tie: Today(h.Tie), h.Holds)).Where(h => h.Tie is not null).Select(h => (h.Tie!, h.Holds))]);

        Tie? Today(Tie tie) => homes.TryGetValue(tie.From, out var from) && homes.TryGetValue(tie.To, out var to) && from != to && there.Contains(from) && there.Contains(to)
            ? kind.IsMutual && from.Value > to.Value ? tie with { From = to, To = from } : tie with { From = from, To = to } : null;
    }

    /// <summary>Both lists with the latest first.</summary>
    public static IReadOnlyList<Tie> Put(IReadOnlyList<Tie> said, IReadOnlyList<(Tie Tie, bool Holds)> hand)
    {
        var decided = hand.GroupBy(h => (h.Tie.From, h.Tie.To)).ToDictionary(g => g.Key, g => g.First());
        var mothers = decided.Values.Where(h => h.Holds && h.Tie.Kind == RelationKind.DaughterOf).Select(h => h.Tie.From).ToHashSet();
        return
        [
            .. decided.Values.Where(h => h.Holds).Select(h => h.Tie),
            .. said.Where(t => !decided.ContainsKey((t.From, t.To)) && !mothers.Contains(t.From)).DistinctBy(t => (t.From, t.To)),
        ];
    }

    private static string Around(System.Data.Common.DbCommand command, IReadOnlyCollection<CustomerId>? around) =>
        around is null ? "" : $" and (customer_id in {command.In("@from", around.Select(c => c.Value))} or other_customer_id in {command.In("@to", around.Select(c => c.Value))})";

    /// <summary>Those who do not lie in the bin.</summary>
    private static async Task<HashSet<CustomerId>> There(BulkSession session, IEnumerable<CustomerId> customers, CancellationToken ct)
    {
        var there = new HashSet<CustomerId>();
        foreach (var some in customers.Distinct().Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select id from customers where id in {command.In("@ids", some.Select(c => c.Value))} and deleted_at is null and merged_into is null";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) there.Add(new(reader.GetInt64(0)));
        }
        return there;
    }
}

/// <summary>
/// Who is whose mother, without a circle whatever is said: ties are taken one after the other, those of people first, then the latest; one that would
/// give a second mother or close a circle is left out.
/// </summary>
internal sealed class Forest
{
    private readonly Dictionary<CustomerId, CustomerId> mothers = [];
    private readonly ILookup<CustomerId, CustomerId> daughters;

    public Forest(IEnumerable<Tie> ties)
    {
        foreach (var tie in ties.OrderByDescending(t => t.ByHand).ThenByDescending(t => t.At).ThenBy(t => t.From.Value).ThenBy(t => t.To.Value))
            if (!mothers.ContainsKey(tie.From) && !IsBelow(tie.To, tie.From)) mothers[tie.From] = tie.To;
        daughters = mothers.ToLookup(m => m.Value, m => m.Key);
    }

    public CustomerId? MotherOf(CustomerId customer) => mothers.TryGetValue(customer, out var mother) ? mother : null;

    public CustomerId TopOf(CustomerId customer)
    {
        while (mothers.TryGetValue(customer, out var mother)) customer = mother;
        return customer;
    }

    /// <summary>Is it this one itself, or a daughter of it, or a daughter's daughter?</summary>
    public bool IsBelow(CustomerId customer, CustomerId top)
    {
        while (customer != top)
        {
            if (!mothers.TryGetValue(customer, out var mother)) return false;
            customer = mother;
        }
        return true;
    }

    /// <summary>The top and everybody below it with depth, each mother before her daughters.</summary>
    public IEnumerable<(CustomerId Customer, int Depth)> Below(CustomerId top, int depth = 0)
    {
        yield return (top, depth);
        foreach (var daughter in daughters[top].OrderBy(d => d.Value))
            foreach (var one in Below(daughter, depth + 1)) yield return one;
    }
}
