using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.EnterValues;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>What writing resolved records needs of other rooms.</summary>
internal sealed record IdentityWriters(CustomerRowMover Mover, IGoldenRecords Golden, IConsentLedger Consents, IBin Bin, ICustomerMerges Merges, IRelations Relations);

/// <summary>What became of customers.</summary>
/// <param name="Parted">Records went there from another customer, and it was none before.</param>
/// <param name="Apart">Decided to be one, and two all the same.</param>
internal sealed record Rearranged(IReadOnlyList<MergedCustomer> Merged, IReadOnlyList<PartedCustomer> Parted, IReadOnlyList<RecordPair> Apart)
{
    public static Rearranged Nothing { get; } = new([], [], []);
}

/// <summary>Resolves the changed records with everything around them, and writes what follows: customers, records, keys, links, golden values, consents.</summary>
/// <param name="past">For an undo: where records were before, and the days of links; null where nothing is taken back.</param>
internal sealed class ResolvedChanges(BulkSession session, Intake intake, IReadOnlyList<SourceInfo> sources, IdentityWriters writers, Past? past = null)
{
    private readonly Dictionary<SourceId, SourceInfo> sources = sources.ToDictionary(s => s.Id);

    /// <summary>Who would be one; nothing is written. Each group by its records' ids.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<long>>> Groups(StoredParties stored, IReadOnlyList<PartyChange> changes, CancellationToken ct)
    {
        var (_, parties, resolution) = await Resolve(stored, changes, ct);
        return [.. resolution.Clusters.Select(c => (IReadOnlyList<long>)[.. c.Records.Select(r => parties[r - 1].Id)])];
    }

    private async Task<(Neighbourhood Around, Party[] Parties, Resolution Resolution)> Resolve(StoredParties stored, IReadOnlyList<PartyChange> changes, CancellationToken ct)
    {
        var around = await Neighbourhood.Load(session, stored, writers.Bin, changes, ct);
        var parties = around.Records.OrderBy(p => sources[p.Record.SourceId].Name, StringComparer.Ordinal).ThenBy(p => p.Record.ExternalId, StringComparer.Ordinal).ToArray();
        if (past is not null) await past.Load(session, parties, ct);
        var (never, same) = around.Decided.Among(parties);
        return (around, parties, ExactResolver.Resolve([.. parties.Select((p, rank) => Facts(p, rank + 1, around.Shared))], never, same));
    }

    public async Task<Rearranged> Write(StoredParties stored, IReadOnlyList<PartyChange> changes, CancellationToken ct)
    {
        if (changes.Count == 0) return Rearranged.Nothing;
        var (around, parties, resolution) = await Resolve(stored, changes, ct);

        var homes = new CustomerId[resolution.Clusters.Count];
        var made = new HashSet<CustomerId>();
        foreach (var (number, cluster) in resolution.Clusters.Index())
        {
            homes[number] = new(cluster.CustomerId != 0 ? cluster.CustomerId : past?.Former(cluster.Records.Select(r => parties[r - 1].Id)) ?? intake.Ids(IdentityTables.Customers).Next());
            if (cluster.CustomerId == 0 && past?.IsThere(homes[number]) != true) made.Add(homes[number]);
        }

        var members = resolution.Clusters.Select((c, number) => c.Records.Select(r => parties[r - 1].At(homes[number])).ToArray()).ToArray();
        if (intake.Rules.FillOnly) StepBack(changes, members);
        var present = members.SelectMany(m => m).ToDictionary(p => p.Id);
        var (moves, merges) = Moves(parties, present);
        await RecordMoves(moves, merges, ct);
        await writers.Mover.Move(session, [.. moves, .. merges], ct);
        if (past is not null) await past.Part(session, homes, ct);

        await WriteRecords(changes, present, ct);
        await around.Decided.Follow([.. changes.Where(c => c.Before is null).Select(c => present[c.After.Id])], ct);
        await WriteLinks(parties, resolution, present, ct);
        HashSet<long> touched = [.. moves.SelectMany(m => (long[])[m.From.Value, m.Into.Value])];
        if (past is not null) touched.UnionWith(homes.Where(past.IsThere).Select(h => h.Value));
        await WriteGolden(changes, touched, members, homes, made, ct);
        await writers.Golden.MarkMerged(session, [.. merges.Select(m => (m.From, m.Into))], ct);
        if (past is not null) await past.Lead(session, writers.Golden, parties, present, ct);
        await AppendConsents(changes, present, ct);
        return new(
            [.. merges.Select(m => new MergedCustomer(m.From, m.Into))],
            [.. moves.Select(m => (m.From, m.Into)).Distinct().Where(m => made.Contains(m.Into) || past?.IsBack(m.Into) == true).Select(m => new PartedCustomer(m.From, m.Into, !made.Contains(m.Into)))],
            [.. resolution.KeptApart.Where(l => l.Kind is KeyKind.Hand or KeyKind.Model).Select(l => new RecordPair(parties[l.A - 1].Record.Id, parties[l.B - 1].Record.Id))]);
    }

    /// <summary>
    /// Of a file that may only fill what is empty: a new record that joins a known customer counts as older than everything that is known of it, so it
    /// fills gaps and replaces nothing. What it says is kept whole, for by that it was joined.
    /// </summary>
    private static void StepBack(IReadOnlyList<PartyChange> changes, Party[][] members)
    {
        var fresh = changes.Where(c => c.Before is null).Select(c => c.After.Id).ToHashSet();
        foreach (var cluster in members)
        {
            if (!cluster.Any(p => fresh.Contains(p.Id)) || cluster.Where(p => !fresh.Contains(p.Id) && !p.Record.Stub).ToArray() is not { Length: > 0 } known) continue;
            var before = known.Min(p => p.Record.ChangedAt).AddMicroseconds(-1);
            for (var at = 0; at < cluster.Length; at++) if (fresh.Contains(cluster[at].Id)) cluster[at] = cluster[at].ChangedAt(before);
        }
    }

    /// <summary>
    /// Records that leave the customer they are with, and customers whom none is left with: those become part of the one that their oldest record goes to.
    /// </summary>
    private static (List<RowMove> Moves, List<RowMove> Merges) Moves(Party[] parties, Dictionary<long, Party> present)
    {
        var kept = present.Values.Select(p => p.Record.CustomerId).ToHashSet();
        var old = parties.Where(p => p.Record.CustomerId != default).ToArray();
        return (
            [.. old.Select(p => new RowMove(p.Record.CustomerId, present[p.Id].Record.CustomerId, p.Record.Id)).Where(m => m.From != m.Into)],
            [.. old.GroupBy(p => p.Record.CustomerId).Where(g => !kept.Contains(g.Key)).Select(g => new RowMove(g.Key, present[g.MinBy(p => p.Id)!.Id].Record.CustomerId, null))]);
    }

    // Ranks stand for the records: ties are then broken by what the records are, not by when they came, and files in any order give the same customers.
    private RecordFacts Facts(Party party, int rank, IReadOnlySet<IdentityKey> shared) => new(
        rank, party.Record.SourceId.Value, ExternalId: "", party.Name,
        Live(party.Email, IdentifierKind.Email, shared), Live(party.Phone, IdentifierKind.Phone, shared),
        (past?.Wish(party.Id) ?? party.Record.CustomerId).Value, Created: party.Id);

    private static string[] Live(string? value, IdentifierKind kind, IReadOnlySet<IdentityKey> shared) =>
        value is null || shared.Contains(new(kind, value)) ? [] : [value];

    private async Task WriteRecords(IReadOnlyList<PartyChange> changes, Dictionary<long, Party> present, CancellationToken ct)
    {
        var fresh = changes.Where(c => c.Before is null).Select(c => present[c.After.Id]).ToArray();
        RecordTable.Insert(session, fresh.Select(p => p.Record));
        using (var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
        {
            foreach (var party in fresh) ClaimedKeys.Write(claims, ClaimScopes.Record(party.Record.SourceId), party.Record.ExternalId, party.Id, party.Record.CustomerId.Value);
            claims.Complete();
        }

        var updated = changes.Where(c => c.Before is not null && !ReferenceEquals(c.Before, c.After)).ToArray();
        await RecordTable.Replace(session, [.. updated.Select(c => present[c.After.Id].Record)], ct);
        var rekeyed = updated.Where(c => !c.Before!.Keys.SequenceEqual(c.After.Keys)).Select(c => present[c.After.Id]).ToArray();
        await IdentifierRows.Delete(session, [.. rekeyed.Select(p => p.Record)], ct);
        IdentifierRows.Insert(session, fresh.Concat(rekeyed), intake.Ids(IdentityTables.Identifiers));
        RecordDifferences(updated, present);
    }

    private void RecordDifferences(PartyChange[] updated, Dictionary<long, Party> present)
    {
        intake.Changes(session)?.Write(session, IdentityTables.Records, [.. updated.Select(Told)]);

        RowChange Told(PartyChange change)
        {
            var (before, after) = RecordFields.Differences(change.Before!.Record, change.After.Record);
            return RowChange.Told(change.After.Id, present[change.After.Id].Record.CustomerId, before, after);
        }
    }

    /// <summary>Where records were, and which rows made by hand went along with a customer: so an undo puts everything back where it was.</summary>
    private async Task RecordMoves(List<RowMove> moves, List<RowMove> merges, CancellationToken ct)
    {
        if (moves.Count == 0 || intake.Changes(session) is not { } recorder) return;
        recorder.Write(session, IdentityTables.Records, [.. moves.Select(m => RowChange.Told(m.Record!.Value.Value, m.Into, Customer(m.From), Customer(m.Into)))]);
        var own = await OwnRows.Of(session, writers.Mover, [.. merges.Select(m => m.From)], ct);
        recorder.Write(session, IdentityTables.Merges,
        [
            .. merges.Select(m => RowChange.Told(m.From.Value, m.Into, new Dictionary<string, object?> { ["merged_into"] = null },
                new Dictionary<string, object?> { ["merged_into"] = m.Into.Value, ["rows"] = own.GetValueOrDefault(m.From) })),
        ]);

        static Dictionary<string, object?> Customer(CustomerId customer) => new() { [Past.CustomerField] = customer.Value };
    }

    private async Task WriteLinks(Party[] parties, Resolution resolution, Dictionary<long, Party> present, CancellationToken ct)
    {
        var pairs = new Dictionary<Pair, CustomerId>();
        foreach (var link in resolution.Links)
        {
            var (a, b) = (parties[link.A - 1].Id, parties[link.B - 1].Id);
            var younger = Math.Max(a, b);
            pairs[new(younger, Math.Min(a, b), link.Reason)] = present[younger].Record.CustomerId;
        }
        var now = Instants.ToMicroseconds(intake.Now);
        var went = await LinkRows.Set(
            session, [.. present.Values.Select(p => p.Record.CustomerId.Value).Distinct()], pairs, intake.Ids(IdentityTables.Links), pair => past?.DayOf(pair) ?? now, ct);
        // Told of the younger record, by which an undo finds it.
        intake.Changes(session)?.Write(session, IdentityTables.Links,
        [
            .. from link in went
               where present.ContainsKey(link.Pair.Younger)
               select RowChange.Told(link.Pair.Younger, present[link.Pair.Younger].Record.CustomerId, Past.Link(link.Pair, link.At), null),
        ]);
    }

    /// <summary>Only customers that something happened to: a record of theirs changed, came or went.</summary>
    private async Task WriteGolden(IReadOnlyList<PartyChange> changes, HashSet<long> touched, Party[][] members, CustomerId[] homes, HashSet<CustomerId> made, CancellationToken ct)
    {
        var changed = changes.Select(c => c.After.Id).ToHashSet();
        var choosing = await Choosing.Of(session.Db, intake.Organisation, ct);
        var written = members.Index().Where(m => touched.Contains(homes[m.Index].Value) || m.Item.Any(p => changed.Contains(p.Id))).ToArray();
        var hands = await HandRows.OfCustomers(session, [.. written.Select(w => homes[w.Index]).Where(home => !made.Contains(home)).Select(home => home.Value)], ct);
        var golden = new List<GoldenRecord>(written.Length);
        foreach (var (number, together) in written)
        {
            var mask = together.Aggregate(0L, (bits, p) => bits | 1L << sources[p.Record.SourceId].Number);
            golden.Add(GoldenValues.Of(homes[number], made.Contains(homes[number]), together, [.. hands[homes[number].Value]], mask, choosing));
        }
        await writers.Golden.Write(session, golden, intake.Now, ct);
    }

    private async Task AppendConsents(IReadOnlyList<PartyChange> changes, Dictionary<long, Party> present, CancellationToken ct)
    {
        ConsentSaid[] said =
        [
            .. from change in changes
               from consent in change.Said
               let record = present[change.After.Id].Record
               select new ConsentSaid(record.CustomerId, record.Id, consent.Purpose, consent.Channel, consent.Given,
                   consent.At is { } at ? Instants.FromMicroseconds(at) : intake.Now, intake.Source.Name),
        ];
        if (said.Length > 0) await writers.Consents.Append(session, intake, said, ct);
    }
}
