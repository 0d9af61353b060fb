using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Experiments.Contracts;

namespace Patron.Experiments.HoldOutFromAll;

/// <summary>Reads the rules, and where anybody is held out who was merged.</summary>
internal sealed class ControlGroups(IDbContextFactory<PatronDb> contexts, ICustomerMerges merges) : IControlGroup
{
    public async Task<ControlGroup> Now(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rules = await MarketingRules.Read(db, ct);
        if (rules.ControlPercent == 0) return ControlGroup.Of(rules);
        return await ControlGroup.Read(db, rules, (await merges.All(ct)).GroupBy(m => m.Into.Value).ToDictionary(g => g.Key, g => g.Select(m => m.Gone.Value).ToArray()), ct);
    }
}
