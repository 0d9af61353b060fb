using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
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
    private readonly Dictionary<string, ulong> seen = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingRecord> rows, CancellationToken ct)
    {
        if (!intake.PlanOnly) await IdentityLock.Take(session, ct);
        var all = await sources.All(ct);
        var rules = await customFields.Open(session, [.. rows.Where(r => r.Custom is not null).SelectMany(r => r.Custom!.Keys).Distinct()], intake.PlanOnly, ct);
        var claims = await session.Find(ClaimScopes.Record(intake.Source.Id), [.. rows.Select(r => r.ExternalId).Where(id => id.Length is > 0 and <= LongestId).Distinct()], ct);
        var stored = new StoredParties(session);
        await stored.Load(claims.Values.Select(c => c.Customer), ct);

        var country = intake.Source.Country ?? intake.Organisation.Country;
        var fates = new RowFate[rows.Count];
        var changes = new List<PartyChange>();
        foreach (var (at, row) in rows.Index())
        {
            if (Refused(row) is { } refused)
            {
                fates[at] = refused;
                continue;
            }
            var (custom, leftOut) = Fit(row, rules);
            var before = claims.TryGetValue(row.ExternalId, out var claim) ? stored[claim.Id] : null;
            var known = before?.Record ?? New(row);
            var after = RecordDecisions.Merge(known, row, custom, intake.Now);
            fates[at] = new(row.Line, before is null ? Fate.Created : ReferenceEquals(after, known) ? Fate.Unchanged : Fate.Updated, leftOut);
            if (intake.Planned is { } planned && fates[at].Fate == Fate.Updated) RecordFields.Note(planned, known, after);
            if (fates[at].Fate != Fate.Unchanged)
                changes.Add(new(before, Party.Of(after, country), SaidConsents.Merge(known.Consents, row.Consents).New));
        }
        if (!intake.PlanOnly) await new ResolvedChanges(session, intake, all, writers).Write(stored, changes, ct);
        await RecordRelations.Take(session, intake, writers.Relations, rows, fates, ct);
        return fates;
    }

    /// <summary>A row without an id, or one whose id this file has had: the same row again changes nothing, another one contradicts.</summary>
    private RowFate? Refused(IncomingRecord row)
    {
        if (string.IsNullOrWhiteSpace(row.ExternalId)) return new(row.Line, Fate.Rejected, new("identity.row.noId", "id", null));
        if (row.ExternalId.Length > LongestId) return new(row.Line, Fate.Rejected, new("identity.row.idTooLong", "id", row.ExternalId, new { Most = LongestId }));
        var print = RecordDecisions.Print(row);
        if (seen.TryAdd(row.ExternalId, print)) return null;
        return seen[row.ExternalId] == print
            ? new(row.Line, Fate.Unchanged)
            : new(row.Line, Fate.Conflict, new("identity.row.idTwice", "id", row.ExternalId));
    }

    /// <summary>The custom values that may be stored, and why one of them is not.</summary>
    private static (Dictionary<string, string>? Custom, RowReason? LeftOut) Fit(IncomingRecord row, CustomFieldRules rules)
    {
        if (row.Custom is null || row.Custom.Count == 0) return (null, null);
        var custom = new Dictionary<string, string>(StringComparer.Ordinal);
        RowReason? leftOut = null;
        foreach (var (key, text) in row.Custom)
        {
            var (value, why) = rules.Read(key, text, purpose => row.Consents.Any(c => c.Given && c.Purpose == purpose));
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
            Stub = true, FirstSeenAt = intake.Now, ChangedAt = intake.Now,
        };
    }
}
