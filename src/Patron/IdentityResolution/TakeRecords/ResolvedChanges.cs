using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.EnterValues;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>What writing resolved records needs of other rooms.</summary>
internal sealed record IdentityWriters(CustomerRowMover Mover, IGoldenRecords Golden, IConsentLedger Consents, IBin Bin, IRelations Relations);

/// <summary>Resolves the changed records with everything around them, and writes what follows: customers, records, keys, links, golden values, consents.</summary>
internal sealed class ResolvedChanges(BulkSession session, Intake intake, IReadOnlyList<SourceInfo> sources, IdentityWriters writers)
{
    private readonly Dictionary<SourceId, SourceInfo> sources = sources.ToDictionary(s => s.Id);

    public async Task Write(StoredParties stored, IReadOnlyList<PartyChange> changes, CancellationToken ct)
    {
        if (changes.Count == 0) return;
        var around = await Neighbourhood.Load(session, stored, writers.Bin, changes, ct);
        var parties = around.Records.OrderBy(p => sources[p.Record.SourceId].Name, StringComparer.Ordinal).ThenBy(p => p.Record.ExternalId, StringComparer.Ordinal).ToArray();
        var resolution = ExactResolver.Resolve([.. parties.Select((p, rank) => Facts(p, rank + 1, around.Shared))], []);

        var homes = new CustomerId[resolution.Clusters.Count];
        var made = new HashSet<CustomerId>();
        foreach (var (number, cluster) in resolution.Clusters.Index())
        {
            homes[number] = new(cluster.CustomerId != 0 ? cluster.CustomerId : intake.Ids(IdentityTables.Customers).Next());
            if (cluster.CustomerId == 0) made.Add(homes[number]);
        }

        await writers.Mover.Move(session,
        [
            .. resolution.Moves.Select(m => new RowMove(new(m.From), homes[m.Cluster], parties[m.Record - 1].Record.Id)),
            .. resolution.Merges.Select(m => new RowMove(new(m.From), new(m.Into), null)),
        ], ct);

        var members = resolution.Clusters.Select((c, number) => c.Records.Select(r => parties[r - 1].At(homes[number])).ToArray()).ToArray();
        var present = members.SelectMany(m => m).ToDictionary(p => p.Id);
        await WriteRecords(changes, present, ct);
        await WriteLinks(parties, resolution, present, ct);
        await WriteGolden(changes, resolution, members, homes, made, ct);
        await AppendConsents(changes, present, ct);
    }

    // Ranks stand for the records: ties are then broken by what the records are, not by when they came, and files in any order give the same customers.
    private static RecordFacts Facts(Party party, int rank, IReadOnlySet<IdentityKey> shared) => new(
        rank, party.Record.SourceId.Value, ExternalId: "", party.Name,
        Live(party.Email, IdentifierKind.Email, shared), Live(party.Phone, IdentifierKind.Phone, shared),
        party.Record.CustomerId.Value, Created: party.Id);

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

        var updated = changes.Where(c => c.Before is not null).ToArray();
        await RecordTable.Replace(session, [.. updated.Where(c => !ReferenceEquals(c.Before, c.After)).Select(c => present[c.After.Id].Record)], ct);
        var rekeyed = updated.Where(c => !c.Before!.Keys.SequenceEqual(c.After.Keys)).Select(c => present[c.After.Id]).ToArray();
        await IdentifierRows.Delete(session, [.. rekeyed.Select(p => p.Record)], ct);
        IdentifierRows.Insert(session, fresh.Concat(rekeyed), intake.Ids(IdentityTables.Identifiers));
        await RecordDifferences(updated, present, ct);
    }

    private async Task RecordDifferences(PartyChange[] updated, Dictionary<long, Party> present, CancellationToken ct)
    {
        if (updated.Length == 0 || intake.Changes(session) is not { } recorder) return;
        foreach (var change in updated)
        {
            var (before, after) = RecordFields.Differences(change.Before!.Record, change.After.Record);
            recorder.Row(IdentityTables.Records, change.After.Id, present[change.After.Id].Record.CustomerId, before, after);
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
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
        await LinkRows.Set(session, [.. present.Values.Select(p => p.Record.CustomerId.Value).Distinct()], pairs, intake.Ids(IdentityTables.Links), intake.Now, ct);
    }

    /// <summary>Only customers that something happened to: a record of theirs changed, came or went.</summary>
    private async Task WriteGolden(IReadOnlyList<PartyChange> changes, Resolution resolution, Party[][] members, CustomerId[] homes, HashSet<CustomerId> made, CancellationToken ct)
    {
        var changed = changes.Select(c => c.After.Id).ToHashSet();
        var touched = resolution.Moves.SelectMany(m => (long[])[m.From, homes[m.Cluster].Value]).ToHashSet();
        var zone = intake.Organisation.Zone;
        var written = members.Index().Where(m => touched.Contains(homes[m.Index].Value) || m.Item.Any(p => changed.Contains(p.Id))).ToArray();
        var hands = await HandRows.OfCustomers(session, [.. written.Select(w => homes[w.Index]).Where(home => !made.Contains(home)).Select(home => home.Value)], ct);
        var golden = new List<GoldenRecord>(written.Length);
        foreach (var (number, together) in written)
        {
            var mask = together.Aggregate(0L, (bits, p) => bits | 1L << sources[p.Record.SourceId].Number);
            golden.Add(GoldenValues.Of(homes[number], made.Contains(homes[number]), together, [.. hands[homes[number].Value]], mask, zone));
        }
        await writers.Golden.Write(session, golden, intake.Now, ct);
        foreach (var merge in resolution.Merges) await writers.Golden.MarkMerged(session, new(merge.From), new(merge.Into), ct);
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
