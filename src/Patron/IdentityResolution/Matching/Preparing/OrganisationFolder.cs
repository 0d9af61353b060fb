using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>
/// Names of organisations: legal forms of many countries are left out, abbreviated words written out ("Intl", "Mfg"), single letters joined
/// (I B M), so that what remains tells one organisation from another. A name that is all legal form stays.
/// </summary>
internal sealed class OrganisationFolder : ValueFolder
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Forms = (
        "ltd limited llc llp lp plc inc incorporated corp corporation co company gmbh mbh ag kg kgaa ohg ug gbr ev eg se sa sas sarl sasu eurl sci snc spa srl sl slu " +
        "bv nv vof cv ab oy oyj as asa aps ltda eireli pty pte sdn bhd kk yk pt tbk jsc ojsc pjsc ooo zao oao doo kft zrt sro spol sp zoo zrl " +
        "jusik hoesa jusikhoesa youxian gongsi and und et y the le la les der die das of de").Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Long = (
        "intl international,int international,natl national,mfg manufacturing,mfrs manufacturers,svc services,svcs services,serv services,service services,tech technologies,techs technologies,technology technologies," +
        "sys systems,system systems,assoc associates,assocs associates,associate associates,bros brothers,mgmt management,mgt management,dept department,univ university,hosp hospital,grp group,gp group," +
        "hldg holdings,hldgs holdings,holding holdings,ind industries,inds industries,industry industries,eng engineering,engr engineering,elec electronics,electronic electronics,pharma pharmaceuticals," +
        "pharm pharmaceuticals,chem chemicals,chemical chemicals,fin financial,invest investments,investment investments,dev development,dist distribution,distr distribution,cons consulting,consult consulting," +
        "consultants consulting,constr construction,const construction,ent enterprises,enterprise enterprises,lab laboratories,labs laboratories,laboratory laboratories,solution solutions,product products,prod products," +
        "prods products,partner partners,ptnrs partners,logistic logistics,comm communications,comms communications,communication communications,ctr center,centre center,bldg building,ins insurance,transp transport," +
        "trans transport,prop properties,property properties,mkt marketing,mktg marketing,mkts markets,st saint,gebr brothers,gebrueder brothers")
        .Split(',').Select(p => p.Split(' ')).ToFrozenDictionary(p => p[0], p => p[1], StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    // Longest first; in the folded, simplified form.
    private static readonly string[] OwnForms =
    [
        .. "股份有限公司 有限责任公司 有限公司 股份公司 株式会社 有限会社 合同会社 集团公司 分公司 总公司 公司 集团 주식회사 유한책임회사 유한회사 합자회사 합명회사 재단법인 사단법인 학교법인 의료법인 그룹 株 股份".Split(' '),
    ];

    private readonly TextDraft words = new();

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        var text = PlainFolding.Fold(WithoutBrackets(raw), words);
        Draft.Clear();
        if (text.ContainsAnyInRange('\u3041', '\uFAFF')) FoldOwn(text);
        else FoldLatin(text);
        return Draft.IsEmpty ? words.Span : Draft.Span;
    }

    /// <summary>(주) and （株） are legal forms; other brackets only part words.</summary>
    private static string WithoutBrackets(ReadOnlySpan<char> raw) => !raw.ContainsAny('㈜', '주', '株') && !raw.Contains('유') ? raw.ToString() : PlainText.Compatible(raw.ToString())
        .Replace("(주)", " ", StringComparison.Ordinal).Replace("(유)", " ", StringComparison.Ordinal).Replace("(株)", " ", StringComparison.Ordinal);

    private void FoldLatin(ReadOnlySpan<char> text)
    {
        var single = false;
        foreach (var range in text.Split(' '))
        {
            var word = text[range];
            if (word.IsEmpty || Forms.Contains(word)) continue;
            if (word.Length == 1 && single) Draft.Append(word);
            else Draft.Word(Long.TryGetValue(word, out var whole) ? whole : word);
            single = word.Length == 1;
        }
    }

    private void FoldOwn(ReadOnlySpan<char> text)
    {
        var rest = text.ToString();
        foreach (var form in OwnForms)
        {
            if (rest.Length > form.Length + 1 && rest.EndsWith(form, StringComparison.Ordinal)) rest = rest[..^form.Length].TrimEnd();
            if (rest.Length > form.Length + 1 && rest.StartsWith(form, StringComparison.Ordinal)) rest = rest[form.Length..].TrimStart();
        }
        var before = ' ';
        foreach (var range in rest.AsSpan().Split(' '))
        {
            var word = rest.AsSpan()[range];
            if (word.IsEmpty || Forms.Contains(word)) continue;
            var own = word[0] >= '\u3041';
            if (!Draft.IsEmpty && !(own && before >= '\u3041')) Draft.Append(' ');
            Draft.Append(word);
            before = word[^1];
        }
    }
}
