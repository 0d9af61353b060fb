using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.Analytics.Profitability;
using Patron.CustomerBase.Contracts;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ReckonLadder;
using Patron.Insights.ReckonProfit;
using Patron.Insights.ShowLoyal;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>
/// The customers behind a cell of the ladder's moves (ladder-move=client.supporter), behind a share of the best by profit (best-profit=20), won and kept in the year (year=won), and those who
/// bought on so many days of the window of the loyal (visits=4-7, visits=16-).
/// </summary>
internal sealed class PictureSets(LoyalBook loyal) : ICustomerSets
{
    public const string Move = "ladder-move", BestProfit = "best-profit", Year = "year", Visits = "visits", Won = "won", Kept = "kept";

    public IReadOnlyList<string> Names { get; } = [Move, BestProfit, Year, Visits];

    public static string MoveOf(LadderStep from, LadderStep to) => $"{Word(from)}.{Word(to)}";

    public static string VisitsOf(int from, int? to) => string.Create(CultureInfo.InvariantCulture, $"{from}-{to}");

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) => Members(name, value, snapshot, asOf) is { } chosen
        ? Bitmap.Of(snapshot.Size, chosen(BaseNumbers.Members(snapshot, visibleTo).Indexes())) : null;

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences) => name switch
    {
        Move when Steps(value) is var (from, to) => new(sentences["insights.set.ladder-move"], sentences.Get("insights.set.ladder-move.value", new { from = sentences[$"insights.step.{from}"], to = sentences[$"insights.step.{to}"] })),
        BestProfit when Percent(value) is { } percent => new(sentences["insights.set.best-profit"], sentences.Formats.Percent(percent / 100d, 0)),
        Year when value is Won or Kept => new(sentences["insights.set.year"], sentences[$"insights.set.year.{value}"]),
        Visits when Range(value) is var (least, most) => new(sentences["insights.loyal.visits.often"], Often(least, most, sentences)),
        _ => null,
    };

    /// <summary>How often, in words: "4-7", "16 or more".</summary>
    public static string Often(int from, int? to, Sentences text) => to is not { } most ? text.Get("insights.range.from", new { from = text.Formats.Number(from) })
        : most == from ? text.Formats.Number(most) : text.Get("insights.range", new { from = text.Formats.Number(from), to = text.Formats.Number(most) });

    private Func<IEnumerable<int>, IEnumerable<int>>? Members(string name, string value, CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        switch (name)
        {
            case Move when Steps(value) is var (from, to):
                var (now, before) = (snapshot[LadderColumns.Step], snapshot[LadderColumns.Before]);
                return members => members.Where(i => before[i] == (long)from && now[i] == (long)to);
            case BestProfit when Percent(value) is { } percent:
                var profit = snapshot[ProfitColumns.Profit];
                return members =>
                {
                    int[] known = [.. members.Where(i => profit[i] != NumberKey.Missing)];
                    return known.OrderByDescending(i => profit[i]).ThenBy(i => i).Take((int)((long)known.Length * percent / 100));
                };
            case Year when value is Won or Kept:
                var (year, earlier) = (snapshot.Summary(asOf.DayNumber, asOf.DayNumber - PurchaseYear.Days + 1), snapshot.Summary(asOf.DayNumber - PurchaseYear.Days));
                return members => members.Where(i => year.Orders[i] > 0 && earlier.Orders[i] > 0 == (value == Kept));
            case Visits when Range(value) is var (least, most):
                var rule = loyal.Rule();
                return members => members.Where(i => rule.Bought(snapshot.Purchases, i, asOf.DayNumber) is var days && days >= least && !(days > most));
            default:
                return null;
        }
    }

    private static string Word(LadderStep step) => step.ToString().ToLowerInvariant();

    private static (LadderStep From, LadderStep To)? Steps(string value) =>
        value.Split('.') is [var from, var to] && Step(from) is { } first && Step(to) is { } second ? (first, second) : null;

    private static LadderStep? Step(string word) => Enum.GetValues<LadderStep>().Cast<LadderStep?>().FirstOrDefault(s => Word(s!.Value) == word);

    private static int? Percent(string value) => Whole(value) is { } percent and >= 1 and <= 100 ? percent : null;

    private static (int Least, int? Most)? Range(string value) =>
        value.Split('-') is [var from, var to] && Whole(from) is { } least and > 0 && (to.Length == 0 || Whole(to) >= least) ? (least, Whole(to)) : null;

    private static int? Whole(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
