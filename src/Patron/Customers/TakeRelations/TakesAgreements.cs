using System.Globalization;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.TakeRelations;

/// <summary>
/// A file of contracts and memberships of known customers. One is known by its number, without that by its name and first day. What the file gives fills and
/// overwrites; what a person entered gives way only where the import says so, and what a person took away stays away.
/// </summary>
internal sealed class TakesAgreements(ICustomerMerges merges) : ITakesRows<IncomingAgreement>
{
    public IRowIntake<IncomingAgreement> Begin(Intake intake) => new AgreementIntake(intake, merges);
}

internal sealed class AgreementIntake(Intake intake, ICustomerMerges merges) : IRowIntake<IncomingAgreement>
{
    private static readonly SaidTable Table = new(AgreementTable.Hand);

    /// <summary>One agreement as it is to stand.</summary>
    private sealed class Booked(CustomerId customer, long id, SourceRecordId? record, AgreementKind kind, object?[]? stored) : SaidRow(customer, id, record, stored)
    {
        public AgreementKind Kind => kind;
        public string Name { get; set; } = "";
        public string? Number { get; set; }
        public int? Starts { get; set; }
        public int? Ends { get; set; }
        public string? Note { get; set; }
        public AgreementState State { get; set; } = AgreementState.Holds;

        public override object?[] Said => [Name, Number, Starts, Ends, Note, (int)State];
    }

    // A plan keeps what it would have written: it is in no table.
    private readonly Dictionary<CustomerId, List<Booked>> known = [];
    private readonly HashSet<Booked> touched = [];
    private Dictionary<string, NamedCustomer> persons = [];

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingAgreement> rows, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var fates = await ChunkFates.Decide(rows, r => r.Line, Wrong, sound => Open(session, sound, ct), Decide);
        if (!intake.PlanOnly)
        {
            await Write(session, ct);
            known.Clear();
        }
        touched.Clear();
        return fates;
    }

    private async Task Open(BulkSession session, List<IncomingAgreement> rows, CancellationToken ct)
    {
        persons = await NamedCustomer.Find(session, intake, merges, [.. rows.Select(r => r.Customer).Distinct(StringComparer.Ordinal)], ct);
        CustomerId[] unread = [.. persons.Values.Select(p => p.Id).Distinct().Where(id => !known.ContainsKey(id))];
        foreach (var id in unread) known[id] = [];
        foreach (var some in unread.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select customer_id, id, source_record_id, kind, name, number, starts, ends, note, state from {AgreementTable.Name} where customer_id in {command.In("@customers", some.Select(c => c.Value))} order by id";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                var (name, number, starts, ends, note, state) = (row.GetString(4), row.Text(5), row.Int(6), row.Int(7), row.Text(8), (AgreementState)row.GetInt32(9));
                known[new(row.GetInt64(0))].Add(new(new(row.GetInt64(0)), row.GetInt64(1), row.IsDBNull(2) ? null : new(row.GetInt64(2)), (AgreementKind)row.GetInt32(3), [name, number, starts, ends, note, (int)state])
                {
                    Name = name, Number = number, Starts = starts, Ends = ends, Note = note, State = state,
                });
            }
        }
    }

    private (Fate, RowReason?) Decide(IncomingAgreement row)
    {
        if (!persons.TryGetValue(row.Customer, out var person)) return (Fate.Rejected, new("customers.row.nocustomer", "customer", row.Customer));
        var (kind, starts) = (KindOf(row.Kind)!.Value, row.Starts?.DayNumber);
        Booked[] same = [.. known[person.Id].Where(k => k.Kind == kind && IsSame(k, row, starts))];
        // Of several of one name without a day the first that holds is meant.
        if ((same.FirstOrDefault(k => k.State == AgreementState.Holds) ?? same.FirstOrDefault()) is not { } there)
        {
            if (intake.Rules.Mode == IntakeMode.UpdateOnly) return (Fate.Rejected, new("customers.row.unknown", "agreement", row.Name));
            var made = new Booked(person.Id, intake.PlanOnly ? 0 : intake.Ids(AgreementTable.Name).Next(), person.Record, kind, null);
            Fill(made, row);
            known[person.Id].Add(made);
            touched.Add(made);
            return (Fate.Created, null);
        }
        if (intake.Rules.Mode == IntakeMode.CreateOnly && there.Stored is not null) return (Fate.Unchanged, new("customers.row.known", "agreement", row.Name));
        if (there.State == AgreementState.Removed && !intake.Rules.FileWins) return (Fate.Unchanged, new("customers.row.takenaway", "agreement", row.Name));
        return Change(there, row);
    }

    private (Fate, RowReason?) Change(Booked there, IncomingAgreement row)
    {
        var before = there.Said;
        Fill(there, row);
        var wrong = there.Ends < there.Starts ? new RowReason("customers.row.endsfirst", "ends", null)
            : there is { Record: null, Stored: not null } && !intake.Rules.FileWins && !before.AsSpan().SequenceEqual(there.Said) ? new("customers.row.byhand", "agreement", row.Name) : null;
        if (wrong is not null)
        {
            Put(there, before);
            return (Fate.Conflict, wrong);
        }
        if (before.AsSpan().SequenceEqual(there.Said)) return (Fate.Unchanged, null);
        Note(row, before, there.Said);
        touched.Add(there);
        return (Fate.Updated, null);
    }

    private void Fill(Booked one, IncomingAgreement row)
    {
        var keeps = intake.Rules.FillOnly && one.Stored is not null;
        if (!keeps) (one.Name, one.State) = (row.Name.Trim(), AgreementState.Holds);
        one.Number = keeps ? one.Number ?? row.Number : row.Number ?? one.Number;
        one.Starts = keeps ? one.Starts ?? row.Starts?.DayNumber : row.Starts?.DayNumber ?? one.Starts;
        one.Ends = keeps ? one.Ends ?? row.Ends?.DayNumber : row.Ends?.DayNumber ?? one.Ends;
        one.Note = keeps ? one.Note ?? row.Note : row.Note ?? one.Note;
    }

    private static void Put(Booked one, object?[] said) =>
        (one.Name, one.Number, one.Starts, one.Ends, one.Note, one.State) = ((string)said[0]!, (string?)said[1], (int?)said[2], (int?)said[3], (string?)said[4], (AgreementState)said[5]!);

    private static bool IsSame(Booked one, IncomingAgreement row, int? starts) => one.Number is not null && row.Number is not null
        ? one.Number.Equals(row.Number, StringComparison.OrdinalIgnoreCase)
        : one.Name.Equals(row.Name.Trim(), StringComparison.OrdinalIgnoreCase) && (one.Starts is null || starts is null || one.Starts == starts);

    private async Task Write(BulkSession session, CancellationToken ct)
    {
        if (touched.Count == 0) return;
        await Table.Write(session, intake, touched, static (sink, one) =>
        {
            sink.Int((int)one.Kind);
            sink.Text(one.Name);
            sink.Text(one.Number);
            sink.Int(one.Starts);
            sink.Int(one.Ends);
            sink.Text(one.Note);
            sink.Int((int)one.State);
        }, ct);
        session.Tell(Topics.Customers, touched.Select(t => t.Customer.Value));
    }

    /// <summary>What a check tells of one that is known.</summary>
    private void Note(IncomingAgreement row, object?[] before, object?[] after)
    {
        if (intake.Planned is not { } planned) return;
        foreach (var (at, column) in AgreementTable.Hand.Said.Index())
            if (column != "state") planned.Compare(row.Line, row.Name, column, Shown(column, before[at]), Shown(column, after[at]));

        static string? Shown(string column, object? value) => column is "starts" or "ends" ? PlannedChanges.Day((int?)value) : (string?)value;
    }

    private static RowReason? Wrong(IncomingAgreement row) =>
        Length("agreement", row.Name, AgreementTable.LongestName) ?? Length("number", row.Number, TermLists.LongestName) ?? Length("note", row.Note, AgreementTable.LongestNote)
        ?? (KindOf(row.Kind) is null ? new RowReason("customers.row.agreementkind", "kind", row.Kind) : null)
        ?? (row.Ends < row.Starts ? new RowReason("customers.row.endsfirst", "ends", row.Ends?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null);

    private static RowReason? Length(string column, string? text, int most) => text?.Length > most ? new("customers.row.toolong", column, null, new { most }) : null;

    /// <summary>Null where the file's word is neither.</summary>
    private static AgreementKind? KindOf(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        null or "" or "contract" or "agreement" or "vertrag" or "계약" or "合同" or "合約" or "契約" => AgreementKind.Contract,
        "membership" or "member" or "club" or "mitgliedschaft" or "회원" or "회원권" or "멤버십" or "会员" or "会员资格" or "會員" or "會員資格" => AgreementKind.Membership,
        _ => null,
    };
}
