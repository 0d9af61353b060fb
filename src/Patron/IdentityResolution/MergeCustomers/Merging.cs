using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.MergeCustomers;

/// <summary>One of those who are to be one, as the database has it.</summary>
/// <param name="Hands">What was set by hand, newest first.</param>
/// <param name="Golden">What the rules pick from its own records.</param>
internal sealed record MergingCustomer(CustomerId Id, IReadOnlyList<Party> Parties, IReadOnlyList<HandRow> Hands, IReadOnlyList<GoldenValue> Golden, IReadOnlyList<ConsentState> Consents)
{
    public string? this[string field] => Golden.FirstOrDefault(g => g.Field == field)?.Value;

    public string Name => CustomerName.Shown(this[GoldenFields.Name], this["company"], this[GoldenFields.Email], this[GoldenFields.Phone]) ?? Id.ToString();
}

/// <summary>Customers who are to be one, looked at within the transaction that joins them: what they are, and why they may not be one.</summary>
internal sealed class Merging(BulkSession session, Choosing choosing, IReadOnlyList<MergingCustomer> customers)
{
    /// <summary>Those whose oldest record came first, first.</summary>
    public IReadOnlyList<MergingCustomer> Customers => customers;

    public static async Task<Merging> Load(BulkSession session, IConsentLedger ledger, IReadOnlyCollection<CustomerId> ids, CancellationToken ct)
    {
        var choosing = await Choosing.Of(session.Db, ct);
        long[] numbers = [.. ids.Select(c => c.Value)];
        var stored = new StoredParties(session);
        await stored.Load(numbers, ct);
        var hands = await HandRows.OfCustomers(session, numbers, ct);
        var customers = new List<MergingCustomer>(ids.Count);
        foreach (var id in ids)
        {
            Party[] parties = [.. stored.OfCustomer(id.Value).OrderBy(p => p.Id)];
            HandRow[] own = [.. hands[id.Value]];
            customers.Add(new(id, parties, own, GoldenValues.Choose(parties, own, choosing), await ledger.Of(id, ct)));
        }
        return new(session, choosing, [.. customers.OrderBy(c => c.Parties.Count > 0 ? c.Parties[0].Id : long.MaxValue)]);
    }

    /// <summary>Why they cannot be one; null where they can.</summary>
    public async Task<Refusal?> Refusal(CancellationToken ct)
    {
        if (customers.Any(c => c.Parties.Count == 0)) return new MergeGone();
        // Who has no name is of no kind.
        var person = customers.FirstOrDefault(c => c["kind"] == nameof(CustomerKind.Person));
        var organisation = customers.FirstOrDefault(c => c["kind"] == nameof(CustomerKind.Organisation));
        if (person is not null && organisation is not null) return new MergeKinds(person.Name, organisation.Name);

        var owner = customers.SelectMany(c => c.Parties.Select(p => (p.Key, Customer: c))).ToDictionary(p => p.Key, p => p.Customer, StringComparer.Ordinal);
        var apart = (await DecisionRows.Among(session, owner.Keys, ct)).FirstOrDefault(d => d.Holds && d.Row.Verdict == Verdict.Never && owner[d.Row.FirstKey] != owner[d.Row.SecondKey]);
        return apart is null ? null : new MergeKeptApart(owner[apart.Row.FirstKey].Name, owner[apart.Row.SecondKey].Name);
    }

    /// <summary>The first record of each with that of the next: their own links hold the others.</summary>
    public IReadOnlyList<Decision> Pairs() => Chain(customers.Select(c => c.Parties[0].Record.Id));

    /// <summary>Decisions that hold their records together where nothing else does, by who would be one without them.</summary>
    public IReadOnlyList<Decision> Chain(IReadOnlyList<IReadOnlyList<long>> groups)
    {
        long[] all = [.. customers.SelectMany(c => c.Parties).Select(p => p.Id).Order()];
        return Chain(groups.Select(g => all.FirstOrDefault(g.Contains)).Where(first => first != 0).Order().Select(first => new SourceRecordId(first)));
    }

    /// <summary>Where one agreed and another refused, by purpose and channel.</summary>
    public IReadOnlyList<StricterConsent> Consents() =>
    [
        .. from said in customers.SelectMany(c => c.Consents).GroupBy(s => (s.Purpose, s.Channel))
           where said.Any(s => s.Given) && said.Any(s => !s.Given)
           orderby said.Key
           select new StricterConsent(said.Key.Purpose, said.Key.Channel, [.. customers.Select(c => c.Consents.FirstOrDefault(s => (s.Purpose, s.Channel) == said.Key))]),
    ];

    /// <summary>The fields side by side, and what the rules pick now that they are one.</summary>
    public async Task<IReadOnlyList<MergedField>> Fields(CustomerId survivor, CancellationToken ct)
    {
        var stored = new StoredParties(session);
        await stored.Load([survivor.Value], ct);
        return Fields(stored.OfCustomer(survivor.Value), [.. (await HandRows.OfCustomers(session, [survivor.Value], ct))[survivor.Value]]);
    }

    /// <summary>The same, reckoned from what each of them has now: for a look at what would be.</summary>
    public IReadOnlyList<MergedField> Fields() =>
        Fields([.. customers.SelectMany(c => c.Parties)], [.. customers.SelectMany(c => c.Hands).OrderByDescending(h => h.At).ThenByDescending(h => h.Id)]);

    private IReadOnlyList<MergedField> Fields(IReadOnlyList<Party> parties, IReadOnlyList<HandRow> hands) =>
    [
        .. from together in GoldenValues.Choose(parties, hands, choosing)
           let field = GoldenValues.FieldOf(together)
           select new MergedField(field.Field, field.Custom, [.. customers.Select(c => c[together.Field])], together),
    ];

    /// <summary>What the rooms keep of those who do not stay.</summary>
    public async Task<IReadOnlyList<MovedRows>> Moved(CustomerRowMover mover, CancellationToken ct)
    {
        var moved = new List<MovedRows>();
        foreach (var table in mover.Owners.Where(o => !o.Reckoned).SelectMany(o => o.Tables).Where(t => t is not (IdentityTables.Records or IdentityTables.Identifiers or IdentityTables.Links)))
        {
            await using var command = session.Command();
            command.CommandText = $"select count(*) from {table} where customer_id in {command.In("@customers", customers.Skip(1).Select(c => c.Id.Value))}";
            if (Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) is var rows and > 0) moved.Add(new(table, rows));
        }
        return moved;
    }

    private static IReadOnlyList<Decision> Chain(IEnumerable<SourceRecordId> records)
    {
        SourceRecordId[] all = [.. records];
        return [.. all.Zip(all.Skip(1)).Select(pair => new Decision(pair.First, pair.Second, Verdict.Same))];
    }
}
