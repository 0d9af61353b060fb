using System.Globalization;
using Patron.Analytics.Ladder;
using Patron.Insights.KeepResults;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonLadder;
using Patron.Insights.SetProfit;
using Patron.Kernel;

namespace Patron.Insights.SetLadder;

/// <summary>The rules of the ladder as a form sends them. The present steps follow at once, those of past months with the next reckoning.</summary>
internal sealed class SetLadder(RuleBook rules, ReckonsLadder reckons, InsightReckonings reckonings)
{
    private const int Most = 10_000;

    public static readonly string[] Numbers = ["window", "client", "days", "products", "referrals"];
    public static readonly string[] Flags = ["membership", "solved", "contract"];

    public static string Shown(LadderRules r, string field) => (field switch
    {
        "window" => r.WindowDays, "client" => r.ClientOrders, "days" => r.SupporterDays, "products" => r.SupporterProducts, _ => r.AdvocateReferrals,
    }).ToString(CultureInfo.InvariantCulture);

    public static bool Holds(LadderRules r, string field) => field switch { "membership" => r.MembershipCounts, "solved" => r.SolvedCounts, _ => r.ContractCounts };

    public async Task<Result<ChangeSetId?>> Save(Func<string, string?> sent, UserId? by, CancellationToken ct)
    {
        var read = new Dictionary<string, int>();
        foreach (var field in Numbers)
        {
            if (!int.TryParse(sent(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > Most) return new NumberBeyond(field, 1, Most);
            read[field] = number;
        }
        var set = await rules.Save(LadderSetting.Key, new LadderRules(read["window"], read["client"], read["days"], read["products"], On("membership"), On("solved"), read["referrals"], On("contract")), by, ct);
        if (set is null) return set;
        await reckons.Kept(ct);
        await reckonings.Soon(by, ct);
        return set;

        bool On(string field) => sent(field) == "true";
    }
}
