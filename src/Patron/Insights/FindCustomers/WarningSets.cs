using System.Globalization;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Insights.ShowChurn;
using Patron.Insights.WarnOfChurn;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>
/// Those on a list of warnings: the latest (now, or by one reason) or that of a week (its Monday), all of them or those who then bought nothing or came back (2011-05-02.silent, 2011-05-02.back); and why,
/// as columns.
/// </summary>
internal sealed class WarningSets(WarningBook book) : ICustomerSets, IListParts
{
    public const string Name = "warning", Now = "now", Silent = "silent", Back = "back";
    private const string Day = "yyyy-MM-dd";

    public IReadOnlyList<string> Names { get; } = [Name];

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        if (name != Name) return null;
        var (listed, outcome) = Parts(value);
        if (Listed(listed) is not { } list) return null;
        var found = new Bitmap(snapshot.Size);
        foreach (var warning in list)
            if (snapshot.TryIndex(warning.CustomerId.Value, out var index) && snapshot.Known.Get(index) && CameOut(snapshot, index, warning, outcome)) found.Set(index);
        return visibleTo is null ? found : found.And(visibleTo);
    }

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences) =>
        name != Name ? null
        : value == Now ? new(sentences["insights.set.warning"], sentences["insights.set.warning.now"])
        : WarningWords.ReasonOf(value) is not null ? new(sentences["insights.set.warning"], sentences[$"insights.churn.reason.{value}"])
        : Parts(value) is var (listed, outcome) && WeekOf(listed) is { } week
            ? new(sentences["insights.set.warning"], outcome is null ? Week(sentences, week) : sentences.Get("insights.set.warning.came", new { week = Week(sentences, week), outcome = sentences[$"insights.churn.{outcome}"] })) : null;

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

    private static string Week(Sentences sentences, DateOnly week) => sentences.Get("insights.churn.week", new { day = week });

    /// <summary>What stands behind the point, where it is an outcome: what follows a point and is none leaves no list.</summary>
    private static (string Listed, string? Outcome) Parts(string value) => value.Split('.') is [var listed, Silent or Back] ? (listed, value[(listed.Length + 1)..]) : (value, null);

    private static bool CameOut(CustomerBaseSnapshot snapshot, int index, ChurnWarning warning, string? outcome) =>
        outcome is null || ChurnOutcome.Bought(snapshot.Purchases, index, warning.AsOf.DayNumber, ChurnReckoning.OutcomeDays) is null == (outcome == Silent);

    private IEnumerable<ChurnWarning>? Listed(string value) =>
        value == Now ? book.Latest.Values
        : WarningWords.ReasonOf(value) is { } reason ? book.Latest.Values.Where(w => (w.Reasons & reason) != 0)
        : WeekOf(value) is { } week ? book.In(week).Values : null;

    private static DateOnly? WeekOf(string value) => DateOnly.TryParseExact(value, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
