using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Data;
using Patron.Insights.FitLifetimes;
using Patron.Insights.ReckonInsights;

namespace Patron.Insights.ShowLoyal;

/// <summary>The rule in force and its numbers, kept as long as the state of the base.</summary>
internal sealed class LoyalBook(NumbersCache cache, LifetimeColumns lifetimes, IDbContextFactory<PatronDb> contexts)
{
    private sealed record Question(Bitmap? VisibleTo, DateOnly AsOf, LoyalRule Rule, LifetimeBook? Book);

    public LoyalRule Rule()
    {
        using var db = contexts.CreateDbContext();
        return db.Set<SettingRow>().AsNoTracking().Where(s => s.Key == LoyalRule.Key).Select(s => s.Value).FirstOrDefault() is { } json ? JsonSerializer.Deserialize<LoyalRule>(json)! : LoyalRule.Default;
    }

    public LoyalNumbers Of(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        var (rule, book) = (Rule(), lifetimes.Book);
        return cache.Of(snapshot, new Question(visibleTo, asOf, rule, book), () => LoyalNumbers.Of(snapshot, BaseNumbers.Members(snapshot, visibleTo), asOf, rule, book));
    }
}
