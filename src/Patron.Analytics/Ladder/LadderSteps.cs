using System.Runtime.CompilerServices;
using Patron.Analytics.Base;

namespace Patron.Analytics.Ladder;

/// <summary>Where customers stand on the ladder on a day, and why.</summary>
/// <remarks>Purchases after the day do not exist. What else is known of a customer is for the caller to say as of the day.</remarks>
public sealed class LadderSteps
{
    private readonly CustomerBaseSnapshot snapshot;
    private readonly PurchaseSummary all;
    private readonly PurchaseSummary window;
    private readonly LadderRules rules;
    private readonly Func<int, LadderFact> facts;

    /// <summary>Nobody's step is reckoned before it is asked for.</summary>
    /// <param name="asOf">Day number.</param>
    /// <param name="facts">Of a customer by index; asked from several threads.</param>
    public LadderSteps(CustomerBaseSnapshot snapshot, int asOf, LadderRules rules, Func<int, LadderFact> facts)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(facts);
        (this.snapshot, this.rules, this.facts) = (snapshot, rules, facts);
        (all, window) = (snapshot.Summary(asOf), snapshot.Summary(asOf, asOf - rules.WindowDays + 1));
    }

    /// <summary>The step of one customer, and what speaks for a step above client; reasons are told of those who are no clients yet too.</summary>
    public (LadderStep Step, LadderReasons Reasons) Of(int index)
    {
        var reasons = ReasonsOf(index);
        return (StepOf(all.Orders[index], window.Orders[index], reasons, rules), reasons);
    }

    /// <summary>The step of everybody, by index, on all cores.</summary>
    public LadderStep[] All()
    {
        var steps = new LadderStep[snapshot.Size];
        Ranges.Run(snapshot.Size, (from, to) =>
        {
            for (var c = from; c < to; c++) steps[c] = Of(c).Step;
        });
        return steps;
    }

    /// <summary>The step that purchases and reasons lead to: nobody is a supporter who is no client, nobody an advocate who does not buy.</summary>
    public static LadderStep StepOf(int orders, int recentOrders, LadderReasons reasons, LadderRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (orders == 0) return LadderStep.Prospect;
        if (recentOrders < rules.ClientOrders) return LadderStep.Customer;
        if (reasons == LadderReasons.None) return LadderStep.Client;
        if (reasons.HasFlag(LadderReasons.Contract)) return LadderStep.Partner;
        return reasons.HasFlag(LadderReasons.Recommends) ? LadderStep.Advocate : LadderStep.Supporter;
    }

    private LadderReasons ReasonsOf(int c)
    {
        var (reasons, fact) = (LadderReasons.None, facts(c));
        if (rules.MembershipCounts && fact.Member) reasons |= LadderReasons.Membership;
        if (rules.SolvedCounts && fact.SolvedOn > 0 && all.LastDay[c] > fact.SolvedOn) reasons |= LadderReasons.Solved;
        if (fact.Referrals >= rules.AdvocateReferrals) reasons |= LadderReasons.Recommends;
        if (rules.ContractCounts && fact.Contract) reasons |= LadderReasons.Contract;
        if (window.Lines[c] >= rules.SupporterProducts && all.LastDay[c] - all.FirstDay[c] >= rules.SupporterDays && Products(c) >= rules.SupporterProducts) reasons |= LadderReasons.Commitment;
        return reasons;
    }

    [MethodImpl(Hot.Loop)]
    private int Products(int c)
    {
        var (lines, different) = (snapshot.Purchases, new HashSet<int>());
        for (var i = lines.Start[c]; i < lines.Start[c] + lines.Length[c] && lines.Day[i] <= window.AsOf; i++)
            if (lines.Kind[i] == LineKind.Sale && lines.Day[i] >= window.FromDay) different.Add(lines.Product[i]);
        return different.Count;
    }
}
