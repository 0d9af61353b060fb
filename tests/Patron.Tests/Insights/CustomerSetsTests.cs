using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Insights.FindCustomers;
using Patron.Insights.ReckonInsights;
using Patron.Kernel.Texts;

namespace Patron.Tests.Insights;

public sealed class CustomerSetsTests : IAsyncLifetime
{
    private static readonly CustomerBaseSnapshot Base = StillBase.Retail;
    private static readonly DateOnly Day = StillBase.RetailDay;

    private PatronServices? patron;

    private CustomerSets Sets => patron!.Services.GetServices<ICustomerSets>().OfType<CustomerSets>().Single();

    private BaseNumbers Numbers => patron!.Get<NumbersCache>().Of(Base, null, Day, 90);

    public async ValueTask InitializeAsync() => patron = await PatronServices.Start(Database.Sqlite);

    public ValueTask DisposeAsync() => patron!.DisposeAsync();

    [Fact]
    public void Every_count_of_the_months_is_the_size_of_its_set()
    {
        foreach (var month in Numbers.Months)
        {
            var value = $"{month.From:yyyy-MM}";
            Assert.Equal((month.Won, month.WonBack, month.Lost, month.Kept), (Count("won", value), Count("wonback", value), Count("lost", value), Count("kept", value)));
        }
        Assert.Equal(0, Count("lost", "2011-07"));
        Assert.Equal(0, Count("won", "2009-01"));
    }

    [Fact]
    public void Every_cell_is_what_its_scores_have_in_common()
    {
        for (var recency = 1; recency <= 5; recency++)
        {
            for (var spend = 1; spend <= 5; spend++)
            {
                var both = Find("recency", $"{recency}").And(Find("spend", $"{spend}"));
                Assert.Equal(Numbers.Cells.Of(RfmAxis.Recency, recency, RfmAxis.Spend, spend).Customers, both.Count());
            }
        }
    }

    [Fact]
    public void Everybody_known_is_active_lost_or_has_never_bought()
    {
        Assert.Equal(Numbers.Active, Count("status", "active"));
        Assert.Equal(Numbers.People, Count("status", "active") + Count("status", "lost") + Count("status", "never"));
        Assert.Equal(Numbers.Trust.Joined, Count("joined", "yes"));
        Assert.Equal(Numbers.People - Numbers.Trust.WithEmail, Count("without", "email"));
        Assert.Equal(Numbers.Trust.Unreachable, Count("without", "contact"));
        Assert.Equal(Numbers.Trust.Missing["country"], Count("without", "country"));
        Assert.Equal(Numbers.Late.Count, Count("late", "best"));
    }

    [Fact]
    public void The_best_bring_what_the_curve_says()
    {
        var spent = Base.Summary(Day.DayNumber).Spent;
        foreach (var percent in (int[])[1, 5, 20, 50, 99, 100])
        {
            var best = Find("best", $"{percent}");
            Assert.Equal(Numbers.Insights.Concentration.CustomersIn(percent / 100m), best.Count());
            Assert.Equal((long)Numbers.Insights.Concentration.SumOfBest(best.Count()), best.Indexes().Sum(i => spent[i]));
        }
    }

    [Fact]
    public void Between_equals_the_best_are_those_who_came_first()
    {
        var equals = StillBase.Of(Enumerable.Range(1, 10).Select(id => new CustomerRow(id, true).Lines([StillBase.Sale(1, Day, 7)])));
        Assert.Equal([0, 1, 2], Sets.Find("best", "30", equals, null, Day)!.ToIndexes());
    }

    [Theory]
    [InlineData("recency", "0"), InlineData("recency", "6"), InlineData("spend", "x"), InlineData("lost", "2011"), InlineData("lost", "2011-13"), InlineData("status", "gone")]
    [InlineData("best", "0"), InlineData("best", "101"), InlineData("without", "shoes"), InlineData("joined", "no"), InlineData("late", "all"), InlineData("nothing", "1")]
    public void What_is_no_set_is_neither_found_nor_named(string name, string value)
    {
        Assert.Null(Sets.Find(name, value, Base, null, Day));
        Assert.Null(Sets.Label(name, value, Base, null, Day, patron!.Get<Texts>().For(Language.English)));
    }

    [Fact]
    public void Every_set_has_a_label_in_every_language()
    {
        (string, string)[] sets = [("recency", "4"), ("frequency", "2"), ("spend", "5"), ("won", "2011-05"), ("wonback", "2011-05"), ("lost", "2011-05"), ("kept", "2011-05"), ("status", "never"),
            ("best", "20"), ("late", "best"), ("joined", "yes"), ("without", "birth")];
        Assert.Equal(Sets.Names, sets.Select(s => s.Item1));
        foreach (var language in Language.All)
            Assert.All(sets, s => Assert.NotNull(Sets.Label(s.Item1, s.Item2, Base, null, Day, patron!.Get<Texts>().For(language))));
        Assert.Equal(new SetLabel("Spent", "£1,423+"), Sets.Label("spend", "5", Base, null, Day, patron!.Get<Texts>().For(Language.English)));
    }

    private Bitmap Find(string name, string value) => Sets.Find(name, value, Base, null, Day)!;

    private int Count(string name, string value) => Find(name, value).Count();
}
