using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ShowSources;

/// <summary>A source record as a page shows it.</summary>
/// <param name="Day">When it last changed.</param>
internal sealed record ShownRecord(SourceRecordId Id, SourceInfo Source, string ExternalId, string? Name, string? Email, string? Phone, string? City, DateOnly Day, bool Stub);

/// <param name="Reason">Key of the sentence.</param>
internal sealed record ShownLink(ShownRecord One, ShownRecord Other, string Reason, DateOnly Day);

/// <summary>One value that some records have.</summary>
/// <param name="Used">It is the golden one.</param>
internal sealed record ShownValue(string Value, IReadOnlyList<ShownRecord> From, DateOnly Day, bool Used);

/// <summary>A golden field: its value, the records that agree with it, all values, and why this one.</summary>
/// <param name="Why">Key of the sentence, which takes the day and how many said something.</param>
internal sealed record ShownField(string Field, string Value, IReadOnlyList<ShownRecord> From, IReadOnlyList<ShownValue> All, string Why, DateOnly Day, int Said);

internal sealed record CustomerEvidence(IReadOnlyList<ShownRecord> Records, IReadOnlyList<SourceInfo> Sources, IReadOnlyList<ShownLink> Links, IReadOnlyList<ShownField> Fields);

/// <summary>Why a customer is one person, and where each value comes from: reckoned anew from the records, by the rule that wrote the golden record.</summary>
internal sealed class Evidence(IDbContextFactory<PatronDb> contexts, ISources sources)
{
    public async Task<CustomerEvidence> Of(CustomerId customer, CancellationToken ct)
    {
        var known = (await sources.All(ct)).ToDictionary(s => s.Id);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var organisation = await db.Organisation(ct);
        var records = await db.SourceRecords.AsNoTracking().Where(r => r.CustomerId == customer).OrderBy(r => r.Id).ToListAsync(ct);
        var links = await db.Links.AsNoTracking().Where(l => l.CustomerId == customer).OrderBy(l => l.At).ThenBy(l => l.Id).ToListAsync(ct);

        DateOnly Day(DateTimeOffset at) => DateOnly.FromDayNumber(Instants.DayNumber(Instants.ToMicroseconds(at), organisation.Zone));
        var shown = records.ToDictionary(r => r.Id.Value, r => new ShownRecord(r.Id, known[r.SourceId], r.ExternalId, r.Name ?? Joined(r), r.Email, r.Phone, r.City, Day(r.ChangedAt), r.Stub));
        var parties = records.Select(r => Party.Of(r, known[r.SourceId].Country ?? organisation.Country)).ToArray();
        return new(
            [.. shown.Values],
            [.. records.Select(r => known[r.SourceId]).Distinct().OrderBy(s => s.Number)],
            [.. links.Where(l => shown.ContainsKey(l.SourceRecordId.Value) && shown.ContainsKey(l.OtherRecordId.Value))
                .Select(l => new ShownLink(shown[l.SourceRecordId.Value], shown[l.OtherRecordId.Value], l.Reason, Day(l.At)))],
            [.. GoldenValues.Choose(parties, organisation.Zone).Select(g => Field(g, shown))]);
    }

    private static string? Joined(SourceRecord record) => $"{record.GivenName} {record.FamilyName}".Trim() is { Length: > 0 } name ? name : record.Company;

    private static ShownField Field(GoldenValue golden, Dictionary<long, ShownRecord> records)
    {
        var values = golden.Candidates.GroupBy(c => c.Value, StringComparer.Ordinal)
            .Select(g => new ShownValue(g.Key, [.. g.Select(c => records[c.Record])], g.Max(c => c.Day), g.Key == golden.Value)).OrderByDescending(v => v.Used).ToArray();
        return new(golden.Field, golden.Value, values[0].From, values, golden.Reason, golden.Winner.Day, golden.Candidates.Count);
    }
}
