using System.Globalization;
using Patron.Customers.ExportCustomers;
using Patron.Customers.FindCustomers;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Tests.Customers;

/// <summary>Each filter, order and page against the same said plainly over the made-up customers.</summary>
public sealed class CustomerListTests
{
    private static readonly Dictionary<string, Func<Known, bool>> Filters = new()
    {
        [""] = _ => true,
        ["kind=organisation"] = k => k.Customer.Kind == CustomerKind.Organisation,
        ["country=DE"] = k => k.Customer.Country == "DE",
        ["country=DE&country=KR"] = k => k.Customer.Country is "DE" or "KR",
        ["country=none"] = k => k.Customer.Country is null,
        ["country=GB&country=none"] = k => k.Customer.Country is null or "GB",
        ["language=ko"] = k => k.Customer.Language == "ko",
        ["acquired=magazine"] = k => k.Customer.Acquired == "magazine",
        ["since-from=2026-02-01"] = k => k.Customer.Since >= new DateOnly(2026, 2, 1),
        ["since-from=2026-01-20&since-to=2026-02-10"] = k => k.Customer.Since >= new DateOnly(2026, 1, 20) && k.Customer.Since <= new DateOnly(2026, 2, 10),
        ["email=yes"] = k => k.Customer.Email is not null,
        ["phone=no"] = k => k.Customer.Phone is null,
        ["address=yes"] = k => k.Customer.Street is not null,
        ["birthday=no"] = k => k.Customer.Birth is null,
        ["bought=yes"] = k => k.OrderCount > 0,
        ["bought=no"] = k => k.OrderCount == 0,
        ["orders-from=2"] = k => k.OrderCount >= 2,
        ["orders-from=1&orders-to=1"] = k => k.OrderCount == 1,
        ["spent-from=50"] = k => k.Spent >= 50_000_000,
        ["spent-to=20.5&bought=yes"] = k => k.Spent <= 20_500_000 && k.OrderCount > 0,
        ["last-to=90"] = k => k.LastOrder >= ListSample.Today.AddDays(-90),
        ["spent-year-from=10"] = k => k.Orders.Where(o => o.Day > ListSample.Today.AddMonths(-12)).Sum(o => o.Amount) >= 10_000_000,
        ["average-from=30"] = k => k.OrderCount > 0 && k.Spent / k.OrderCount >= 30_000_000,
        ["asof=2025-12-01&bought=yes"] = k => k.Orders.Any(o => o.Day <= new DateOnly(2025, 12, 1)),
        ["kind=person&country=GB&bought=yes"] = k => k.Customer is { Kind: CustomerKind.Person, Country: "GB" } && k.OrderCount > 0,
        ["country=%3Cscript%3E&sort=nonsense&size=7&page=-1&orders-from=x"] = _ => true,
    };

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_filter_finds_whom_plain_counting_finds(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 150);
        foreach (var (query, holds) in Filters)
        {
            var open = await Open(app, query);
            var expected = known.Where(holds).Select(k => k.Customer.Id.Value).Order().ToArray();
            var found = open.Indexes(0, open.Total).Select(i => open.IdOf(i).Value).Order().ToArray();
            Assert.True(expected.SequenceEqual(found), $"{query}: {expected.Length} expected, {found.Length} found");
            Assert.Equal(expected.Length, open.Total);
        }
        var source = app.Get<Patron.IdentityResolution.Contracts.ISources>();
        var shop = Assert.Single(await source.All(default));
        Assert.Equal(known.Count(k => k.Customer.SourceMask != 0), (await Open(app, $"source={shop.Id}")).Total);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_order_puts_missing_values_last_keeps_equals_in_place_and_its_pages_hold_everybody_once(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var known = (await ListSample.Add(app.Get<IServiceProvider>(), 130)).ToDictionary(k => k.Customer.Id);
        Dictionary<string, Func<Known, IComparable?>> keys = new()
        {
            ["orders"] = k => k.OrderCount, ["spent"] = k => k.Spent, ["last"] = k => k.LastOrder is { } d ? ListSample.Today.DayNumber - d.DayNumber : null,
            ["since"] = k => k.Customer.Since?.DayNumber, ["average"] = k => k.OrderCount == 0 ? null : k.Spent / k.OrderCount,
        };
        foreach (var (column, key) in keys)
        {
            foreach (var sign in new[] { "", "-" })
            {
                var open = await Open(app, $"sort={sign}{column}");
                var pages = Enumerable.Range(0, 6).SelectMany(p => open.Indexes(p * 25, 25)).ToArray();
                Assert.Equal(known.Count, pages.Length);
                Assert.Equal(known.Count, pages.Distinct().Count());
                var inOrder = pages.Select(i => (Key: key(known[open.IdOf(i)]), Index: i)).ToArray();
                var expected = sign == "" ? inOrder.OrderBy(p => p.Key is null).ThenBy(p => p.Key).ThenBy(p => p.Index) : inOrder.OrderBy(p => p.Key is null).ThenByDescending(p => p.Key).ThenBy(p => p.Index);
                Assert.Equal(expected.Select(p => p.Index), pages);
            }
        }
        var byName = await Open(app, "sort=name");
        var names = byName.Indexes(0, byName.Total).Select(i => known[byName.IdOf(i)].Customer.Name).ToArray();
        Assert.All(names.SkipWhile(n => n is not null), Assert.Null);
        var compare = Names.Culture(Language.English).CompareInfo;
        Assert.All(names.Zip(names.Skip(1)).Where(p => p.First is not null && p.Second is not null), p => Assert.True(compare.Compare(p.First, p.Second) <= 0));
    }

    [Theory]
    [InlineData("지수", true, false), InlineData("丽华", true, false), InlineData("Ashwroth", true, true), InlineData("@example.com", true, false), InlineData("EXT-0012", true, false), InlineData("qqqqqq", false, false)]
    public async Task The_search_finds_two_syllables_two_characters_and_forgives_one_typo(string typed, bool finds, bool forgiven)
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await ListSample.Add(app.Get<IServiceProvider>(), 100);
        var open = await Open(app, "q=" + Uri.EscapeDataString(typed));
        Assert.Equal((finds, forgiven), (open.Total > 0, open.Forgiven));
        if (!forgiven) return;
        var exactly = await Open(app, "exact=1&q=" + typed);
        Assert.Equal((0, false), (exactly.Total, exactly.Forgiven));
    }

    [Fact]
    public async Task Dropping_a_filter_tells_how_many_there_would_be()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 100);
        var open = await Open(app, "country=DE&orders-from=9");
        Assert.Equal(0, open.Total);
        Assert.Equal(known.Count(k => k.Customer.Country == "DE"), open.CountWithout(open.On.Single(o => o.Filter.Key == "orders").Filter));
        Assert.Equal(0, open.CountWithout(open.On.Single(o => o.Filter.Key == "country").Filter));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_export_holds_the_list_in_its_order_with_its_columns(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await ListSample.Add(app.Get<IServiceProvider>(), 90);
        const string Query = "country=GB&country=DE&sort=-spent&cols=orders.email.since";
        var open = await Open(app, Query);
        using var file = new StringWriter(CultureInfo.InvariantCulture);
        await app.Get<CustomerExport>().Write(file, Query, null, ListSample.English(app.Get<IServiceProvider>()), default);
        var lines = file.ToString().TrimEnd().Split("\r\n");
        Assert.Equal("id,name,latin_name,city,orders,email,since", lines[0]);
        Assert.Equal(open.Indexes(0, open.Total).Select(i => open.IdOf(i).ToString()), lines.Skip(1).Select(l => l.Split(',')[0]));
    }

    [Fact]
    public void What_a_spreadsheet_would_run_is_made_harmless_and_a_phone_number_can_be_read_again()
    {
        var line = new System.Text.StringBuilder();
        Patron.Customers.Contracts.CsvLines.Write(line, "=1+1", "+cmd|x", "@sum", "-2+3", "-12.5", "+447911123456", "a \"b\", c", null, "two\nlines");
        Assert.Equal("'=1+1,'+cmd|x,'@sum,'-2+3,-12.5,+447911123456,\"a \"\"b\"\", c\",,\"two\nlines\"\r\n", line.ToString());
    }

    private static Task<OpenList> Open(PatronServices app, string query) =>
        app.Get<CustomerList>().Open(ListAddress.Of(query), null, null, ListSample.English(app.Get<IServiceProvider>()), default);
}
