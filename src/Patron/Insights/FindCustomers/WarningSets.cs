using System.Globalization;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ShowChurn;
using Patron.Insights.WarnOfChurn;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>
/// Those on a list of warnings: the latest (now, or by one reason), that of a week (its Monday), or any whose days are over, by one reason (ever-late): all of them or those who then bought nothing
/// or came back (2011-05-02.silent, ever-late.back). As many as on the latest list by the plain rule (plain). And why, as columns.
/// </summary>
internal sealed class WarningSets(WarningBook book, NumbersCache cache) : ICustomerSets, IListParts
{
    public const string Name = "warning", Now = "now", Silent = "silent", Back = "back", Ever = "ever-", Plain = "plain";
    private const string Day = "yyyy-MM-dd";

    public IReadOnlyList<string> Names { get; } = [Name];

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        if (name != Name) return null;
        var (listed, outcome) = Parts(value);
        var found = new Bitmap(snapshot.Size);
        if (value == Plain) return Seen(Bitmap.Of(snapshot.Size, book.Plain(snapshot, cache.Organisation().LostAfterDays)));
        if (EverOf(listed) is { } ever) return Seen(Bitmap.Of(snapshot.Size, ChurnOutcome.LastOf(ever, book.Settled(snapshot, asOf)).Where(w => CameOut(snapshot, w.Key, w.Value, outcome)).Select(w => w.Key)));
        if (Listed(listed) is not { } list) return null;
        foreach (var warning in list)
            if (snapshot.TryIndex(warning.CustomerId.Value, out var index) && snapshot.Known.Get(index) && CameOut(snapshot, index, warning.AsOf, outcome)) found.Set(index);
        return Seen(found);

        Bitmap Seen(Bitmap all) => visibleTo is null ? all : all.And(visibleTo);
    }

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences) =>
        name != Name ? null
        : value == Now ? new(sentences["insights.set.warning"], sentences["insights.set.warning.now"])
        : value == Plain ? new(sentences["insights.set.warning"], sentences["insights.set.warning.plain"])
        : WarningWords.ReasonOf(value) is not null ? new(sentences["insights.set.warning"], sentences[$"insights.churn.reason.{value}"])
        : Parts(value) is var (told, came) && EverOf(told) is { } ever ? new(sentences["insights.set.warning"], Ended(sentences, sentences.Get("insights.set.warning.ever", new { reason = sentences[$"insights.churn.reason.{WarningWords.WordOf(ever)}"] }), came))
        : Parts(value) is var (listed, outcome) && WeekOf(listed) is { } week
            ? new(sentences["insights.set.warning"], Ended(sentences, Week(sentences, week), outcome)) : null;

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct) => ValueTask.FromResult(new ListParts([],
    [
        new("warning", Label(scope, "insights.set.warning"), 150)
        {
            Show = row => book.Latest.TryGetValue(row.Id.Value, out var warning) ? WarningWords.Why(scope.Sentences, warning) : Formats.Missing,
            Plain = row => book.Latest.TryGetValue(row.Id.Value, out var warning) ? WarningWords.Why(scope.Sentences, warning) : null,
        },
        new("at-risk", Label(scope, "insights.churn.value"), 151)
        {
            Number = true,
            Show = row => book.Latest.TryGetValue(row.Id.Value, out var warning) ? scope.Sentences.Formats.MoneyWhole(warning.Value, scope.Organisation.Currency) : Formats.Missing,
            Plain = row => book.Latest.TryGetValue(row.Id.Value, out var warning) ? Kernel.Micros.ToUnits(warning.Value).ToString("0.######", CultureInfo.InvariantCulture) : null,
        },
    ], []));

    // The list of a week holds for all of its days.
    private string Label(ListScope scope, string key) => scope.Label(scope.Sentences[key], book.Week is { } week && (scope.AsOf < week || scope.AsOf >= week.AddDays(7)) ? week : null);

    private static string Ended(Sentences sentences, string list, string? outcome) =>
        outcome is null ? list : sentences.Get("insights.set.warning.came", new { list, outcome = sentences[$"insights.churn.{outcome}"] });

    private static string Week(Sentences sentences, DateOnly week) => sentences.Get("insights.churn.week", new { day = week });

    /// <summary>What stands behind the point, where it is an outcome: what follows a point and is none leaves no list.</summary>
    private static (string Listed, string? Outcome) Parts(string value) => value.Split('.') is [var listed, Silent or Back] ? (listed, value[(listed.Length + 1)..]) : (value, null);

    private static bool CameOut(CustomerBaseSnapshot snapshot, int index, DateOnly warned, string? outcome) =>
        outcome is null || ChurnOutcome.Bought(snapshot.Purchases, index, warned.DayNumber, ChurnReckoning.OutcomeDays) is null == (outcome == Silent);

    private IEnumerable<ChurnWarning>? Listed(string value) =>
        value == Now ? book.Latest.Values
        : WarningWords.ReasonOf(value) is { } reason ? book.Latest.Values.Where(w => (w.Reasons & reason) != 0)
        : WeekOf(value) is { } week ? book.In(week).Values : null;

    private static ChurnReasons? EverOf(string value) => value.StartsWith(Ever, StringComparison.Ordinal) ? WarningWords.ReasonOf(value[Ever.Length..]) : null;

    private static DateOnly? WeekOf(string value) => DateOnly.TryParseExact(value, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
