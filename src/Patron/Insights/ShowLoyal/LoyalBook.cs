using Patron.Analytics.Base;
using Patron.Insights.FitLifetimes;
using Patron.Insights.Frame;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ReckonProfit;

namespace Patron.Insights.ShowLoyal;

/// <summary>The rule in force and its numbers, kept as long as the state of the base.</summary>
internal sealed class LoyalBook(NumbersCache cache, LifetimeColumns lifetimes, ProductBook products, RuleBook rules)
{
    private sealed record Question(Bitmap? VisibleTo, DateOnly AsOf, LoyalRule Rule, LifetimeBook? Book, ProductTable? Products);

    public LoyalRule Rule() => rules.Read(LoyalRule.Key, LoyalRule.Default);

    public DoctorVerdict Examine(CustomerBaseSnapshot snapshot, int[] buyers, DateOnly? firstSale, DateOnly asOf) => LoyalDoctor.Examine(snapshot, buyers, Rule(), lifetimes.Book, firstSale, asOf);

    /// <summary>Categories of what is sold.</summary>
    public IReadOnlyList<string> Categories() => products.Now().Categories;

    public LoyalNumbers Of(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        var (rule, book) = (Rule(), lifetimes.Book);
        var table = rule.AsksForCategory ? products.Now() : null;
        Func<int, bool>? ofCategory = table is null ? null : product => table[product]?.Category == rule.Category;
        return cache.Of(snapshot, new Question(visibleTo, asOf, rule, book, table), () => LoyalNumbers.Of(snapshot, BaseNumbers.Members(snapshot, visibleTo), asOf, rule, book, ofCategory));
    }
}
