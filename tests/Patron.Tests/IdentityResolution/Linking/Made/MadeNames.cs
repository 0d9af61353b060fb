namespace Patron.Tests.IdentityResolution.Linking.Made;

/// <summary>A name of a person in the way its owner writes it, and in Latin letters.</summary>
/// <param name="Traditional">In traditional characters where the owner writes simplified ones; else as <see cref="Family"/> and <see cref="Given"/>.</param>
/// <param name="LatinGiven">Syllables apart: "xiao ming".</param>
internal sealed record MadeName(string Family, string Given, (string Family, string Given) Traditional, string LatinFamily, string LatinGiven);

/// <summary>Parts of names in three languages, the frequent ones more often. Spellings are written down here, not taken from the program.</summary>
internal sealed class MadeNames(Random random)
{
    // character, traditional form, pinyin
    private static readonly string[][] ChineseFamilies = Rows("王王wang 李李li 张張zhang 刘劉liu 陈陳chen 杨楊yang 黄黃huang 赵趙zhao 吴吳wu 周周zhou 徐徐xu 孙孫sun 马馬ma 朱朱zhu 胡胡hu 郭郭guo 何何he 林林lin 高高gao 罗羅luo 郑鄭zheng 梁梁liang 谢謝xie 宋宋song 唐唐tang 许許xu 韩韓han 邓鄧deng 冯馮feng 曹曹cao 彭彭peng 曾曾zeng 萧蕭xiao 田田tian 董董dong 潘潘pan 袁袁yuan 蔡蔡cai 蒋蔣jiang 余余yu 于于yu 杜杜du 叶葉ye 程程cheng 苏蘇su 魏魏wei 吕呂lu 丁丁ding 任任ren 卢盧lu 姚姚yao 沈沈shen 钟鍾zhong 姜姜jiang 崔崔cui 谭譚tan 陆陸lu 汪汪wang 范范fan 石石shi 廖廖liao 贾賈jia 夏夏xia 韦韋wei 方方fang 白白bai 邹鄒zou 孟孟meng 熊熊xiong 秦秦qin 邱邱qiu 江江jiang 尹尹yin 薛薛xue 闫閆yan 段段duan 雷雷lei 侯侯hou 龙龍long 史史shi 陶陶tao 黎黎li 贺賀he 顾顧gu 毛毛mao 郝郝hao 龚龔gong 邵邵shao 万萬wan 钱錢qian 严嚴yan 覃覃qin 武武wu 戴戴dai 莫莫mo 孔孔kong 白白bai 向向xiang 常常chang");
    private static readonly string[][] ChineseGiven = Rows("伟偉wei 芳芳fang 娜娜na 敏敏min 静靜jing 丽麗li 强強qiang 磊磊lei 军軍jun 洋洋yang 勇勇yong 艳艷yan 杰傑jie 娟娟juan 涛濤tao 明明ming 超超chao 秀秀xiu 霞霞xia 平平ping 刚剛gang 桂桂gui 英英ying 华華hua 玉玉yu 兰蘭lan 萍萍ping 鹏鵬peng 红紅hong 梅梅mei 波波bo 辉輝hui 建建jian 国國guo 文文wen 志志zhi 晓曉xiao 海海hai 春春chun 林林lin 玲玲ling 琳琳lin 婷婷ting 雪雪xue 丹丹dan 凤鳳feng 云雲yun 峰峰feng 浩浩hao 宇宇yu 欣欣xin 怡怡yi 子子zi 涵涵han 轩軒xuan 梓梓zi 睿睿rui 博博bo 晨晨chen 佳佳jia 思思si 雨雨yu 诗詩shi 梦夢meng 瑶瑤yao 嘉嘉jia 俊俊jun 天天tian 翔翔xiang 龙龍long 飞飛fei 宁寧ning 倩倩qian 悦悅yue 颖穎ying 慧慧hui 莉莉li 斌斌bin 东東dong 新新xin 世世shi 安安an 成成cheng 康康kang 立立li 永永yong 正正zheng 德德de 庆慶qing 福福fu 金金jin 宏宏hong 亮亮liang 健健jian 恒恆heng 锋鋒feng 楠楠nan 琪琪qi 月月yue 清清qing 美美mei 珍珍zhen 素素su 薇薇wei 蓉蓉rong 泽澤ze 昊昊hao 航航hang 晴晴qing");

    // Hangul, then spellings in use, the first one most often
    private static readonly string[][] KoreanFamilies = Rows("김Kim/Gim 김Kim 김Kim 이Lee/Yi/Rhee 이Lee 박Park/Pak/Bak 최Choi/Choe 정Jung/Jeong/Chung 강Kang/Gang 조Cho/Jo 윤Yoon/Yun 장Jang/Chang 임Lim/Im/Yim 한Han 오Oh/O 서Seo/Suh 신Shin/Sin 권Kwon/Gwon 황Hwang 안Ahn/An 송Song 류Ryu/Yoo 전Jeon/Jun 홍Hong 고Ko/Go 문Moon/Mun 양Yang 손Son/Sohn 배Bae/Pae 백Baek/Paik 허Hur/Heo 남Nam 심Shim/Sim 노Noh/Roh 하Ha 곽Kwak/Gwak 성Sung/Seong 차Cha 주Joo/Ju 우Woo 구Koo/Gu 민Min 진Jin 나Na 지Ji 엄Um/Eom");
    private static readonly string[][] KoreanGiven = Rows("민min 서seo/suh 준jun/joon 지ji/jee 현hyun/hyeon 영young/yeong 은eun/un 주ju/joo 희hee/hui 성sung/seong 정jung/jeong 수su/soo 우woo/u 경kyung/gyeong 선sun/seon 승seung/sung 연yeon/yun 윤yoon/yun 혜hye 진jin 훈hoon/hun 호ho 석seok/suk 철chul/cheol 기ki/gi 태tae 규kyu/gyu 재jae 동dong 상sang 용yong 미mi 나na 아ah/a 유yu/yoo 도do 하ha 건gun/geon 원won 예ye 채chae 소so 다da 인in 광kwang/gwang 종jong 순soon/sun 옥ok 화hwa 명myung/myeong 숙sook/suk 형hyung/hyeong 범beom/bum 찬chan 한han 솔sol 빈bin 람ram 율yul 린rin");

    private static readonly string[] EnglishFamilies = "Smith Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Taylor Thomas Moore Martin Jackson Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Reed Bailey Kelly Howard Cox Ward Richardson Watson Brooks Wood James Bennett Gray Hughes Price Myers Long Foster Sanders Ross Sullivan Russell Fisher Henderson Coleman Jenkins Perry Powell Patterson Simpson Wallace Hamilton Graham Reynolds Griffin West Cole Hayes Bryant Gibson Ellis Stevens Murray Ford Marshall Owens McDonald Harrison Kennedy Wells Woods Webb Hunter Hicks Crawford Boyd Mason Porter Shaw Burns Gordon Holmes Rice Robertson Hunt Black Palmer Stone Dunn Spencer Hawkins Fraser O'Brien Armstrong Whitaker Lindqvist Abernathy Pemberton Fairclough Holloway Underwood Blackwood Castellano Montague Hargreaves".Split(' ');
    private static readonly string[] EnglishGiven = "James Robert John Michael William David Richard Joseph Thomas Christopher Charles Daniel Matthew Anthony Steven Andrew Kenneth Joshua Kevin Brian George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Nicholas Gary Eric Jonathan Stephen Larry Benjamin Samuel Gregory Alexander Patrick Frank Raymond Dennis Jerry Tyler Aaron Nathan Henry Douglas Peter Zachary Kyle Ethan Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Margaret Sandra Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Katherine Christine Debra Rachel Carolyn Janet Catherine Maria Heather Diane Ruth Julie Olivia Joyce Virginia Victoria Lauren Christina Joan Evelyn Judith Megan Andrea Cheryl Hannah Jacqueline Martha Gloria Teresa Ann Sara Madison Frances Janice Jean Abigail Alice Judy Sophia Grace Denise Amber Doris Marilyn Danielle Beverly Isabella Theresa Diana Natalie Brittany Charlotte Marie Kayla Alexis Lori".Split(' ');

    private static readonly Dictionary<string, string> Short = "James/Jim Robert/Bob Michael/Mike William/Bill Richard/Dick Joseph/Joe Thomas/Tom Christopher/Chris Charles/Chuck Daniel/Dan Matthew/Matt Anthony/Tony Steven/Steve Andrew/Andy Kenneth/Ken Edward/Ted Timothy/Tim Jeffrey/Jeff Nicholas/Nick Benjamin/Ben Samuel/Sam Gregory/Greg Alexander/Alex Patricia/Pat Jennifer/Jenny Elizabeth/Liz Barbara/Barb Susan/Sue Margaret/Peggy Sandra/Sandy Kimberly/Kim Deborah/Debbie Rebecca/Becky Katherine/Kate Catherine/Cathy Christine/Chris Victoria/Vicky Samantha/Sam Theresa/Terry Judith/Judy"
        .Split(' ').Select(p => p.Split('/')).ToDictionary(p => p[0], p => p[1]);

    public static string? ShortOf(string given) => Short.GetValueOrDefault(given);

    public string EnglishFamily() => Skewed(EnglishFamilies);

    public MadeName English()
    {
        var (family, given) = (EnglishFamily(), Skewed(EnglishGiven));
        return new(family, given, (family, given), family, given);
    }

    /// <param name="family">Of a relative; null for any.</param>
    public MadeName Chinese(MadeName? family = null)
    {
        var of = family is null ? Skewed(ChineseFamilies) : [family.Family, family.Traditional.Family, family.LatinFamily];
        var first = Skewed(ChineseGiven);
        var second = random.NextDouble() < .25 ? null : Skewed(ChineseGiven);
        return new(of[0], first[0] + second?[0], (of[1], first[1] + second?[1]), of[2], second is null ? first[2] : $"{first[2]} {second[2]}");
    }

    public MadeName Korean(MadeName? family = null)
    {
        var of = Skewed(KoreanFamilies);
        var hangul = family?.Family ?? of[0];
        var (first, second) = (Skewed(KoreanGiven), Skewed(KoreanGiven));
        var latin = family?.LatinFamily ?? Spelling(of[1]);
        return new(hangul, first[0] + second[0], (hangul, first[0] + second[0]), latin, $"{Spelling(first[1])} {Spelling(second[1])}");
    }

    private string Spelling(string spellings) => spellings.Split('/') is var all && random.NextDouble() < .65 ? all[0] : all[random.Next(all.Length)];

    /// <summary>Those that stand first come more often.</summary>
    private T Skewed<T>(T[] items) => items[(int)(items.Length * Math.Pow(random.NextDouble(), 1.7))];

    private static string[][] Rows(string text) => [.. text.Split(' ').Select(word => char.IsAsciiLetter(word[1])
        ? new[] { word[..1], word[1..] } : [word[..1], word[1..2], word[2..]])];
}
