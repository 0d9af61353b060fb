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

    /// <summary>Forms that are one to those who write them: few tell Inc from Corp. What is not listed ("Co") says nothing.</summary>
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Kinds = (
        "ltd ltd,limited ltd,pte ltd,pty ltd,inc inc,incorporated inc,corp inc,corporation inc,llc llc,llp llp,lp lp,plc plc,gmbh gmbh,mbh gmbh,ag ag,kg kg,kgaa kg,ohg ohg,se se,sa sa,sas sa,sasu sa,sarl sarl,eurl sarl," +
        "spa spa,srl srl,sl srl,bv bv,nv nv,ab ab,oy oy,oyj oy,asa as,as as,aps aps,kk kk,bhd bhd,주식회사 주식,유한회사 유한,유한책임회사 유한,株式会社 kk,有限会社 有限,合同会社 合同,股份有限公司 股份,股份公司 股份,有限公司 有限,有限责任公司 有限")
        .Split(',').Select(p => p.Split(' ')).ToFrozenDictionary(p => p[0], p => p[1], StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    // Longest first; in the folded, simplified form.
    private static readonly string[] OwnForms =
    [
        .. "股份有限公司 有限责任公司 有限公司 股份公司 株式会社 有限会社 合同会社 集团公司 分公司 总公司 公司 集团 주식회사 유한책임회사 유한회사 합자회사 합명회사 재단법인 사단법인 학교법인 의료법인 그룹 株 股份".Split(' '),
    ];

    /// <summary>Chinese companies are registered as place + name + trade + form; the place is mostly left out when they are named.</summary>
    private static readonly string[] Places = [.. (
        "北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 中国 " +
        "广州 深圳 成都 武汉 杭州 南京 西安 苏州 长沙 青岛 大连 宁波 厦门 郑州 沈阳 济南 哈尔滨 长春 石家庄 太原 合肥 福州 南昌 昆明 贵阳 南宁 海口 兰州 银川 西宁 乌鲁木齐 无锡 常州 佛山 东莞 珠海 中山 惠州 温州 嘉兴 绍兴 " +
        "金华 台州 泉州 烟台 潍坊 徐州 南通 扬州 洛阳 唐山 保定 台北 新北 台中 台南 高雄 桃园 新竹").Split(' ').SelectMany(place => new[] { place + "市", place + "省", place }).OrderByDescending(place => place.Length)];

    private readonly TextDraft words = new();

    /// <summary>The legal form that was left out of the last name; empty where it has none, or one that says nothing.</summary>
    public string Form { get; private set; } = "";

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        var text = PlainFolding.Fold(WithoutBrackets(raw), words);
        Draft.Clear();
        Form = raw.ContainsAny('㈜', '株') || raw.Contains("(주)", StringComparison.Ordinal) ? "주식" : "";
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
            if (word.IsEmpty) continue;
            if (Forms.Contains(word))
            {
                Note(word);
                continue;
            }
            if (word.Length == 1 && single) Draft.Append(word);
            else Draft.Word(Long.TryGetValue(word, out var whole) ? whole : word);
            single = word.Length == 1;
        }
    }

    private static string WithoutPlace(string name)
    {
        foreach (var place in Places)
        {
            if (name.Length >= place.Length + 2 && name.StartsWith(place, StringComparison.Ordinal)) return name[place.Length..].TrimStart();
            if (name.Length >= place.Length + 3 && name.EndsWith(" " + place, StringComparison.Ordinal)) return name[..^place.Length].TrimEnd();
        }
        return name;
    }

    private void Note(ReadOnlySpan<char> form)
    {
        if (Form.Length == 0 && Kinds.TryGetValue(form, out var kind)) Form = kind;
    }

    private void FoldOwn(ReadOnlySpan<char> text)
    {
        var rest = text.ToString();
        foreach (var form in OwnForms)
        {
            if (rest.Length <= form.Length + 1) continue;
            var length = rest.Length;
            if (rest.EndsWith(form, StringComparison.Ordinal)) rest = rest[..^form.Length].TrimEnd();
            if (rest.Length > form.Length + 1 && rest.StartsWith(form, StringComparison.Ordinal)) rest = rest[form.Length..].TrimStart();
            if (rest.Length < length) Note(form);
        }
        if (NameFolding.ScriptOf(rest) == NameScript.Han) rest = WithoutPlace(rest);
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
