using Microsoft.EntityFrameworkCore;
using Patron.Campaigns;
using Patron.Campaigns.KeepCampaigns;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Kernel;
using Patron.Messaging.KeepMessages;

namespace Patron.Tests.Exporting;

/// <summary>Whoever is forgotten is forgotten by campaigns, messages, events, codes, requests and segments too, and nobody else loses anything.</summary>
public sealed class ForgettingInMarketingTests
{
    private static readonly string[] Tables = ["segments_moves", "segments_listed", "experiments_assignments", "messaging_messages", "messaging_queue", "events_log", "codes_codes", "portal_requests", "consents_suppressions", "consents_contacts", "kernel_claimed_keys"];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Nothing_of_the_forgotten_is_left_in_any_table_or_file(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var company = await MarketingCompany.Fill(app);
        await using (var db = await app.Db())
        {
            var row = await db.Campaigns.SingleAsync(c => c.Id == company.Campaign);
            row.Result = "{\"Arms\":[],\"AlonePeople\":20,\"AloneAnswered\":3,\"Held\":0,\"Measured\":0}";
            await db.SaveChangesAsync();
        }
        // In lists and moves, waiting; with a stop; with a request; answered and with a code.
        CustomerId[] gone = [.. new[] { company.People[0], company.People[5], company.People[6], await Answered(app), company.People[31] }.Distinct()];
        var (others, digests) = (await Rows(app, gone, own: false), await app.Ask("select count(*) from consents_addresses"));
        Assert.All(Tables, t => Assert.True((long)(app.Ask($"select count(*) from {t} where customer_id in ({string.Join(',', gone.Select(g => g.Value))})").Result)! > 0, t));
        var words = new List<string>();
        foreach (var person in gone)
        {
            words.Add((string)(await app.Ask($"select name from customers where id = {person.Value}"))!);
            words.Add((string)(await app.Ask($"select email from customers where id = {person.Value}"))!);
        }

        foreach (var person in gone)
        {
            var proof = await app.Get<IErasures>().Run(person, ErasureReason.Asked, null, default);
            Assert.Equal(ErasureVerdict.Clean, proof!.Document.Verdict);
        }

        Assert.Equal([], await Rows(app, gone, own: true));
        Assert.Equal(others, await Rows(app, gone, own: false));
        Assert.Equal([], await Holding(app, words));
        // The stop outlives the person, as a digest; what the campaign brought stays.
        Assert.Equal(digests, await app.Ask("select count(*) from consents_addresses"));
        Assert.Contains("AlonePeople", (await app.Get<CampaignBook>().Find(company.Campaign, default))!.Result!, StringComparison.Ordinal);
    }

    private static async Task<CustomerId> Answered(PatronServices app) => new((long)(await app.Ask("select customer_id from events_log where kind = 'clicked'"))!);

    private static async Task<List<string>> Rows(PatronServices app, CustomerId[] of, bool own)
    {
        var rows = new List<string>();
        foreach (var table in Tables)
        {
            var count = (long)(await app.Ask($"select count(*) from {table} where customer_id {(own ? "" : "not ")}in ({string.Join(',', of.Select(o => o.Value))})"))!;
            if (count > 0) rows.Add($"{table} {count}");
        }
        return rows;
    }

    /// <summary>Columns of text and files in which one of the words stands; "Ann1 Young" is no part of "Ann11 Young".</summary>
    private static async Task<List<string>> Holding(PatronServices app, List<string> words)
    {
        var found = new List<string>();
        await using var db = await app.Db();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var store = Microsoft.EntityFrameworkCore.Metadata.StoreObjectIdentifier.Table(entity.GetTableName()!);
            foreach (var column in entity.GetProperties().Where(p => p.ClrType == typeof(string)).Select(p => p.GetColumnName(store)!))
                foreach (var word in words)
                    if ((long)(await app.Ask($"select count(*) from {entity.GetTableName()} where lower(\"{column}\") like '%{word.ToLowerInvariant()}%'"))! > 0) found.Add($"{entity.GetTableName()}.{column} {word}");
        }
        foreach (var file in Directory.EnumerateFiles(app.Location.Directory, "*", SearchOption.AllDirectories).Where(f => !f.Contains("patron.db", StringComparison.Ordinal)))
        {
            var text = await File.ReadAllTextAsync(file);
            found.AddRange(words.Where(w => text.Contains(w, StringComparison.OrdinalIgnoreCase)).Select(w => $"{Path.GetFileName(file)} {w}"));
        }
        return found;
    }
}
