using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.FitLifetimes;
using Patron.Insights.KeepResults;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonInsights;

namespace Patron.Insights.ReckonProfit;

/// <summary>Reckons what profits hang on anew: every night, after imports, when a rule or the day changes. It is quick enough never to be kept in the database.</summary>
internal sealed class ReckonsProfit(ICustomerBase customerBase, IReckoningDay day, IDerivedColumns derived, ProfitColumns columns, LifetimeColumns lifetimes, ProductBook products, RuleBook rules) : IReckonsInsights
{
    public string Kind => "profit";
    public int Order => 50;

    public Task<Func<BulkSession, CancellationToken, Task>?> Reckon(ReckonScope scope, CancellationToken ct) => Task.FromResult<Func<BulkSession, CancellationToken, Task>?>(null);

    public Task Kept(CancellationToken ct)
    {
        var (asOf, snapshot, setting) = (day.AsOf, customerBase.Current, rules.Read(ProfitSetting.Key, ProfitSetting.Usual));
        columns.Model = ProfitModel.Of(snapshot, BaseNumbers.Members(snapshot, null), asOf, setting, products.Now().Margins(setting), lifetimes.Book);
        return derived.Renew(columns, ct);
    }
}
