using Patron.Customers.Contracts;

namespace Patron.Customers.TakeRelations;

/// <summary>What files call relations and parts in buying. Only letters count, large or small: "works at", "Works-At" and "worksat" are one.</summary>
internal static class RelationWords
{
    private static readonly Dictionary<string, RelationKind> Relations = Said(new (RelationKind, string)[]
    {
        (RelationKind.DaughterOf, "daughter of|daughter|subsidiary of|subsidiary|part of|tochter von|상위 회사|자회사|上级公司|上層公司|子公司"),
        (RelationKind.ContactAt, "contact at|contact|works at|employee|employee of|ansprechpartner|arbeitet bei|소속 회사|근무|담당자|联系人|就职于|任职|任職於|聯絡人|任職"),
        (RelationKind.Family, "family|family of|relative|familie|가족|家人|亲属|親屬"),
        (RelationKind.Refers, "refers|refers to|referred|recommended|recommended us to|empfahl|추천|推荐|推薦"),
        (RelationKind.Decides, "decides|decides for|decision maker|entscheidet|결정|의사결정|决策|可为其决策|決策|可為其決策"),
        (RelationKind.Influences, "influences|influencer|beeinflusst|영향|影响|影響"),
        (RelationKind.Supplies, "supplies|supplier|supplier of|beliefert|lieferant|공급|납품처|供货给|供貨給|供应|供應"),
        (RelationKind.Competes, "competes|competes with|competitor|wettbewerber|경쟁|경쟁사|竞争|竞争对手|競爭|競爭對手"),
        (RelationKind.Authority, "authority|authority over|behörde|감독|감독기관|감독 대상|监管|主管对象|監管|主管對象"),
        (RelationKind.Association, "association|member of|verband|협회|회원사|가입 단체|协会|所属协会|協會|所屬協會"),
    });

    private static readonly Dictionary<string, BuyingRole> Parts = Said(new (BuyingRole, string)[]
    {
        (BuyingRole.User, "user|nutzer|사용자|使用者"),
        (BuyingRole.Influencer, "influencer|beeinflusser|영향자|영향력자|影响者|影響者"),
        (BuyingRole.Decider, "decider|decision maker|entscheider|결정자|의사결정자|决策者|決策者"),
        (BuyingRole.Buyer, "buyer|purchaser|einkäufer|구매자|구매담당자|采购者|採購者"),
        (BuyingRole.Gatekeeper, "gatekeeper|torwächter|정보 관리자|정보통제자|把关者|把關者"),
    });

    /// <summary>Null for a word that is none.</summary>
    public static RelationKind? KindOf(string? word) => Relations.TryGetValue(Letters(word), out var kind) ? kind : null;

    /// <summary>Null for a word that is none, and for no word.</summary>
    public static BuyingRole? BuyingOf(string? word) => Parts.TryGetValue(Letters(word), out var part) ? part : null;

    private static Dictionary<string, T> Said<T>((T Means, string Words)[] all) => all.SelectMany(a => a.Words.Split('|').Select(w => (Word: Letters(w), a.Means))).ToDictionary(w => w.Word, w => w.Means, StringComparer.Ordinal);

    private static string Letters(string? word) => string.Concat((word ?? "").Where(char.IsLetter)).ToLowerInvariant();
}
