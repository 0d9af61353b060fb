using System.Text.Json;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.ReviewPairs;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Review;

/// <summary>Records that come in are compared by all that files are: whole names, generations, legal forms, and where a firm is.</summary>
public sealed class EvidenceTests
{
    private static IncomingRecord Firm(string id, string name, string city, string region, string country) => Row(id, name, city: city) with { Kind = CustomerKind.Organisation, Region = region, Country = country };

    private static async Task<Dictionary<string, string>> Levels(PatronServices patron) =>
        JsonSerializer.Deserialize<Weighed>((string)(await patron.Ask("select evidence from identity_review_pairs"))!, JsonSerializerOptions.Web)!.Fields.ToDictionary(f => f.Field, f => f.Level);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_firms_the_legal_form_town_region_and_country_are_weighed(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Firm("1", "Northfield Trading Ltd", "Leeds", "Yorkshire", "GB"), Firm("2", "Sandpiper Foods", "Lyon", "Rhone", "FR"));
        await patron.Send("Cards", Firm("7", "Northfield Trading GmbH", "Leeds", "Yorkshire", "GB"));
        await patron.Get<Matcher>().Run(false, null, (_, _, _) => { }, Ct);
        var levels = await Levels(patron);
        Assert.Equal(("Exact", "Different", "Exact", "Exact", "Exact"), (levels["company"], levels["legalform"], levels["city"], levels["region"], levels["country"]));
    }

    [Fact]
    public async Task Firms_of_two_scripts_are_one_name_in_latin_letters()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Send("Shop", Firm("1", "华信科技有限公司", "上海", "上海", "CN"), Firm("2", "Sandpiper Foods", "Lyon", "Rhone", "FR"));
        await patron.Send("Cards", Firm("7", "Hua Xin Technology", "上海", "上海", "CN"));
        await patron.Get<Matcher>().Run(false, null, (_, _, _) => { }, Ct);
        Assert.Equal("Exact", (await Levels(patron))["company"]);
    }

    /// <summary>Father and son of one name and address: what tells them apart is said, and weighs against.</summary>
    [Fact]
    public async Task Generations_are_weighed_where_names_tell_them()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Send("Shop", Row("1", "John Quillfeather Jr.", street: "9 Orchard Rise", city: "Totnes"), Row("2", "Oliver Tremlett Sr."), Row("3", "Adam Bell III"));
        await patron.Send("Cards", Row("7", "John Quillfeather Sr.", street: "9 Orchard Rise", city: "Totnes"));
        await patron.Get<Matcher>().Run(false, null, (_, _, _) => { }, Ct);
        Assert.Equal("Different", (await Levels(patron))["generation"]);
        Assert.Equal("Cards:7 Shop:1 Shop:2 Shop:3", await patron.Customers());
    }

    /// <summary>Further names stand in the whole name only.</summary>
    [Fact]
    public async Task A_whole_name_beside_its_parts_is_evidence_of_its_own()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Send("Shop", Row("1", "Margaret Philippa Ashworth") with { Given = "Margaret", Family = "Ashworth" }, Row("2", "Oliver Tremlett"));
        await patron.Send("Cards", Row("7", "Margaret Philippa Ashworth"));
        await patron.Get<Matcher>().Run(false, null, (_, _, _) => { }, Ct);
        Assert.Equal("Exact", (await Levels(patron))["name"]);
    }

    [Fact]
    public async Task A_model_from_before_fits_no_longer_and_is_learnt_anew()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Send("Shop", Row("1", "Hannah Quillfeather"), Row("2", "Oliver Tremlett"));
        await MatchingTests.Match(patron);
        await using (var session = await patron.Session())
        {
            // Another instant: what the program has read it holds.
            await session.Execute("""update identity_models set model = replace(model, '"all":true', '"all":false'), at = at + 1 where kind = 1""", Ct);
            await session.Commit(Ct);
        }
        Assert.Equal((2, true), await MatchingTests.Match(patron) is var anew ? (anew.Version, anew.Learnt) : default);
        Assert.Equal((2, false), await MatchingTests.Match(patron) is var again ? (again.Version, again.Learnt) : default);
    }
}
