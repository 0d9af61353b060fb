using Patron.Data;

namespace Patron.Sales.KeepLeads;

/// <summary>Where leads come from, and what it cost.</summary>
internal enum LeadSourceKind { TradeShow = 1, Magazine = 2, Site = 3, List = 4, Referral = 5, Affiliate = 6 }

/// <param name="Cost">In all, micros of the organisation's currency.</param>
internal sealed record LeadSource(int Id, string Name, LeadSourceKind Kind, long Cost);

/// <summary>A setting, for they are few and belong to no customer.</summary>
internal sealed record LeadSources(IReadOnlyList<LeadSource> All)
{
    public const string Key = "sales-lead-sources";
    public const int LongestName = 100;

    public static LeadSources None { get; } = new([]);

    public LeadSource? Called(string name) => All.FirstOrDefault(s => s.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The same with another one behind; its number was never given before.</summary>
    public LeadSources With(string name, LeadSourceKind kind, long cost) => new([.. All, new(All.Select(s => s.Id).DefaultIfEmpty().Max() + 1, name.Trim(), kind, cost)]);

    public static async Task<LeadSources> Read(PatronDb db, CancellationToken ct) => await db.Read<LeadSources>(Key, ct) ?? None;

    /// <summary>What files call the kinds; null is none of them.</summary>
    public static LeadSourceKind? KindOf(string? word) => word is not null && Words.TryGetValue(word.Trim(), out var kind) ? kind : null;

    private static readonly Dictionary<string, LeadSourceKind> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tradeshow"] = LeadSourceKind.TradeShow, ["trade show"] = LeadSourceKind.TradeShow, ["fair"] = LeadSourceKind.TradeShow, ["exhibition"] = LeadSourceKind.TradeShow, ["messe"] = LeadSourceKind.TradeShow,
        ["전시회"] = LeadSourceKind.TradeShow, ["박람회"] = LeadSourceKind.TradeShow, ["展会"] = LeadSourceKind.TradeShow, ["展會"] = LeadSourceKind.TradeShow, ["展覽"] = LeadSourceKind.TradeShow,
        ["magazine"] = LeadSourceKind.Magazine, ["advertisement"] = LeadSourceKind.Magazine, ["zeitschrift"] = LeadSourceKind.Magazine, ["anzeige"] = LeadSourceKind.Magazine, ["잡지"] = LeadSourceKind.Magazine, ["杂志"] = LeadSourceKind.Magazine, ["雜誌"] = LeadSourceKind.Magazine,
        ["site"] = LeadSourceKind.Site, ["website"] = LeadSourceKind.Site, ["web"] = LeadSourceKind.Site, ["webseite"] = LeadSourceKind.Site, ["웹사이트"] = LeadSourceKind.Site, ["홈페이지"] = LeadSourceKind.Site, ["网站"] = LeadSourceKind.Site, ["網站"] = LeadSourceKind.Site,
        ["list"] = LeadSourceKind.List, ["bought list"] = LeadSourceKind.List, ["adressliste"] = LeadSourceKind.List, ["명단"] = LeadSourceKind.List, ["名单"] = LeadSourceKind.List, ["名單"] = LeadSourceKind.List,
        ["referral"] = LeadSourceKind.Referral, ["recommendation"] = LeadSourceKind.Referral, ["empfehlung"] = LeadSourceKind.Referral, ["소개"] = LeadSourceKind.Referral, ["추천"] = LeadSourceKind.Referral, ["转介绍"] = LeadSourceKind.Referral, ["推荐"] = LeadSourceKind.Referral, ["推薦"] = LeadSourceKind.Referral,
        ["affiliate"] = LeadSourceKind.Affiliate, ["partner"] = LeadSourceKind.Affiliate, ["제휴"] = LeadSourceKind.Affiliate, ["联盟"] = LeadSourceKind.Affiliate, ["聯盟"] = LeadSourceKind.Affiliate,
    };
}
