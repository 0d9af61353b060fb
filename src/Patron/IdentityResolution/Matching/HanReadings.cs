using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching;

/// <summary>
/// How Chinese family names are written in Latin letters: pinyin first, then Wade-Giles, Cantonese, Hokkien and Korean spellings in use.
/// Characters stand in their simplified form.
/// </summary>
internal static class HanReadings
{
    private const string Families = """
        王 wang wong ong heng;李 li lee lei lie yi rhee;张 zhang chang cheung chong teo tiong jang;刘 liu lau lao low lew liew yoo ryu;陈 chen chan tan chin ting tran jin
        杨 yang yeung yeoh yong young ieong;赵 zhao chao chiu chiew jo cho;黄 huang hwang wong ng ooi oei bong;周 zhou chou chow chau chew joo ju;吴 wu ng goh go woo
        徐 xu hsu tsui chui chee seo suh;孙 sun suen soon sng son;胡 hu woo wu foo oh;朱 zhu chu choo ju joo;高 gao kao ko ko go;林 lin lam lim ling im;何 he ho hoh ha
        郭 guo kuo kwok kwek quek kwak;马 ma mah beh;罗 luo lo law loh na ra;梁 liang leung leong neo yang;宋 song sung soong;郑 zheng cheng chang tay teh jung chung jeong
        谢 xie hsieh tse cheah chia sie;韩 han hon;唐 tang tong teng dang;冯 feng fung foong pang;于 yu yue;董 dong tung toong;萧 xiao hsiao siu siew seow;程 cheng ching ch
        曹 cao tsao cho chow jo;袁 yuan yuen won;邓 deng teng tang;许 xu hsu hui khoo koh heo hur;傅 fu foo poh;沈 shen sham sim shim;曾 zeng tseng tsang chan chang
        彭 peng pang phang;吕 lu lyu lui looi loo lv yeo;苏 su so soh sou;卢 lu lo loo noh roh;蒋 jiang chiang tseung cheung;蔡 cai tsai choi choy chua chai chae;贾 jia chia ka
        丁 ding ting jung chung;魏 wei ngai gui wi;薛 xue hsueh sit seol;叶 ye yeh yip ip yap;阎 yan yen yim;余 yu yue yee yu;潘 pan poon pun phua ban;杜 du tu to doo toh
        戴 dai tai tay;夏 xia hsia ha;钟 zhong chung chong cheong;汪 wang wong;田 tian tien tin jeon;任 ren jen yam yum im;姜 jiang chiang keung kang geung;范 fan faan hwan
        方 fang fong hong bang pang png;石 shi shih shek sek seok;姚 yao yiu yeow;谭 tan tam tham;廖 liao liu liew liau;邹 zou tsou chau;熊 xiong hsiung hung;金 jin chin kam kim gim
        陆 lu luk loke yuk;郝 hao kok;孔 kong kung hung gong;白 bai pai pak baek paik;崔 cui tsui chui choi choe;康 kang hong;毛 mao mo moh;邱 qiu chiu yau khoo hew;秦 qin chin chun jin
        江 jiang chiang kong kang;史 shi shih see;顾 gu ku koo;侯 hou hau how;邵 shao siu;孟 meng mang maeng;龙 long lung;万 wan man;段 duan tuan;雷 lei lui looi;钱 qian chien chin
        汤 tang tong thong;尹 yin wan yoon yun;黎 li lai lay;易 yi yik;常 chang sheung;武 wu mo;乔 qiao chiao kiu;贺 he ho;赖 lai;龚 gong kung;文 wen man moon mun
        庞 pang pong;樊 fan;兰 lan;殷 yin yan;施 shi shih sze see si;陶 tao to;洪 hong hung ang hoong;翟 zhai chai;安 an on ahn;颜 yan yen ngan gan;倪 ni ngai;严 yan yen yim eom um
        牛 niu ngau;温 wen wan oon;芦 lu lo;季 ji chi kwai;俞 yu yue;章 zhang chang cheung;鲁 lu lo;葛 ge ko kot;伍 wu ng;韦 wei wai;申 shen shin san;尤 you yu yau;毕 bi pi but
        聂 nie nip;焦 jiao chiao;向 xiang hsiang heung;柳 liu lau ryu yoo;邢 xing hsing ying;岳 yue yueh ngok;齐 qi chi chai;梅 mei mui moi;莫 mo mok;庄 zhuang chuang chong ching chng
        辛 xin hsin san shin;管 guan kuan koon;祝 zhu chu chuk;左 zuo tso;涂 tu to;谷 gu ku kuk;祁 qi chi;时 shi shih;舒 shu;耿 geng keng;牟 mou mu;卜 bu pu puk;路 lu lo;詹 zhan chan chim
        关 guan kuan kwan;苗 miao miu;凌 ling;费 fei fai;纪 ji chi kee;靳 jin;盛 sheng shing;童 tong tung;欧 ou au;甄 zhen yan;项 xiang hong;曲 qu chu;成 cheng sing sung seong;游 you yu yau
        阳 yang;裴 pei pui bae;席 xi hsi;屈 qu wat;鲍 bao pao pau;覃 qin tan;霍 huo huo fok;翁 weng yung ang;柯 ke ko o kua;阮 ruan juan yuen nguyen;蓝 lan nam;简 jian chien kan
        欧阳 ouyang auyeung owyong;司马 sima szema;诸葛 zhuge chuko jegal;上官 shangguan sheungkoon;司徒 situ szeto seeto;东方 dongfang;夏侯 xiahou;皇甫 huangfu hwangbo;慕容 murong;令狐 linghu;南宫 nangong namgung;张简 zhangjian changchien
        """;

    private static readonly FrozenDictionary<string, string[]> OfFamily = Rows(Families)
        .GroupBy(r => r[0]).ToFrozenDictionary(g => g.Key, g => g.SelectMany(r => r.Skip(1)).Distinct().ToArray(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> PinyinOf = Rows(Families)
        .SelectMany(r => r.Skip(2).Select(spelling => (spelling, r[1])).Prepend((spelling: r[1], r[1])))
        .GroupBy(p => p.spelling).ToFrozenDictionary(g => g.Key, g => g.Any(p => p.Item2 == g.Key) ? g.Key : g.First().Item2, StringComparer.Ordinal);

    /// <summary>Every Latin spelling of a listed family name.</summary>
    public static IEnumerable<string> FamilySpellings => OfFamily.Values.SelectMany(v => v).Where(v => v.Length > 1);

    public static bool IsFamily(string simplified) => OfFamily.ContainsKey(simplified);

    public static bool FamilyReads(string simplified, string latin) => (OfFamily.TryGetValue(simplified, out var readings) && readings.Contains(latin)) || HanPinyin.Family(simplified) == latin;

    /// <summary>The pinyin of the most frequent family that is spelled so; null where none is. A spelling that is pinyin means itself.</summary>
    public static string? FamilyOf(ReadOnlySpan<char> latin) => PinyinOf.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(latin, out var pinyin) ? pinyin : null;

    /// <summary>Whether the Latin letters are the pinyin of the characters; false as well where a character is not listed.</summary>
    public static bool GivenReads(ReadOnlySpan<char> simplified, ReadOnlySpan<char> latin)
    {
        if (simplified.IsEmpty) return latin.IsEmpty;
        foreach (var reading in HanPinyin.Of(simplified[0]))
            if (latin.StartsWith(reading) && GivenReads(simplified[1..], latin[reading.Length..])) return true;
        return false;
    }

    private static IEnumerable<string[]> Rows(string table) =>
        table.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(' '));
}
