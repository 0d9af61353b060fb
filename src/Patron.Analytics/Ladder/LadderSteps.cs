using System.Runtime.CompilerServices;
using Patron.Analytics.Base;

namespace Patron.Analytics.Ladder;

/// <summary>Where each customer stands on the ladder on a day, by index, and why.</summary>
/// <remarks>Purchases after the day do not exist. Memberships, tickets, recommendations and contracts are those known now, whatever the day; a contract counts until its last day.</remarks>
public sealed class LadderSteps
{
    private LadderSteps(int size, int asOf) => (AsOf, Step, Reasons) = (asOf, new LadderStep[size], new LadderReasons[size]);

    /// <summary>Day number.</summary>
    public int AsOf { get; }
    /// <summary>By customer index.</summary>
    public LadderStep[] Step { get; }
    /// <summary>What speaks for a step above client; also of those who are no clients yet.</summary>
    public LadderReasons[] Reasons { get; }

    /// <summary>Of all customers, on all cores.</summary>
    public static LadderSteps Of(CustomerBaseSnapshot snapshot, int asOf, LadderRules rules, LadderFacts facts)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(facts);
        var made = new LadderSteps(snapshot.Size, asOf);
        var (all, window) = (snapshot.Summary(asOf), snapshot.Summary(asOf, asOf - rules.WindowDays + 1));
        Ranges.Run(snapshot.Size, (from, to) =>
        {
            for (var c = from; c < to; c++)
            {
                made.Reasons[c] = ReasonsOf(snapshot.Purchases, c, all, window, rules, facts);
                made.Step[c] = StepOf(all.Orders[c], window.Orders[c], made.Reasons[c], rules);
            }
        });
        return made;
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

    private static LadderReasons ReasonsOf(PurchaseColumns lines, int c, PurchaseSummary all, PurchaseSummary window, LadderRules rules, LadderFacts facts)
    {
        var reasons = LadderReasons.None;
        if (rules.MembershipCounts && c < facts.Member.Length && facts.Member[c]) reasons |= LadderReasons.Membership;
        if (rules.SolvedCounts && c < facts.Solved.Length && facts.Solved[c] > 0) reasons |= LadderReasons.Solved;
        if (c < facts.Referrals.Length && facts.Referrals[c] >= rules.AdvocateReferrals) reasons |= LadderReasons.Recommends;
        if (rules.ContractCounts && c < facts.ContractEnds.Length && facts.ContractEnds[c] >= all.AsOf) reasons |= LadderReasons.Contract;
        if (window.Lines[c] >= rules.SupporterProducts && all.LastDay[c] - all.FirstDay[c] >= rules.SupporterDays && Products(lines, c, window) >= rules.SupporterProducts) reasons |= LadderReasons.Commitment;
        return reasons;
    }

    [MethodImpl(Hot.Loop)]
    private static int Products(PurchaseColumns lines, int c, PurchaseSummary window)
    {
        var different = new HashSet<int>();
        for (var i = lines.Start[c]; i < lines.Start[c] + lines.Length[c] && lines.Day[i] <= window.AsOf; i++)
            if (lines.Kind[i] == LineKind.Sale && lines.Day[i] >= window.FromDay) different.Add(lines.Product[i]);
        return different.Count;
    }
}
