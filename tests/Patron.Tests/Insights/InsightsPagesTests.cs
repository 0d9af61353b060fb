using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Tests.Insights;

/// <summary>A base that shows one state or another, so that one server does for all of them.</summary>
internal sealed class ShownBase : ICustomerBase, IReckoningDay
{
    private StillBase still = Made("empty");

    public CustomerBaseSnapshot Current => still.Current;
    public long Position => 1;
    public BaseCodes Codes => still.Codes;
    public DateOnly AsOf => still.AsOf;
    public Task CatchUp(CancellationToken ct) => Task.CompletedTask;

    public void Show(string size) => still = Made(size);

    private static StillBase Made(string size)
    {
        var day = StillBase.RetailDay;
        return new(size switch
        {
            "retail" => StillBase.Retail,
            "silent" => StillBase.Of(new CustomerRow(1, true), new CustomerRow(2, true)),
            "one" => StillBase.Of(new CustomerRow(1, true).Lines([StillBase.Sale(1, day, 5)])),
            "free" => StillBase.Of(new CustomerRow(1, true).Lines([StillBase.Sale(1, day.AddDays(-400), 0)]), new CustomerRow(2, false).Lines([StillBase.Sale(1, day, 0)])),
            _ => StillBase.Of(),
        }, day);
    }
}

public sealed class ShownPages : IAsyncLifetime
{
    internal ShownBase Base { get; } = new();
    internal PatronApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await PatronApp.Start(more: services => services
        .AddSingleton<ICustomerBase>(Base).AddSingleton<IReckoningDay>(Base)
        // What the frame says of other rooms is theirs to test.
        .RemoveAll<NavigationItem>());

    public ValueTask DisposeAsync() => App?.DisposeAsync() ?? ValueTask.CompletedTask;
}

public sealed class InsightsPagesTests(ShownPages shown) : IClassFixture<ShownPages>
{
    private static readonly string[] Pages = ["/", "/?heat=frequency", "/?asof=2011-04-15", "/insights", "/insights/rfm", "/insights/rfm?sort=customers", "/insights/lifetime", "/insights/churn", "/insights/loyal", "/insights/cohorts", "/insights/cohorts?show=revenue&asof=2011-04-15", "/insights/method"];

    public static IEnumerable<TheoryDataRow<string, string>> Bases =>
        [.. Language.All.Select(l => new TheoryDataRow<string, string>(l.Tag, "retail")), .. ((string[])["empty", "silent", "one", "free"]).Select(size => new TheoryDataRow<string, string>("en", size))];

    [Theory, MemberData(nameof(Bases))]
    public async Task Every_page_says_what_it_has_in_every_language(string language, string size)
    {
        shown.Base.Show(size);
        using var browser = await shown.App.SignIn();
        browser.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        foreach (var page in Pages)
        {
            var answer = await browser.Get(page);
            Assert.True(answer.IsSuccessStatusCode, $"{page}: {answer.StatusCode}\n{string.Join('\n', shown.App.Log.Where(l => l.StartsWith("Error", StringComparison.Ordinal)).Take(1))}");
        }
    }

    [Fact]
    public async Task Home_shows_the_numbers_of_the_base_with_their_day_and_leads_to_the_customers()
    {
        shown.Base.Show("retail");
        using var browser = await shown.App.SignIn(Roles.Analyst);
        var home = await browser.Page("/");
        Assert.Contains("<b>2,960 of ", home, StringComparison.Ordinal);
        Assert.Contains("Revenue to 30 Jun 2011", home, StringComparison.Ordinal);
        Assert.Contains("/customers?recency=5&amp;spend=5", home, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/settings\"", home, StringComparison.Ordinal);
        Assert.Contains("/customers?lost=2011-04&amp;asof=2011-04-15", await browser.Page("/?asof=2011-04-15"), StringComparison.Ordinal);
        Assert.Contains("is no day", await browser.Page("/?asof=yesterday"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_base_offers_a_beginning_to_who_may_take_it()
    {
        shown.Base.Show("empty");
        using var administrator = await shown.App.SignIn();
        using var analyst = await shown.App.SignIn(Roles.Analyst);
        Assert.Contains("/data/imports/new", await administrator.Page("/"), StringComparison.Ordinal);
        var home = await analyst.Page("/");
        Assert.Contains("class=\"nothing\"", home, StringComparison.Ordinal);
        Assert.DoesNotContain("/data/imports/new", home, StringComparison.Ordinal);
    }
}
