using System.Net;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Insights.ReckonInsights;
using Patron.Kernel;
using Patron.Tests.Imports;

namespace Patron.Tests.Settings;

public sealed class SettingsTests
{
    private static readonly (string Name, string Value)[] Mill =
        [("name", "Mill"), ("currency", "GBP"), ("timezone", "Europe/London"), ("country", "GB"), ("lost", "90"), ("older", "45")];

    [Fact]
    public async Task How_long_files_of_imports_are_kept_is_set_beside_the_rest()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        Assert.Contains("value=\"30\"", await browser.Page("/settings"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit("/settings", "organisation", [.. Mill, ("kept", "0")])).StatusCode);
        await browser.Submit("/settings", "organisation", [.. Mill, ("kept", "7")]);

        await using var db = await app.Db();
        Assert.Equal(7, (await db.Read<KeptTime>(KeptTime.Key, default))!.Days);
        Assert.Contains("imports_kept_days", await browser.Page("/settings/audit"), StringComparison.Ordinal);
    }

    [Theory, InlineData("https://crm.example.com/", "https://crm.example.com"), InlineData(" https://example.com/crm ", "https://example.com/crm"), InlineData("http://localhost:5080", "http://localhost:5080")]
    public async Task The_address_that_links_in_messages_begin_with_is_set_and_taken_away(string typed, string kept)
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();

        await browser.Submit("/settings", "organisation", [.. Mill, ("address", typed)]);
        await using var db = await app.Db();
        Assert.Equal(kept, (await db.Read<PublicAddress>(SettingsKeys.PublicAddress, default))?.Url);
        Assert.Contains($"value=\"{kept}\"", await browser.Page("/settings"), StringComparison.Ordinal);

        await browser.Submit("/settings", "organisation", [.. Mill, ("address", "")]);
        Assert.Null(await db.Read<PublicAddress>(SettingsKeys.PublicAddress, default));
    }

    [Fact]
    public async Task An_analyst_is_refused()
    {
        await using var app = await PatronApp.Start();
        var analyst = await app.SignIn(Roles.Analyst, followRedirects: false);

        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Get("/settings")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Post("/settings", await analyst.Token("/account"), [("_handler", "organisation"), .. Mill])).StatusCode);
        Assert.DoesNotContain("href=\"/settings\"", await analyst.Page("/account"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", " "), InlineData("currency", "XXX"), InlineData("timezone", "Mars/Olympus"), InlineData("country", "ZZZ")]
    [InlineData("lost", "0"), InlineData("lost", "1001"), InlineData("lost", "ninety"), InlineData("older", "17"), InlineData("older", "91")]
    [InlineData("address", "crm.example.com"), InlineData("address", "http://crm.example.com"), InlineData("address", "https://user@crm.example.com"), InlineData("address", "https://crm.example.com/?a=1")]
    public async Task What_does_not_fit_is_said_at_its_field_and_nothing_changes(string field, string value)
    {
        await using var app = await PatronApp.Start();
        var browser = await app.SignIn();

        var answer = await browser.Submit("/settings", "organisation", With((field, value)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains($"id=\"{field}-problem\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var db = await app.Db();
        Assert.Equal(Organisation.Default, await db.Organisation(default));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_change_is_saved_with_its_change_set(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var browser = await app.SignIn();

        var page = await (await browser.Submit("/settings", "organisation", With(("lost", "1000"), ("older", "18"), ("country", "KR")))).Content.ReadAsStringAsync();

        Assert.Contains("Saved.", page, StringComparison.Ordinal);
        await using var db = await app.Db();
        Assert.Equal(new Organisation("Mill", "GBP", "Europe/London", 1000, 18, "KR"), await db.Organisation(default));
        var set = await db.Set<ChangeSet>().SingleAsync(s => s.Kind == "organisation.change");
        Assert.NotNull(set.By);
        Assert.Equal("name,country,lost_after_days,older_from", (await db.Set<ChangeRow>().SingleAsync(r => r.ChangeSetId == set.Id)).Fields);

        await browser.Submit("/settings", "organisation", With(("lost", "1000"), ("older", "18"), ("country", "KR")));
        Assert.Equal(1, await db.Set<ChangeSet>().CountAsync(s => s.Kind == "organisation.change"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Revenue_and_days_follow_the_currency_and_the_time_zone(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var file = Path.Combine(app.Get<DataLocation>().Directory, "lines.csv");
        await File.WriteAllTextAsync(file, "InvoiceNo,StockCode,Quantity,UnitPrice,InvoiceDate,CustomerID,Currency\nA1,P1,2,3.50,2011-01-05 23:30:00,1,GBP\nA2,P1,1,1000,2011-01-04 10:00:00,1,KRW\n", TestContext.Current.CancellationToken);
        Assert.Null((await app.Get<IImportFiles>().Run(new(file, "order-lines", "Shop"), null, default)).Refusal);
        var browser = await app.SignIn();
        Assert.Equal((7_000_000, new DateOnly(2011, 1, 5)), await Now(app));

        await browser.Submit("/settings", "organisation", With(("timezone", "Asia/Seoul")));
        Assert.Equal((7_000_000, new DateOnly(2011, 1, 6)), await Now(app));

        await browser.Submit("/settings", "organisation", With(("currency", "KRW")));
        Assert.Equal((1_000_000_000, new DateOnly(2011, 1, 4)), await Now(app));
    }

    [Fact]
    public async Task A_source_is_changed_and_its_refusals_stand_at_their_fields()
    {
        await using var app = await PatronApp.Start();
        var sources = app.Get<ISources>();
        var shop = (await sources.FindOrMake("Shop", false, default)).Value!;
        await sources.FindOrMake("Cards", false, default);
        var browser = await app.SignIn();
        (string, string)[] fields = [("name", "Shop"), ("letter", "SH"), ("prefix", "C"), ("currency", "EUR"), ("timezone", "Europe/Berlin"), ("country", "")];

        var taken = await browser.Submit($"/settings/sources/{shop.Id}", "source", [("name", "cards"), .. fields[1..]]);
        Assert.Contains("id=\"name-problem\"", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Saved.", await (await browser.Submit($"/settings/sources/{shop.Id}", "source", fields)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(shop with { Letter = "SH", CancellationPrefix = "C", Currency = "EUR", TimeZone = "Europe/Berlin" }, await sources.Find("Shop", default));
        await using var db = await app.Db();
        Assert.Equal("letter,cancellation_prefix,currency,time_zone", (await db.Set<ChangeRow>().SingleAsync(r => r.Entity == "identity_sources")).Fields);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/settings/sources/src_0000000000000")).StatusCode);
    }

    private static (string, string)[] With(params (string Name, string Value)[] changes) =>
        [.. Mill.Append((Name: "address", Value: "")).Select(f => (f.Name, changes.FirstOrDefault(c => c.Name == f.Name).Value ?? f.Value))];

    private static async Task<(long Revenue, DateOnly? LastDay)> Now(PatronApp app)
    {
        var customerBase = app.Get<ICustomerBase>();
        await customerBase.CatchUp(default);
        var last = PurchaseDays.Last(customerBase.Current);
        return (ReckonInsights.Of(customerBase.Current, null, last!.Value).Revenue, last);
    }
}
