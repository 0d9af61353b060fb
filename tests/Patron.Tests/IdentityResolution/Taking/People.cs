using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Tests.IdentityResolution.Taking;

/// <summary>Systems that send files of people, and what stands in the database afterwards.</summary>
internal static class People
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IncomingRecord Row(
        string id, string? name = null, string? email = null, string? phone = null, string? title = null, string? street = null, string? city = null,
        IReadOnlyDictionary<string, string>? custom = null, params IReadOnlyList<IncomingConsent> consents) => new(
        1, id, null, title, name, null, null, null, email, phone, street, city, null, null, null, null, null, null, null, null, null, custom, consents);

    public static async Task<SourceInfo> Source(this PatronServices patron, string name) => (await patron.Get<ISources>().FindOrMake(name, false, Ct)).Value!;

    public static async Task<Intake> File(this PatronServices patron, string source, bool planOnly = false, ChangeSet? changes = null) =>
        new(await patron.Source(source), Organisation.Default, patron.Clock.GetUtcNow(), null, planOnly, patron.Get<IdMaker>(), changes);

    public static async Task<List<RowFate>> Take(this PatronServices patron, Intake file, IReadOnlyList<IncomingRecord> rows, int chunk = 10_000)
    {
        var taking = patron.Get<ITakesRows<IncomingRecord>>().Begin(file);
        var fates = new List<RowFate>();
        foreach (var some in rows.Chunk(chunk))
        {
            await using var session = await patron.Session();
            fates.AddRange(await taking.Take(session, some, Ct));
            if (!file.PlanOnly) await session.Commit(Ct);
        }
        return fates;
    }

    /// <summary>A file taken on a later day than the one before.</summary>
    public static async Task<Fate[]> Send(this PatronServices patron, string source, params IncomingRecord[] rows)
    {
        patron.Clock.Advance(TimeSpan.FromDays(1));
        return [.. (await patron.Take(await patron.File(source), rows)).Select(f => f.Fate)];
    }

    /// <summary>The groups of external ids that are one customer each, in a form that can be compared: "Cards:7+Shop:1 Shop:2".</summary>
    public static async Task<string> Customers(this PatronServices patron)
    {
        await using var session = await patron.Session();
        await using var command = session.Command(
            "select r.customer_id, s.name, r.external_id from identity_source_records r join identity_sources s on s.id = r.source_id join customers c on c.id = r.customer_id and c.merged_into is null");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var records = new List<(long Customer, string Record)>();
        while (await reader.ReadAsync(Ct)) records.Add((reader.GetInt64(0), $"{reader.GetString(1)}:{reader.GetString(2)}"));
        return string.Join(' ', records.GroupBy(r => r.Customer).Select(g => string.Join('+', g.Select(r => r.Record).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));
    }

    public static async Task<long> CustomerOf(this PatronServices patron, string externalId) =>
        (long)(await patron.Ask($"select customer_id from identity_source_records where external_id = '{externalId}'"))!;

    public static async Task<long> Count(this PatronServices patron, string table, string where = "1 = 1") =>
        Convert.ToInt64(await patron.Ask($"select count(*) from {table} where {where}"), System.Globalization.CultureInfo.InvariantCulture);
}
