using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Profitability;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.KeepRules;
using Patron.Kernel;
using Patron.Purchases.Contracts;

namespace Patron.Insights.ReckonProfit;

/// <summary>What each customer's holdings bring in a year by the rules in force, and what is still open, in the customer base.</summary>
internal sealed class HoldingColumns(IHoldingStream holdings, RuleBook rules) : IContributesColumns
{
    public static readonly NumberKey Income = new("holdings-income");

    /// <summary>Kinds that the customer might take, one after the other.</summary>
    public static readonly CategoryKey Chances = new("holdings-chances");

    public IReadOnlyList<ColumnKey> Keys { get; } = [Income, Chances];

    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Holdings, Data.Topics.Customers];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (income, chances, finder, dictionary) = (new long[draft.Count], new int[draft.Count], draft.Finder(), draft.Writer.Dictionary(Chances));
        var (setting, currency) = (rules.Read(ProfitSetting.Key, ProfitSetting.Usual), connection.Organisation().Currency);
        foreach (var (customer, held) in ByCustomer(connection, null, currency))
        {
            if (finder.IndexOf(customer) is not (>= 0 and var at)) continue;
            income[at] = Holdings.YearlyIncome(held, setting.Holdings);
            chances[at] = dictionary.Code(Open(held, setting));
        }
        draft.Add(Income, income);
        draft.Add(Chances, chances);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var (setting, currency) = (rules.Read(ProfitSetting.Key, ProfitSetting.Usual), (await db.Organisation(ct)).Currency);
        foreach (var some in rows.Keys.Chunk(2_000))
        {
            foreach (var id in some) rows[id].Number(Income, 0).Category(Chances, null);
            foreach (var (customer, held) in ByCustomer(db.Database.GetDbConnection(), some, currency))
                rows[customer].Number(Income, Holdings.YearlyIncome(held, setting.Holdings)).Category(Chances, Open(held, setting));
        }
    }

    /// <summary>Of those held on a day, by the rules of today.</summary>
    /// <param name="only">Of these customers; null of all.</param>
    public IReadOnlyDictionary<long, HeldThen> On(DbConnection connection, DateOnly day, IReadOnlyCollection<long>? only)
    {
        var setting = rules.Read(ProfitSetting.Key, ProfitSetting.Usual);
        return ByCustomer(connection, only, connection.Organisation().Currency, day).ToDictionary(h => h.Customer, h => new HeldThen(Holdings.YearlyIncome(h.Held, setting.Holdings), Open(h.Held, setting)));
    }

    private static string Open(List<Held> held, ProfitSetting setting) => string.Join(", ", Holdings.OpenChances([.. held.Select(h => h.Kind)], setting.Holdings));

    // Amounts in another currency are never added: such a holding counts for what is open, not for what it brings.
    private IEnumerable<(long Customer, List<Held> Held)> ByCustomer(DbConnection connection, IReadOnlyCollection<long>? customers, string currency, DateOnly? day = null)
    {
        var (at, held) = (0L, new List<Held>());
        foreach (var row in holdings.Read(connection, customers, day))
        {
            if (row.Customer != at && held.Count > 0)
            {
                yield return (at, held);
                held = [];
            }
            at = row.Customer;
            held.Add(row.Currency == currency ? new(row.Kind, row.Balance, row.Earned) : new(row.Kind, null));
        }
        if (held.Count > 0) yield return (at, held);
    }
}
