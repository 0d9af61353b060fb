using System.Globalization;
using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.Analytics.Retention;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Insights.ReckonInsights;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Insights;

/// <summary>What the pages and panels of one request share: the day reckoned for, one state of the base, its numbers, addresses that keep the chosen day.</summary>
internal sealed class InsightsView
{
    public const string DayParameter = "asof";

    // Beyond these years the calendar ends or nobody has data.
    private static readonly (int Least, int Most) Years = (1900, 2200);

    private readonly Lazy<BaseNumbers> numbers;
    private readonly Lazy<Bitmap> members;
    private readonly Lazy<Bitmap?> visible;

    public InsightsView(IHttpContextAccessor http, ICustomerBase customerBase, IReckoningDay day, NumbersCache cache, IVisibility visibility, ICurrentUser who)
    {
        // The day first: it brings the base up to what it was reckoned from.
        var usual = day.AsOf;
        Snapshot = customerBase.Current;
        var asked = http.HttpContext?.Request.Query[DayParameter].ToString();
        (AsOf, IsChosen) = ReadDay(asked) is { } chosen ? (chosen, chosen != usual) : (usual, false);
        UnreadDay = string.IsNullOrEmpty(asked) || ReadDay(asked) is not null ? null : asked;
        Organisation = cache.Organisation();
        visible = new(() => visibility.Set(Snapshot, who.Id));
        members = new(() => BaseNumbers.Members(Snapshot, Visible));
        numbers = new(() => cache.Of(Snapshot, Visible, AsOf, Organisation.LostAfterDays));
    }

    public DateOnly AsOf { get; }

    /// <summary>Another day than the usual one.</summary>
    public bool IsChosen { get; }

    /// <summary>What was asked for as a day and is none.</summary>
    public string? UnreadDay { get; }

    public Organisation Organisation { get; }

    public string Currency => Organisation.Currency;

    public CustomerBaseSnapshot Snapshot { get; }

    public BaseNumbers Numbers => numbers.Value;

    /// <summary>Whom the reader may see; null: all.</summary>
    public Bitmap? Visible => visible.Value;

    /// <summary>The known customers whom the reader may see.</summary>
    public Bitmap Members => members.Value;

    /// <summary>There is nobody in the base, neither known nor anonymous.</summary>
    public bool IsEmpty => Snapshot.Present.Count() == 0;

    /// <summary>The list of customers under a query string, as of the same day.</summary>
    public string Customers(string query) => Keep(Urls.CustomersWith(query));

    /// <summary>Those who were won, won back, lost or kept in a month.</summary>
    public string Moved(string set, BucketMonth month) => Customers(string.Create(CultureInfo.InvariantCulture, $"{set}={month.From:yyyy-MM}"));

    /// <summary>Where the number is explained.</summary>
    public string How(string number) => Keep(InsightsUrls.Method) + "#" + number;

    /// <summary>An address with the chosen day, so that one does not fall back to the usual one on the way.</summary>
    public string Keep(string url) => IsChosen ? $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{DayParameter}={AsOf:yyyy-MM-dd}" : url;

    public static DateOnly? ReadDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= Years.Least && day.Year <= Years.Most ? day : null;
}

internal static class InsightsUrls
{
    public const string Index = "/insights";
    public const string Rfm = "/insights/rfm";
    public const string Method = "/insights/method";
    public const string Concentration = "/insights/concentration";
    public const string Lifetime = "/insights/lifetime";
    public const string Churn = "/insights/churn";
    public const string Cohorts = "/insights/cohorts";
    public const string Loyal = "/insights/loyal";
    public const string Reckon = "/insights/reckon";
    public const string Bucket = "/insights/bucket";
    public const string Ladder = "/insights/ladder";
    public const string LadderRules = "/insights/ladder/rules";
    public const string Bought = "/insights/bought";
    public const string BoughtRules = "/insights/bought/rules";
    public const string Variables = "/insights/variables";
    public const string Classes = "/insights/variables/classes";
    public const string Clusters = "/insights/clusters";
    public const string Fields = "/insights/fields";
    public const string Profit = "/insights/profit";
    public const string ProfitRules = "/insights/profit/rules";
}
