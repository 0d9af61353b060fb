using Patron.Data;
using Patron.Kernel;

namespace Patron.Households.KeepHouseholds;

/// <summary>A customer of a household as it stands: what a person decided, else what was found.</summary>
/// <param name="Decided">The row that holds; null where nobody has decided.</param>
internal sealed record Member(CustomerId Customer, Verdict? Verdict, SharedBy? Shared, DecidedRow? Decided, DateTimeOffset At)
{
    /// <summary>Belongs to it, or seems to.</summary>
    public bool Belongs => Verdict is null or Households.Verdict.In;
}

internal sealed record DecidedRow(long Id, string? Name);

/// <summary>A household with everybody who was ever in it.</summary>
internal sealed record Household(HouseholdId Id, IReadOnlyList<Member> All)
{
    public IReadOnlyList<Member> Members => [.. All.Where(m => m.Belongs)];
    public bool Confirmed => All.Any(m => m.Verdict is Verdict.In);
    public bool Refused => !Confirmed && All.Count > 0 && All.All(m => m.Verdict is Verdict.Refused or Verdict.Out) && All.Any(m => m.Verdict is Verdict.Refused);
    public string? Name => All.FirstOrDefault(m => m.Verdict is Verdict.In && m.Decided!.Name is not null)?.Decided!.Name;

    /// <summary>Reads some households; one of which nothing is left is not among them.</summary>
    public static async Task<IReadOnlyList<Household>> Read(BulkSession session, IReadOnlyCollection<HouseholdId> ids, CancellationToken ct)
    {
        var rows = new List<(long Household, Member Member)>();
        foreach (var some in ids.Select(i => i.Value).Chunk(5_000))
        {
            await using (var command = session.Command())
            {
                command.CommandText = $"select household_id, customer_id, id, verdict, name, at from {DecidedTable.Name} where household_id in {command.In("@ids", some)} order by customer_id, at desc, id desc";
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct))
                    rows.Add((reader.GetInt64(0), new(new(reader.GetInt64(1)), (Verdict)reader.GetInt32(3), null, new(reader.GetInt64(2), reader.Text(4)), Instants.FromMicroseconds(reader.GetInstant(5)))));
            }
            await using var found = session.Command();
            found.CommandText = $"select household_id, customer_id, shared, at from {FoundTable.Name} where household_id in {found.In("@ids", some)} order by customer_id, id";
            await using var row = await found.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) rows.Add((row.GetInt64(0), new(new(row.GetInt64(1)), null, (SharedBy)row.GetInt32(2), null, Instants.FromMicroseconds(row.GetInstant(3)))));
        }
        // Decisions come first, the latest of them before others: the first row of a customer holds.
        return [.. rows.GroupBy(r => r.Household).Select(g => new Household(new(g.Key), [.. g.GroupBy(r => r.Member.Customer).Select(m => m.First().Member with { Shared = m.Select(r => r.Member.Shared).FirstOrDefault(s => s is not null) })]))];
    }

    /// <summary>The households that a customer belongs to, or seems to.</summary>
    public static async Task<IReadOnlyList<Household>> Of(BulkSession session, CustomerId customer, CancellationToken ct)
    {
        var ids = new HashSet<HouseholdId>();
        await using (var command = session.Command($"select household_id from {DecidedTable.Name} where customer_id = @customer union select household_id from {FoundTable.Name} where customer_id = @customer"))
        {
            command.Add("@customer", customer.Value);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) ids.Add(new(reader.GetInt64(0)));
        }
        return [.. (await Read(session, ids, ct)).Where(h => h.Members.Any(m => m.Customer == customer)).OrderByDescending(h => h.Confirmed).ThenBy(h => h.Id.Value)];
    }
}
