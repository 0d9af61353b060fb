using Patron.CustomerBase.Contracts;
using Patron.Insights.KeepRules;
using Patron.Kernel;
using Patron.Reports.Contracts;

namespace Patron.Insights.ReckonProfit;

/// <summary>The rules of profit for the reports of other rooms.</summary>
internal sealed class ServingCosts(RuleBook rules, ProfitColumns columns, ICustomerBase customerBase) : IServingCosts
{
    public long Contact => Setting.Rules.Contact;

    public long? Ticket => rules.IsSet(ProfitSetting.Key) ? Setting.Rules.Ticket : null;

    public long Salaries => Setting.Rules.Salaries;

    public long Of(CustomerId customer)
    {
        var snapshot = customerBase.Current;
        return columns.Model is { } model && snapshot.TryIndex(customer.Value, out var at) ? model.YearOf(snapshot, at).Work : 0;
    }

    private ProfitSetting Setting => rules.Read(ProfitSetting.Key, ProfitSetting.Usual);
}
