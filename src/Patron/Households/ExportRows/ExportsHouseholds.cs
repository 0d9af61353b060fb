using System.Globalization;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Households.ExportRows;

/// <summary>
/// What people decided about households and what the search has found, a row a member; the rows of one household stand together under a number that is the file's own.
/// What was found is taken where there were no customers; elsewhere the next search finds it.
/// </summary>
internal sealed class ExportsHouseholds(IUserNames users, IdMaker ids) : IExportPart
{
    private sealed record Row(long Household, long Id, CustomerId Customer, string Verdict, string? Name, long At, UserId? By);

    private sealed class Begun
    {
        /// <summary>By the file's numbers.</summary>
        public Dictionary<string, HouseholdId> Households { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>Begins what stands instead of a verdict: what the search found them by.</summary>
    private const string Found = "found-";

    public string Kind => "households";
    public int Order => 74;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        var all = new List<Row>();
        using (var row = FastReader.Open(session.Connection, $"select household_id, id, customer_id, verdict, name, at, \"by\" from {DecidedTable.Name}"))
            while (row.Read()) all.Add(new(row.Long(0), row.Long(1), new(row.Long(2)), ((Verdict)row.Int(3)).ToString().ToLowerInvariant(), row.Text(4), row.Instant(5), row.IsNull(6) ? null : new(row.Long(6))));
        using (var row = FastReader.Open(session.Connection, $"select household_id, id, customer_id, shared, at from {FoundTable.Name}"))
            while (row.Read()) all.Add(new(row.Long(0), row.Long(1), new(row.Long(2)), Found + ((SharedBy)row.Int(3)).ToString().ToLowerInvariant(), null, row.Instant(4), null));
        var names = await FirstRecord.Names(session, all.Select(r => r.Customer), ct);
        rows.Columns("household", "source", "id", "verdict", "name", "at", "by");
        // The order hangs on nothing but what is written: so it is the same again from where it is taken to.
        var households = all.Where(r => names.ContainsKey(r.Customer)).GroupBy(r => r.Household)
            .Select(g => g.Select(r => (Row: r, Text: string.Join('\n', r.At.ToString("D19", CultureInfo.InvariantCulture), names[r.Customer].Source, names[r.Customer].Id, r.Verdict, r.Name))).OrderBy(r => r.Text, StringComparer.Ordinal).ToArray())
            .OrderBy(g => string.Join('\0', g.Select(r => r.Text)), StringComparer.Ordinal);
        foreach (var (number, household) in households.Index())
            foreach (var (row, _) in household)
            {
                rows.Text((number + 1).ToString(CultureInfo.InvariantCulture)).Text(names[row.Customer].Source).Text(names[row.Customer].Id).Text(row.Verdict)
                    .Text(row.Name).Instant(row.At).Text(row.By is { } by ? said.GetValueOrDefault(by) : null);
                rows.End();
            }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var owners = await FirstRecord.Named(session, rows.Select(Member), ct);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var known = await Known(session, owners.Values, ct);
        var households = intake.Memory<Begun>().Households;
        var (came, fates) = (new List<(CustomerId Customer, HouseholdId Household, ExportedRow Row)>(), new RowFate[rows.Count]);
        foreach (var group in rows.Index().GroupBy(r => r.Item.Need("household"), StringComparer.Ordinal))
        {
            if (!households.TryGetValue(group.Key, out var household))
            {
                // A member of whom it is known already says which household is meant.
                var there = group.Select(r => owners.TryGetValue(Member(r.Item), out var customer) && known.TryGetValue((customer, At(r.Item)), out var own) ? own : (HouseholdId?)null).FirstOrDefault(h => h is not null);
                households[group.Key] = household = there ?? ids.Next<HouseholdId>();
            }
            foreach (var (at, row) in group)
            {
                var isThere = owners.TryGetValue(Member(row), out var customer);
                fates[at] = !isThere ? FirstRecord.Missing(row) : new(row.Line, (IsFound(row) ? !intake.Restores : known.ContainsKey((customer, At(row)))) ? Fate.Unchanged : Fate.Created);
                if (fates[at].Fate == Fate.Created) came.Add((customer, household, row));
            }
        }
        Insert(session, intake, [.. came.Where(c => !IsFound(c.Row))], byUser);
        InsertFound(session, intake, [.. came.Where(c => IsFound(c.Row))]);
        session.Tell(Topics.Households, came.Select(c => c.Customer.Value));
        return fates;
    }

    /// <summary>The household about which something was decided of a customer at a moment.</summary>
    private static async Task<Dictionary<(CustomerId, long), HouseholdId>> Known(BulkSession session, IEnumerable<CustomerId> customers, CancellationToken ct)
    {
        var known = new Dictionary<(CustomerId, long), HouseholdId>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, at, household_id from {DecidedTable.Name} where customer_id in {command.In("@customers", customers.Select(c => c.Value).Distinct())}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) known[(new(reader.GetInt64(0)), reader.GetInstant(1))] = new(reader.GetInt64(2));
        return known;
    }

    private static void Insert(BulkSession session, Intake intake, List<(CustomerId Customer, HouseholdId Household, ExportedRow Row)> came, IReadOnlyDictionary<string, UserId> byUser)
    {
        if (came.Count == 0) return;
        using var sink = session.Sink(DecidedTable.Name, DecidedTable.Hand.Columns);
        foreach (var (customer, household, row) in came)
        {
            sink.Begin();
            sink.Long(customer.Value);
            sink.Long(intake.Ids(DecidedTable.Name).Next());
            sink.Long(household.Value);
            sink.Int((int)(row.Word<Verdict>("verdict") ?? throw new ExportDamagedException(row.Line, "verdict")));
            sink.Text(row.Text("name"));
            sink.Instant(At(row));
            sink.Long(row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user.Value : null);
            sink.End();
        }
        sink.Complete();
    }

    private static void InsertFound(BulkSession session, Intake intake, List<(CustomerId Customer, HouseholdId Household, ExportedRow Row)> came)
    {
        if (came.Count == 0) return;
        using var sink = session.Sink(FoundTable.Name, FoundTable.Columns);
        foreach (var (customer, household, row) in came)
        {
            sink.Begin();
            sink.Long(customer.Value);
            sink.Long(intake.Ids(FoundTable.Name).Next());
            sink.Long(household.Value);
            sink.Int(Enum.TryParse<SharedBy>(row.Need("verdict")[Found.Length..], ignoreCase: true, out var shared) ? (int)shared : throw new ExportDamagedException(row.Line, "verdict"));
            sink.Instant(At(row));
            sink.End();
        }
        sink.Complete();
    }

    private static bool IsFound(ExportedRow row) => row.Need("verdict").StartsWith(Found, StringComparison.Ordinal);

    private static (string Source, string Id) Member(ExportedRow row) => (row.Need("source"), row.Need("id"));

    private static long At(ExportedRow row) => row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at");
}
