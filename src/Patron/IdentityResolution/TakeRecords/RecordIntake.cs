using System.Globalization;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.EnterValues;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>Takes customers files.</summary>
internal sealed class RecordTaker(ISources sources, ICustomFields customFields, IdentityWriters writers) : ITakesRows<IncomingRecord>
{
    public IRowIntake<IncomingRecord> Begin(Intake intake) => new RecordIntake(intake, sources, customFields, writers);
}

/// <summary>One customers file: decides each row's fate against the records known, then resolves and writes what changed.</summary>
internal sealed class RecordIntake(Intake intake, ISources sources, ICustomFields customFields, IdentityWriters writers) : IRowIntake<IncomingRecord>
{
    private const int LongestId = 200;
    private readonly FileMemory seen = intake.Said("records-of-file");

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingRecord> rows, CancellationToken ct)
    {
        if (!intake.PlanOnly) await IdentityLock.Take(session, ct);
        var all = await sources.All(ct);
        var rules = await customFields.Open(session, [.. rows.Where(r => r.Custom is not null).SelectMany(r => r.Custom!.Keys).Distinct()], intake.PlanOnly, ct);
        var claims = await session.Find(ClaimScopes.Record(intake.Source.Id), [.. rows.Select(r => r.ExternalId).Where(id => id.Length is > 0 and <= LongestId).Distinct()], ct);
        var stored = new StoredParties(session);
        await stored.Load(claims.Values.Select(c => c.Customer), ct);

        var known = await Known(session, stored, claims, ct);
        var country = intake.Source.Country ?? intake.Organisation.Country;
        var fates = new RowFate[rows.Count];
        var placed = new List<PlacedRecord>();
        var (changes, returned, giveWay) = (new List<PartyChange>(), new HashSet<CustomerId>(), new List<HandRow>());
        foreach (var (at, row) in rows.Index())
        {
            if (Refused(row) is { } refused)
            {
                fates[at] = refused;
                continue;
            }
            var (custom, leftOut) = Fit(row, rules);
            var there = known.GetValueOrDefault(row.ExternalId, KnownRecord.Nothing);
            var before = there.Party;
            var decided = RowDecisions.Decide(there, before?.Record ?? New(row), row, custom, intake.Rules, row.Kept?.Changed ?? intake.Now, country);
            fates[at] = new(row.Line, decided.Fate, decided.Why ?? leftOut);
            if (decided.Fate is not (Fate.Created or Fate.Updated or Fate.Returned)) continue;
            if (decided.Fate == Fate.Returned) returned.Add(before!.Record.CustomerId);
            giveWay.AddRange(decided.GiveWay);
            if (intake.Planned is { } planned && before is not null) RecordFields.Note(planned, row.Line, before.Record, decided.After);
            if (intake.Restores && before is null && row.Kept is { } kept) placed.Add(new(decided.After, SourceOf(kept, all), kept.With));
            else if (before is null || !ReferenceEquals(decided.After, before.Record))
                changes.Add(new(before, Party.Of(decided.After, country), row.Kept is null ? SaidConsents.Merge(before?.Record.Consents, row.Consents).New : []));
        }
        if (!intake.PlanOnly)
        {
            Tell(session, rules.Made);
            await Return(session, returned, giveWay, ct);
            await new KeptRecords(session, intake, all, writers.Golden).Write(placed, ct);
            await new ResolvedChanges(session, intake, all, writers).Write(stored, changes, ct);
        }
        await RecordRelations.Take(session, intake, writers.Relations, rows, fates, ct);
        return fates;
    }

    private static SourceId? SourceOf(KeptRecord kept, IReadOnlyList<SourceInfo> all) => kept.WithSource is { } name ? all.First(s => s.Name == name).Id : null;

    /// <summary>Fields that came into use with this file, for an undo.</summary>
    private void Tell(BulkSession session, IReadOnlyList<string> made) =>
        intake.Changes(session)?.Write(session, IdentityTables.Fields, [.. made.Select(key => RowChange.Told(0, default, null, new Dictionary<string, object?> { [key] = true }))]);

    /// <summary>Whom the file brings back from the bin, and what people set that gives way to it: before who is who is decided.</summary>
    private async Task Return(BulkSession session, HashSet<CustomerId> returned, List<HandRow> giveWay, CancellationToken ct)
    {
        if (returned.Count == 0 && giveWay.Count == 0) return;
        var recorder = intake.Changes(session);
        if (returned.Count > 0) await writers.Bin.Restore(session, recorder, returned, ct);
        recorder?.Went(session, giveWay);
        await HandRows.Delete(session, giveWay, ct);
    }

    private async Task<Dictionary<string, KnownRecord>> Known(BulkSession session, StoredParties stored, Dictionary<string, Claim> claims, CancellationToken ct)
    {
        long[] customers = [.. claims.Values.Select(c => c.Customer).Distinct()];
        var hands = await HandRows.OfCustomers(session, customers, ct);
        var binned = await writers.Bin.Among(session, [.. customers.Select(c => new CustomerId(c))], ct);
        return claims.ToDictionary(
            c => c.Key, c => new KnownRecord(stored[c.Value.Id], stored.OfCustomer(c.Value.Customer), [.. hands[c.Value.Customer]], binned.Contains(new(c.Value.Customer))), StringComparer.Ordinal);
    }

    /// <summary>A row without an id, or one whose id this file has had: the same row again changes nothing, another one contradicts.</summary>
    private RowFate? Refused(IncomingRecord row)
    {
        if (string.IsNullOrWhiteSpace(row.ExternalId)) return new(row.Line, Fate.Rejected, new("identity.row.noId", "id", null));
        if (row.ExternalId.Length > LongestId) return new(row.Line, Fate.Rejected, new("identity.row.idTooLong", "id", row.ExternalId, new { Most = LongestId }));
        var print = RecordDecisions.Print(row).ToString(CultureInfo.InvariantCulture);
        if (seen.Find(row.ExternalId) is { } before)
            return before == print ? new(row.Line, Fate.Unchanged) : new(row.Line, Fate.Conflict, new("identity.row.idTwice", "id", row.ExternalId));
        seen.Set(row.ExternalId, print);
        return null;
    }

    /// <summary>The custom values that may be stored, and why one of them is not.</summary>
    private static (Dictionary<string, string>? Custom, RowReason? LeftOut) Fit(IncomingRecord row, CustomFieldRules rules)
    {
        if (row.Custom is null || row.Custom.Count == 0) return (null, null);
        var custom = new Dictionary<string, string>(StringComparer.Ordinal);
        RowReason? leftOut = null;
        foreach (var (key, text) in row.Custom)
        {
            var (value, why) = rules.Read(key, text, purpose => row.Kept is not null || row.Consents.Any(c => c.Given && c.Purpose == purpose));
            if (value is not null) custom[key] = value;
            leftOut ??= why;
        }
        return (custom, leftOut);
    }

    private SourceRecord New(IncomingRecord row)
    {
        var id = new SourceRecordId(intake.Ids(IdentityTables.Records).Next());
        return new()
        {
            CustomerId = default, Id = id, SourceRecordId = id, SourceId = intake.Source.Id, ExternalId = row.ExternalId, Kind = CustomerKind.Person,
            Stub = true, FirstSeenAt = row.Kept?.FirstSeen ?? intake.Now, ChangedAt = row.Kept?.Changed ?? intake.Now,
        };
    }
}
