using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.EnterValues;

/// <summary>A customer entered by a person: a record of a source of the program's own, which takes the way of every record.</summary>
internal sealed class AddsByHand(
    IDbContextFactory<PatronDb> contexts, SourceList sources, ITakesRows<IncomingRecord> records, HandChecks checks, IdMaker ids, TimeProvider clock)
{
    public const string Kind = "customer.add";

    public async Task<Result<CustomerId>> Add(IReadOnlyList<HandValue> values, UserId? by, CancellationToken ct)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        var custom = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values.Where(v => !string.IsNullOrWhiteSpace(v.Value)))
        {
            var kept = await checks.Read(value with { Customer = default }, ct);
            if (kept.Refusal is { } refusal) return refusal;
            (value.Custom ? custom : read)[value.Field] = kept.Value.Value!;
        }
        // Somebody of whom nothing is said that tells who it is would be a customer nobody finds again.
        if (!((string[])["name", "given", "family", "company", "email", "phone"]).Any(read.ContainsKey)) return new HandNothingSaid();
        var source = await sources.ByHand(ct);
        if (source.Refusal is { } full) return full;
        return await Take(source.Value!, Record(read, custom), by, ct);
    }

    private async Task<Result<CustomerId>> Take(SourceInfo source, IncomingRecord record, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kind };
        session.Db.Add(set);
        await session.Db.SaveChangesAsync(ct);
        var intake = new Intake(source, await session.Db.Organisation(ct), set.At, by, planOnly: false, ids, set, changesBefore: 0);
        var fate = (await records.Begin(intake).Take(session, [record], ct))[0];
        if (fate.Fate is not Fate.Created) throw new InvalidOperationException($"A new record was {fate.Fate}: {fate.Why?.Key}.");
        var seq = 0;
        foreach (var (table, first, last) in intake.Created)
            session.Db.Add(new ChangeRange { ChangeSetId = set.Id, Seq = ++seq, Entity = table, FirstId = first, LastId = last });
        await session.Db.SaveChangesAsync(ct);
        var claim = (await session.Find(ClaimScopes.Record(source.Id), [record.ExternalId], ct))[record.ExternalId];
        await session.Commit(ct);
        return new CustomerId(claim.Customer);
    }

    private IncomingRecord Record(Dictionary<string, string> said, Dictionary<string, string> custom)
    {
        return new(
        1, ids.Next<SourceRecordId>().ToString(), said.TryGetValue("kind", out var kind) ? Enum.Parse<CustomerKind>(kind) : null,
        Of("title"), Of("name"), Of("given"), Of("family"), Of("company"), Of("email"), Of("phone"), Of("street"), Of("city"), Of("region"), Of("postal"), Of("country"),
        RecordFields.Day(Of("birth")), said.TryGetValue("sex", out var sex) ? Enum.Parse<Sex>(sex) : null, Of("language"), Of("time_zone"), Of("acquired"), RecordFields.Day(Of("since")),
        custom.Count == 0 ? null : custom, []);

        string? Of(string field) => said.GetValueOrDefault(field);
    }
}
