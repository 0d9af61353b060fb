using Patron.Customers.Contracts;
using Patron.Customers.Relations;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.TakeRelations;

/// <summary>
/// A file of relations between known customers, as many as there are of a kind. They hold as what a person says does: before what records of customers say.
/// What a person took away stays away, and nobody is made for a relation.
/// </summary>
internal sealed class TakesTies(ICustomerMerges merges) : ITakesRows<IncomingTie>
{
    public IRowIntake<IncomingTie> Begin(Intake intake) => new TieIntake(intake, merges);
}

internal sealed class TieIntake(Intake intake, ICustomerMerges merges) : IRowIntake<IncomingTie>
{
    private static readonly SaidTable Table = new(HandRelationTable.Hand);

    /// <summary>A relation as it is to stand; it is its first customer's row.</summary>
    private sealed class Booked(CustomerId from, long id, SourceRecordId? record, RelationKind kind, CustomerId to, object?[]? stored) : SaidRow(from, id, record, stored)
    {
        public RelationKind Kind => kind;
        public CustomerId To => to;
        public string? Role { get; set; }
        public BuyingRole? Buying { get; set; }
        public HandState State { get; set; } = HandState.Holds;

        public override object?[] Said => [Role, (int)State, (int?)Buying];
    }

    // A plan keeps what it would have written: it is in no table.
    private readonly Dictionary<(CustomerId From, RelationKind Kind, CustomerId To), Booked> known = [];
    private readonly HashSet<CustomerId> read = [];
    private readonly HashSet<Booked> touched = [];

    /// <summary>Who is whose mother; read with the first row that names one.</summary>
    private Dictionary<CustomerId, CustomerId>? mothers;

    /// <summary>Those of them that people and files like this one have said.</summary>
    private readonly Dictionary<CustomerId, CustomerId> said = [];
    private Dictionary<string, CustomerId?>? organisations;
    private Dictionary<string, NamedCustomer> customers = [];

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingTie> rows, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var fates = await ChunkFates.Decide(rows, r => r.Line, Wrong, sound => Open(session, sound, ct), Decide);
        if (!intake.PlanOnly)
        {
            await Write(session, ct);
            // Between two chunks others may say something.
            known.Clear();
            said.Clear();
            read.Clear();
            mothers = null;
        }
        touched.Clear();
        return fates;
    }

    private async Task Open(BulkSession session, List<IncomingTie> rows, CancellationToken ct)
    {
        customers = await NamedCustomer.Find(session, intake, merges, [.. rows.SelectMany(r => (string[])[r.Customer, r.Other]).Distinct(StringComparer.Ordinal)], ct);
        string[] names = [.. rows.Select(r => r.Other).Where(o => !customers.ContainsKey(o)).Distinct(StringComparer.Ordinal)];
        if (names.Length > 0)
        {
            organisations ??= await OrganisationNames.Load(session, ct);
            foreach (var name in names)
                if (organisations.GetValueOrDefault(Relation.KeyOf(name)) is { } one) customers[name] = new(one, null, CustomerKind.Organisation);
        }
        await ReadHand(session, [.. customers.Values.Select(c => c.Id).Distinct().Where(read.Add)], ct);
        if (mothers is not null || !rows.Exists(r => RelationWords.KindOf(r.Relation) == RelationKind.DaughterOf)) return;
        var ties = await Ties.Read(session, merges, RelationKind.DaughterOf, null, ct);
        var forest = new Forest(ties);
        mothers = ties.Select(t => t.From).Distinct().Select(d => (Daughter: d, Mother: forest.MotherOf(d))).Where(p => p.Mother is not null).ToDictionary(p => p.Daughter, p => p.Mother!.Value);
    }

    /// <summary>What people and files like this one have said of these before; of the same two the latest.</summary>
    private async Task ReadHand(BulkSession session, CustomerId[] unread, CancellationToken ct)
    {
        var rows = new List<(CustomerId From, long Id, SourceRecordId? Record, RelationKind Kind, CustomerId Other, string? Role, int State, int? Buying)>();
        foreach (var some in unread.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select customer_id, id, source_record_id, kind, other_customer_id, role, state, buying from {HandRelationTable.Name} where customer_id in {command.In("@customers", some.Select(c => c.Value))} order by at desc, id desc";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                rows.Add((new(row.GetInt64(0)), row.GetInt64(1), row.IsDBNull(2) ? null : new(row.GetInt64(2)), (RelationKind)row.GetInt32(3), new(row.GetInt64(4)), row.Text(5), row.GetInt32(6), row.Int(7)));
        }
        var homes = await merges.Homes(session, [.. rows.Select(r => r.Other).Distinct()], ct);
        foreach (var r in rows)
        {
            var to = homes.GetValueOrDefault(r.Other, r.Other);
            if (r.Kind == RelationKind.DaughterOf && r.State == (int)HandState.Holds) said.TryAdd(r.From, to);
            known.TryAdd((r.From, r.Kind, to), new(r.From, r.Id, r.Record, r.Kind, to, [r.Role, r.State, r.Buying]) { Role = r.Role, State = (HandState)r.State, Buying = (BuyingRole?)r.Buying });
        }
    }

    private (Fate, RowReason?) Decide(IncomingTie row)
    {
        if (!customers.TryGetValue(row.Customer, out var one)) return (Fate.Rejected, new("customers.row.nocustomer", "customer", row.Customer));
        if (!customers.TryGetValue(row.Other, out var other)) return (Fate.Rejected, new("customers.row.noother", "other", row.Other));
        var kind = RelationWords.KindOf(row.Relation)!.Value;
        if (one.Id == other.Id || !RelationDeeds.Fits(kind, one.Kind, other.Kind)) return (Fate.Rejected, new("customers.row.fits", "relation", row.Relation));
        var (from, to) = kind.IsMutual && one.Id.Value > other.Id.Value ? (other, one) : (one, other);
        // A daughter needs no word for it, and only a contact has a part in buying.
        var role = kind == RelationKind.DaughterOf || row.Role?.Trim() is not { Length: > 0 } does ? null : does;
        var buying = kind == RelationKind.ContactAt ? RelationWords.BuyingOf(row.Buying) : null;
        var leftOut = row.Buying is not null && kind != RelationKind.ContactAt ? new RowReason("customers.row.nobuying", "buying", row.Buying) : null;
        if (known.TryGetValue((from.Id, kind, to.Id), out var there)) return Change(there, row, role, buying, leftOut);

        if (intake.Rules.Mode == IntakeMode.UpdateOnly) return (Fate.Rejected, new("customers.row.unknown", "other", row.Other));
        if (kind == RelationKind.DaughterOf && MotherTrouble(from.Id, to.Id, row) is { } trouble) return (Fate.Conflict, trouble);
        if (kind == RelationKind.DaughterOf) mothers![from.Id] = said[from.Id] = to.Id;
        var made = new Booked(from.Id, intake.PlanOnly ? 0 : intake.Ids(HandRelationTable.Name).Next(), from.Record, kind, to.Id, null) { Role = role, Buying = buying };
        known[(from.Id, kind, to.Id)] = made;
        touched.Add(made);
        return (Fate.Created, leftOut);
    }

    private (Fate, RowReason?) Change(Booked there, IncomingTie row, string? role, BuyingRole? buying, RowReason? leftOut)
    {
        if (intake.Rules.Mode == IntakeMode.CreateOnly && there.Stored is not null) return (Fate.Unchanged, new("customers.row.known", "other", row.Other));
        if (there.State == HandState.Not)
        {
            if (!intake.Rules.FileWins) return (Fate.Unchanged, new("customers.row.takenaway", "other", row.Other));
            if (there.Kind == RelationKind.DaughterOf && MotherTrouble(there.Customer, there.To, row) is { } trouble) return (Fate.Conflict, trouble);
            if (there.Kind == RelationKind.DaughterOf) mothers![there.Customer] = said[there.Customer] = there.To;
        }
        var before = there.Said;
        var (wantedRole, wantedBuying) = intake.Rules.FillOnly && there.Stored is not null ? (there.Role ?? role, there.Buying ?? buying) : (role ?? there.Role, buying ?? there.Buying);
        if (there is { Record: null, Stored: not null, State: HandState.Holds } && !intake.Rules.FileWins && ((there.Role is not null && there.Role != wantedRole) || (there.Buying is not null && there.Buying != wantedBuying)))
            return (Fate.Conflict, new("customers.row.byhand", "other", row.Other));
        (there.Role, there.Buying, there.State) = (wantedRole, wantedBuying, HandState.Holds);
        if (before.AsSpan().SequenceEqual(there.Said)) return (Fate.Unchanged, leftOut);
        intake.Planned?.Compare(row.Line, row.Customer, "role", (string?)before[0], there.Role);
        intake.Planned?.Compare(row.Line, row.Customer, "buying", ((BuyingRole?)(int?)before[2])?.ToString(), there.Buying?.ToString());
        touched.Add(there);
        return (Fate.Updated, leftOut);
    }

    /// <summary>Null where this one may become the mother. One that records of customers name gives way, one that was said here before does not.</summary>
    private RowReason? MotherTrouble(CustomerId daughter, CustomerId mother, IncomingTie row)
    {
        if (said.TryGetValue(daughter, out var other) && other != mother) return new("customers.row.mother", "other", row.Other);
        for (CustomerId? above = mother; above is { } at; above = mothers!.TryGetValue(at, out var next) ? next : null)
            if (at == daughter) return new("customers.row.circle", "other", row.Other);
        return null;
    }

    private async Task Write(BulkSession session, CancellationToken ct)
    {
        if (touched.Count == 0) return;
        await Table.Write(session, intake, touched, static (sink, one) =>
        {
            sink.Int((int)one.Kind);
            sink.Long(one.To.Value);
            sink.Text(one.Role);
            sink.Int((int)one.State);
            sink.Int((int?)one.Buying);
        }, ct);
        session.Tell(Topics.Customers, touched.SelectMany(t => (long[])[t.Customer.Value, t.To.Value]));
    }

    private static RowReason? Wrong(IncomingTie row) =>
        RelationWords.KindOf(row.Relation) is null ? new("customers.row.relation", "relation", row.Relation)
        : row.Role?.Length > HandRelationTable.LongestRole ? new("customers.row.toolong", "role", null, new { most = HandRelationTable.LongestRole })
        : row.Buying is not null && RelationWords.BuyingOf(row.Buying) is null ? new("customers.row.buying", "buying", row.Buying) : null;
}
