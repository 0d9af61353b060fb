using Patron.Demo;
using Patron.IdentityResolution.MatchRecords;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Tests.Demo;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Review;

/// <summary>What the model finds in the demo's persons, against the truth beside them. Nothing is tuned to it: it is learnt without labels.</summary>
public sealed class DemoMatchingTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    [Fact]
    public async Task What_the_model_joins_is_one_person_and_most_of_what_the_rules_miss_is_joined_or_asked()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        foreach (var import in (DemoImport[])[DemoCatalogue.AccountsImport, DemoCatalogue.CardsImport, DemoCatalogue.NewsletterImport])
        {
            var request = new ImportFileRequest(DemoCatalogue.PathOf(import, demo.Folder), import.As, import.Source)
            {
                Map = ImportFileRequest.MapOf(import.Columns), OnlyMapped = true, Delimiter = import.Delimiter == '\t' ? "tab" : import.Delimiter.ToString(), DateFormat = import.DateFormat,
            };
            Assert.Null((await patron.Get<IImportFiles>().Run(request, null, Ct)).Refusal);
        }
        Assert.Equal(1, await patron.Count("kernel_jobs", $"kind = '{MatchJob.JobKind}'"));
        var run = await MatchingTests.Match(patron);

        var truth = demo.Truth.ToDictionary(t => (t.System, t.Id));
        var decided = await Pairs(patron, "identity_decisions", "verdict = 2");
        var asked = await Pairs(patron, "identity_review_pairs", "probability >= 600000");
        bool AreOne(((string, string) One, (string, string) Other) pair) => truth[pair.One]["person_id"] == truth[pair.Other]["person_id"];
        var (right, doubtful) = (decided.Count(AreOne), asked.Count(AreOne));
        TestContext.Current.SendDiagnosticMessage($"{run.Records} records: {decided.Count} pairs joined by the model, {right} of them right; {asked.Count} asked, {doubtful} of them one person");
        Assert.InRange(decided.Count, 20, 200);
        Assert.InRange(right / (double)decided.Count, .99, 1);
        Assert.InRange(asked.Count, 1, 200);

        var evident = demo.Truth.GroupBy(t => t["exact_id"]).Where(g => g.Count() > 1).ToArray();
        var owners = await Owners(patron);
        var missed = evident.Where(g => g.Select(t => owners[(t.System, t.Id)]).Distinct().Count() > 1).ToArray();
        var shown = asked.SelectMany(p => ((string, string)[])[p.One, p.Other]).ToHashSet();
        Assert.InRange(missed.Count(g => !g.Any(t => shown.Contains((t.System, t.Id)))), 0, 8);
    }

    private static async Task<List<((string, string) One, (string, string) Other)>> Pairs(PatronServices patron, string table, string where)
    {
        var pairs = new List<((string, string), (string, string))>();
        await using var session = await patron.Session();
        await using var command = session.Command($"""
            select s.name, a.external_id, t.name, b.external_id from {table} p join identity_source_records a on a.id = p.first_record join identity_source_records b on b.id = p.second_record
            join identity_sources s on s.id = a.source_id join identity_sources t on t.id = b.source_id where {where}
            """);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct)) pairs.Add(((reader.GetString(0), reader.GetString(1)), (reader.GetString(2), reader.GetString(3))));
        return pairs;
    }

    private static async Task<Dictionary<(string, string), long>> Owners(PatronServices patron)
    {
        await using var session = await patron.Session();
        await using var command = session.Command("select s.name, r.external_id, r.customer_id from identity_source_records r join identity_sources s on s.id = r.source_id");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var owners = new Dictionary<(string, string), long>();
        while (await reader.ReadAsync(Ct)) owners[(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
        return owners;
    }
}
