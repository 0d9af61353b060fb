using System.Text.RegularExpressions;
using Patron.Access.Contracts;
using Patron.Analytics.Ladder;
using Patron.CustomerBase.Contracts;
using Patron.Customers;
using Patron.Customers.Contracts;
using Patron.Insights.ComputeFields;
using Patron.Insights.FindCustomers;
using Patron.Insights.KeepResults;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonLadder;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Purchases.Contracts;
using Patron.Data;

namespace Patron.Tests.Insights.People;

/// <summary>A small shop whose insights were reckoned, shared by the tests of its pages.</summary>
public sealed class ReckonedShop : IAsyncLifetime
{
    internal PatronApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await PatronApp.Start();
        var now = App.Clock.Now;
        var lines = from customer in Enumerable.Range(0, 60)
                    from order in Enumerable.Range(0, 1 + customer % 6)
                    from product in Enumerable.Range(0, 3)
                    select new IncomingLine(1, $"O{customer}-{order}", null, $"P{(customer + product * 7) % 9}", $"Thing {(customer + product * 7) % 9}", "things", 1_000_000, (10 + customer) * 1_000_000L, 0,
                        Instants.ToMicroseconds(now.AddDays(-10 - order * 40 - customer % 5)), $"C{customer}", null, null, null);
        await Take(lines.ToList());
        await App.Get<IJobs>().RunNow(ReckonInsightsJob.JobKind, "{}", null, null, default);
        await App.Get<ICustomerBase>().CatchUp(default);
    }

    public ValueTask DisposeAsync() => App?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task Take(IReadOnlyList<IncomingLine> rows)
    {
        var source = (await App.Get<Patron.IdentityResolution.Contracts.ISources>().FindOrMake("Shop", false, default)).Value!;
        var intake = App.Get<ITakesRows<IncomingLine>>().Begin(new(source, Organisation.Default, App.Clock.Now, null, false, App.Get<IdMaker>()) { Rules = IntakeRules.Default });
        await using var session = await BulkSession.Begin(App.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb>>(), App.Clock, default);
        await intake.Take(session, rows, default);
        await session.Commit(default);
    }
}

public sealed partial class PeoplePagesTests(ReckonedShop shop) : IClassFixture<ReckonedShop>
{
    private static readonly string[] Pages =
    [
        "/insights/profit", "/insights/concentration", "/insights/ladder", "/insights/bucket", "/insights/bought", "/insights/variables", "/insights/variables?by=user-status&and=usage-frequency", "/insights/variables?by=user-status&fits=3&buys=0",
        "/insights/clusters", "/insights/fields", "/insights/profit/rules", "/insights/ladder/rules", "/insights/bought/rules", "/insights/variables/classes", "/insights", "/insights/method",
        "/customers?profit-from=1&sort=-profit", "/customers?proposal=hold&cols=name,profit,proposal,buyer-group,ladder,phase,cluster", "/customers?ladder=client", "/customers?ladder-moved=up", "/customers?cluster=1", "/customers?class=user-status:3", "/customers?every=3", "/customers?ladder-move=customer.client", "/customers?best-profit=20", "/customers?year=won", "/customers?visits=4-7&asof=2026-01-15", "/customers?visits=16-",
        "/insights/lifetime?asof=2026-01-15", "/insights/variables?by=loyalty&asof=2026-01-15", "/insights/bucket?asof=2026-01-15", "/customers?cols=name,profit,ladder,cluster,alive,profit-expected&asof=2026-01-15", "/customers?profit-expected-from=1&sort=-profit-expected",
    ];

    public static IEnumerable<TheoryDataRow<string>> Languages => Language.All.Select(l => new TheoryDataRow<string>(l.Tag));

    [Theory, MemberData(nameof(Languages))]
    public async Task Every_page_and_list_says_what_it_has_in_every_language(string language)
    {
        using var browser = await shop.App.SignIn();
        browser.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        foreach (var page in Pages)
        {
            var answer = await browser.Get(page);
            Assert.True(answer.IsSuccessStatusCode, $"{page}: {answer.StatusCode}\n{string.Join('\n', shop.App.Log.Where(l => l.StartsWith("Error", StringComparison.Ordinal)).Take(1))}");
        }
    }

    [Fact]
    public async Task The_ladder_keeps_each_months_end_and_a_year_at_first()
    {
        var kept = await shop.App.Get<ResultStore>().Past<LadderMonth>(ReckonsLadder.ResultKind, 60, default);
        Assert.Equal(12, kept.Count);
        Assert.Equal(new DateOnly(2026, 2, 28), kept[0].AsOf);
        Assert.All(kept, k => Assert.Equal(60, k.Value.On.Sum()));
        Assert.Null(kept[^1].Value.Moves);
        // Nobody had bought a year ago; by now all have, and those who moved did so on the way.
        Assert.Equal(60, kept[^1].Value.On[(int)LadderStep.Prospect]);
        Assert.Equal(0, kept[0].Value.On[(int)LadderStep.Prospect]);
        Assert.Equal(kept[0].Value.On.Index().Skip(1).Sum(s => s.Item), kept.Sum(k => k.Value.Moves?[0].Skip(1).Sum() ?? 0));
    }

    [Fact]
    public async Task An_analyst_looks_but_sets_no_rules()
    {
        using var analyst = await shop.App.SignIn(Roles.Analyst);
        var page = await analyst.Page("/insights/fields");
        Assert.DoesNotContain("name=\"formula\"", page, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await analyst.Get("/insights/profit/rules")).StatusCode);
        foreach (var (address, form) in ((string, string)[])[("/insights/rfm", "limits"), ("/insights/loyal", "loyal"), ("/insights/lifetime", "lifetime"), ("/insights/clusters", "clusters")])
            Assert.NotEqual(System.Net.HttpStatusCode.OK, (await analyst.Post(address, await analyst.Token("/insights/variables"), ("_handler", form), ("days", "1, 2, 3, 4"), ("orders", "1, 2, 3, 4"), ("spent", "1, 2, 3, 4"))).StatusCode);
        Assert.DoesNotContain("/insights/ladder/rules", await analyst.Page("/insights/ladder"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_computed_field_is_made_refused_with_its_place_listed_and_undone()
    {
        using var browser = await shop.App.SignIn();
        var refused = await browser.Submit("/insights/fields", "field", ("name", "worth"), ("formula", "spent / order"));
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("At character 9: there is no field", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, (await browser.Submit("/insights/fields", "field", ("name", "OR"), ("formula", "orders"))).StatusCode);
        // Each asks twice for the one before: ten of them would look a thousand values up for each customer.
        var fields = shop.App.Get<KeepFields>();
        var chain = Enumerable.Range(0, 12).Select(n => $"chain{n}").ToArray();
        var stood = new List<string>();
        foreach (var (n, name) in chain.Index())
        {
            var saved = await fields.Save(null, name, n == 0 ? "orders" : $"{chain[n - 1]} + {chain[n - 1]}", null, default);
            if (saved.Refusal is null) stood.Add(name);
        }
        Assert.Equal(chain[..9], stood);
        // A field may ask for one that was made after it, but not for one that asks for it.
        Assert.IsType<FieldCircle>((await fields.Save("chain3", "chain3", "chain8 + 1", null, default)).Refusal);
        Assert.IsType<FieldCircle>((await fields.Save("chain3", "chain3", "chain3 + 1", null, default)).Refusal);
        Assert.Null((await fields.Save("chain8", "chain8", "1", null, default)).Refusal);
        Assert.Null((await fields.Save(null, "later", "2", null, default)).Refusal);
        Assert.Null((await fields.Save("chain8", "chain8", "later + 1", null, default)).Refusal);
        stood.Insert(8, "later");
        foreach (var name in stood.AsEnumerable().Reverse()) Assert.Null((await fields.Remove(name, null, default)).Refusal);

        var made = await browser.Submit("/insights/fields", "field", ("name", "often"), ("formula", "if(orders >= 4, \"often\", \"seldom\")"));
        Assert.Contains("data-undo", await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var list = await browser.Page("/customers?field-often=often&cols=name,field-often");
        Assert.Contains("often", list, StringComparison.Ordinal);
        // Customers 3, 4 and 5 of each six have four orders or more.
        Assert.Contains("30", list, StringComparison.Ordinal);
        var taken = await browser.Submit("/insights/fields", "field", ("name", "orders"), ("formula", "1"));
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, taken.StatusCode);
        var kept = shop.App.Get<RuleBook>().Read(FieldSetting.Key, FieldSetting.Usual).Fields;
        Assert.Equal((true, false), (kept.Any(f => f.Name == "often"), kept.Any(f => f.Name == "orders")));
    }

    /// <summary>A number, a day by the days since it, yes or no, a choice and a text; nobody else has any of them.</summary>
    [Fact]
    public async Task The_organisations_own_fields_can_be_reckoned_with()
    {
        var (bases, keep, computed) = (shop.App.Get<ICustomerBase>(), shop.App.Get<KeepFields>(), shop.App.Get<ComputedFields>());
        var ids = bases.Current.Ids[..3].ToArray();
        await using (var session = await BulkSession.Begin(shop.App.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb>>(), shop.App.Clock, default))
        {
            foreach (var (key, type) in new[] { ("shoe size", CustomFieldType.Number), ("wedding", CustomFieldType.Day), ("vip", CustomFieldType.YesNo), ("hobby", CustomFieldType.Text), ("team", CustomFieldType.Choice) })
                session.Db.CustomFields.Add(new() { Key = key, Label = key, Type = type, InUse = true });
            await session.Db.SaveChangesAsync();
            foreach (var (who, json) in new[] { (ids[0], "{\"shoe size\":\"44\",\"vip\":\"true\",\"team\":\"Reds\"}"), (ids[1], "{\"shoe size\":\"42.5\",\"wedding\":\"2020-05-01\",\"vip\":\"false\",\"hobby\":\"Fly fishing\"}") })
                await session.Execute("update customers set custom = @json where id = @id", default, ("@json", json), ("@id", who));
            session.Tell(Topics.Everything);
            await session.Commit(default);
        }
        shop.App.Clock.Advance(TimeSpan.FromSeconds(5));
        await bases.CatchUp(default);
        var (snapshot, today) = (bases.Current, new DateOnly(2026, 3, 2));
        var wedding = (double)(today.DayNumber - new DateOnly(2020, 5, 1).DayNumber);
        foreach (var (name, formula, expected) in new (string, string, object?[])[]
        {
            ("double", "own_shoe_size * 2", [88d, 85d, null]), ("wed", "own_wedding", [null, wedding, null]), ("word", "if(own_vip, own_team, own_hobby)", ["Reds", "Fly fishing", null]),
        })
        {
            Assert.Null((await keep.Save(null, name, formula, null, default)).Refusal);
            var of = computed.Over(computed.All().Single(f => f.Field.Name == name), snapshot, today);
            Assert.Equal(expected, ids.Select(id => snapshot.TryIndex(id, out var index) ? of(index) : default).Select(v => v.IsMissing ? null : v.Text ?? (object)v.Number));
        }
        Assert.IsType<FieldNameTaken>((await keep.Save(null, "own_team", "1", null, default)).Refusal);
        Assert.IsType<FormulaWrong>((await keep.Save(null, "wrong", "own_team + 1", null, default)).Refusal);
        using var browser = await shop.App.SignIn();
        Assert.Contains("own_vip", await browser.Page("/insights/fields"), StringComparison.Ordinal);
        foreach (var name in (string[])["double", "wed", "word"]) Assert.Null((await keep.Remove(name, null, default)).Refusal);
    }

    [Fact]
    public async Task A_computed_field_sorts_the_list_is_a_variable_and_makes_clusters()
    {
        using var browser = await shop.App.SignIn();
        await browser.Submit("/insights/fields", "field", ("name", "per_order"), ("formula", "spent / orders"));
        var fields = shop.App.Get<ComputedFields>();
        var (snapshot, field) = (shop.App.Get<ICustomerBase>().Current, fields.All().Single(f => f.Field.Name == "per_order"));
        var of = fields.Over(field, snapshot, DateOnly.FromDateTime(shop.App.Clock.Now.Date));
        // Customer 59 pays 69 for each of three lines, the most of all; the first pays the least.
        var best = snapshot.Known.Indexes().MaxBy(i => of(i).Number);
        var list = await browser.Page("/customers?cols=name,field-per_order&sort=-field-per_order");
        Assert.Equal(new CustomerId(snapshot.Ids[best]).ToString(), FirstCustomer().Match(list).Value);
        Assert.Contains("207", list, StringComparison.Ordinal);
        Assert.Contains("per_order", await browser.Page("/insights/variables?by=field-per_order"), StringComparison.Ordinal);

        var members = Patron.Insights.ReckonInsights.BaseNumbers.Members(snapshot, null);
        var setting = new Patron.Insights.ReckonClusters.ClusterSetting(3, ["per_order"]);
        var found = Patron.Insights.ReckonClusters.ReckonsClusters.Found(snapshot, members, DateOnly.FromDateTime(shop.App.Clock.Now.Date).DayNumber, setting, [of])!;
        Assert.Equal((60, 6), (found.Sizes.Sum(), found.Centres[0].Length));
        Assert.False(fields.AsksForCluster(field));
    }

    [Fact]
    public async Task Own_limits_of_the_scores_are_refused_with_their_place_followed_and_taken_back()
    {
        using var browser = await shop.App.SignIn();
        (string, string)[] Limits(string days) => [("days", days), ("orders", "2, 3, 5, 10"), ("spent", "50, 200, 500, 1000")];
        foreach (var unfit in (string[])["30, 60, 90", "60, 30, 90, 180", "30, 60, 90, soon", "-1, 60, 90, 180", "30, 60, 90, 99999999999"])
            Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, (await browser.Submit("/insights/rfm", "limits", Limits(unfit))).StatusCode);
        var numbers = shop.App.Get<Patron.Insights.ReckonInsights.NumbersCache>();
        Assert.Null(numbers.Limits());

        var first = await (await browser.Submit("/insights/rfm", "limits", Limits("30, 60, 90, 180"))).Content.ReadAsStringAsync();
        Assert.Equal([30, 60, 90, 180], numbers.Limits()!.Days);
        Assert.Contains("value=\"30, 60, 90, 180\"", first, StringComparison.Ordinal);
        var second = await (await browser.Submit("/insights/rfm", "limits", Limits("10, 60, 90, 180"))).Content.ReadAsStringAsync();
        await browser.Post(Undo().Match(first).Groups[1].Value, await browser.Token("/insights/rfm"));
        Assert.Equal([10, 60, 90, 180], numbers.Limits()!.Days);
        await browser.Post(Undo().Match(second).Groups[1].Value, await browser.Token("/insights/rfm"));
        Assert.Equal([30, 60, 90, 180], numbers.Limits()!.Days);
        await browser.Post(Undo().Match(first).Groups[1].Value, await browser.Token("/insights/rfm"));
        Assert.Null(numbers.Limits());
    }

    [Fact]
    public void Behind_each_picture_stand_as_many_customers_as_it_counts()
    {
        var (snapshot, day) = (shop.App.Get<ICustomerBase>().Current, DateOnly.FromDateTime(shop.App.Clock.Now.Date));
        var sets = shop.App.Get<IEnumerable<ICustomerSets>>().OfType<PictureSets>().Single();
        int Count(string name, string value) => sets.Find(name, value, snapshot, null, day)!.Count();

        var steps = Enum.GetValues<LadderStep>();
        Assert.Equal(60, steps.Sum(from => steps.Sum(to => Count(PictureSets.Move, PictureSets.MoveOf(from, to)))));
        Assert.Equal(snapshot.Known.Indexes().Count(i => snapshot[LadderColumns.Before][i] == (long)LadderStep.Customer && snapshot[LadderColumns.Step][i] == (long)LadderStep.Client), Count(PictureSets.Move, "customer.client"));
        Assert.Equal((12, 60), (Count(PictureSets.BestProfit, "20"), Count(PictureSets.BestProfit, "100")));
        var best = sets.Find(PictureSets.BestProfit, "20", snapshot, null, day)!;
        var profit = snapshot[Patron.Insights.ReckonProfit.ProfitColumns.Profit];
        Assert.True(best.Indexes().Min(i => profit[i]) >= snapshot.Known.Indexes().Where(i => !best.Get(i)).Max(i => profit[i]));
        Assert.Equal((60, 0), (Count(PictureSets.Year, PictureSets.Won), Count(PictureSets.Year, PictureSets.Kept)));
        Assert.Equal(0, sets.Find(PictureSets.Year, PictureSets.Won, snapshot, null, day.AddYears(1))!.Count());
        var visits = shop.App.Get<Patron.Insights.ShowLoyal.LoyalBook>().Of(snapshot, null, day).Visits;
        Assert.NotEmpty(visits);
        Assert.All(visits, v => Assert.Equal(v.Buyers, Count(PictureSets.Visits, PictureSets.VisitsOf(v.From, v.To))));
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[(PictureSets.Move, "client"), (PictureSets.Move, "client.nobody"), (PictureSets.BestProfit, "0"), (PictureSets.BestProfit, "101"), (PictureSets.Year, "lost"), (PictureSets.Visits, "0-3"), (PictureSets.Visits, "5-3"), (PictureSets.Visits, "many"), ("other", "1")])
        {
            Assert.Null(sets.Find(name, value, snapshot, null, day));
            Assert.Null(sets.Label(name, value, snapshot, null, day, shop.App.Get<Texts>().For(Language.English)));
        }
    }

    [Fact]
    public async Task Every_count_of_a_past_month_of_the_ladder_leads_to_as_many_customers()
    {
        var (snapshot, day, sets) = (shop.App.Get<ICustomerBase>().Current, DateOnly.FromDateTime(shop.App.Clock.Now.Date), shop.App.Get<IEnumerable<ICustomerSets>>().OfType<LadderSets>().Single());
        int? Count(DateOnly month, string what) => sets.Find(LadderSets.Name, LadderSets.ValueOf(month, what), snapshot, null, day)?.Count();

        foreach (var kept in await shop.App.Get<ResultStore>().Past<LadderMonth>(ReckonsLadder.ResultKind, 12, default))
        {
            foreach (var step in Enum.GetValues<LadderStep>()) Assert.Equal(kept.Value.On[(int)step], Count(kept.AsOf, step.ToString().ToLowerInvariant()));
            long? Moved(Func<int, int, bool> which) => kept.Value.Moves?.Index().Sum(from => from.Item.Index().Sum(to => which(from.Index, to.Index) ? to.Item : 0));
            Assert.Equal(Moved((from, to) => to > from), Count(kept.AsOf, LadderSets.Up));
            Assert.Equal(Moved((from, to) => to < from), Count(kept.AsOf, LadderSets.Down));
        }
        Assert.Null(sets.Find(LadderSets.Name, "2024-01.client", snapshot, null, day));
        Assert.Null(sets.Find(LadderSets.Name, "2026-02.nobody", snapshot, null, day));

        using var browser = await shop.App.SignIn();
        var page = await browser.Page("/insights/ladder");
        Assert.Contains("ladder-then=2026-02.up", page, StringComparison.Ordinal);
        Assert.Contains("At the end of February 2026", await browser.Page("/customers?ladder-then=2026-02.up"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_reckoned_for_one_day_says_so_where_the_list_is_of_another()
    {
        using var browser = await shop.App.SignIn();
        Assert.Contains("Profit of the year, 2 Mar", await browser.Page("/customers?cols=name,profit&asof=2026-01-15"), StringComparison.Ordinal);
        Assert.DoesNotContain("Profit of the year, 2 Mar", await browser.Page("/customers?cols=name,profit"), StringComparison.Ordinal);
        Assert.Contains("one day only", await browser.Page("/insights/profit?asof=2026-01-15"), StringComparison.Ordinal);
        Assert.DoesNotContain("one day only", await browser.Page("/insights/profit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customers_page_shows_profit_step_and_likely_products_with_their_reasons()
    {
        using var browser = await shop.App.SignIn();
        var snapshot = shop.App.Get<ICustomerBase>().Current;
        var customer = new CustomerId(snapshot.Ids[snapshot.Known.Indexes().First()]);
        var page = await browser.Page($"/customers/{customer}");
        Assert.Contains("What the customer earns us", page, StringComparison.Ordinal);
        Assert.Contains("Partnership sheet", page, StringComparison.Ordinal);
        Assert.Contains("customers who bought", page, StringComparison.Ordinal);
        Assert.Contains(">Step<", await browser.Page($"/customers/{customer}?asof=2026-01-15"), StringComparison.Ordinal);
    }

    [GeneratedRegex("(/deeds/[0-9a-z_]+/undo)")]
    private static partial Regex Undo();

    [GeneratedRegex("cus_[0-9a-z]{13}")]
    private static partial Regex FirstCustomer();
}
