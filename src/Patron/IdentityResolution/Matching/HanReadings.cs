using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching;

/// <summary>
/// How Chinese family names, and the characters most given names are made of, are written in Latin letters:
/// pinyin first, then Wade-Giles, Cantonese, Hokkien and Korean spellings in use. Characters stand in their simplified form.
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

    private const string Given = """
        ai 爱艾;an 安;bai 白柏;bao 宝保;bei 贝蓓;bin 斌彬滨宾;bing 冰兵炳;bo 波博伯勃;cai 才彩;chang 昌长畅;chao 超;chen 晨辰琛宸;cheng 成诚程承城;chun 春纯淳;cong 聪从
        dan 丹旦;de 德;dong 东冬栋;en 恩;fan 凡帆;fang 芳方;fei 飞菲非;fen 芬;feng 峰风锋凤丰;fu 福富甫;gang 刚钢;guang 光广;gui 桂贵;guo 国;hai 海;han 涵寒晗翰汉;hao 浩昊豪皓好
        he 和鹤荷;heng 恒衡;hong 红宏洪鸿弘虹;hua 华花;huan 欢焕;hui 慧惠辉晖会;ji 吉继基季;jia 佳家嘉加;jian 建健剑坚;jiang 江;jiao 娇;jie 杰洁捷婕;jin 金锦进瑾晋;jing 静晶京敬景菁婧
        ju 菊;juan 娟;jun 军俊君钧骏峻;kai 凯开;kang 康;ke 克可科;kun 坤昆;lan 兰岚澜;lei 磊蕾雷;li 丽利力立莉理礼黎;lian 莲连;liang 亮良;lin 林琳霖麟;ling 玲灵凌铃岭;long 龙隆;lu 璐露路
        man 曼满;mei 梅美媚;meng 梦萌;min 敏民;ming 明铭鸣;na 娜;nan 楠南男;ning 宁;pei 佩培沛;peng 鹏;ping 平萍;qi 琪奇琦启祺齐;qian 倩千谦;qiang 强;qiao 巧;qin 琴勤;qing 清青庆晴卿
        qiu 秋;quan 全权泉;ran 然冉;ren 仁人;rong 荣蓉容融;rou 柔;ru 如茹;rui 瑞睿锐蕊;shan 山珊善;shao 少绍;sheng 生胜盛声圣;shi 世诗石仕士实;shu 淑书舒树;shuang 爽双;shun 顺
        si 思;song 松;tao 涛桃;ting 婷庭廷;tong 彤桐通;wan 婉万晚;wei 伟薇维威巍玮炜卫蔚为;wen 文雯;wu 武;xi 希喜曦熙溪西;xia 霞夏;xian 贤宪仙;xiang 祥翔香湘向;xiao 晓小霄潇筱;xin 欣新心鑫昕馨信
        xing 星兴幸;xiong 雄;xiu 秀;xu 旭;xuan 轩萱璇宣;xue 雪学;ya 雅亚娅;yan 艳燕岩彦妍炎颜;yang 阳洋扬;yao 瑶耀尧;ye 叶烨;yi 怡一艺义仪毅依逸宜亦懿;yin 银音;ying 英颖莹瑛影盈
        yong 勇永咏;you 友佑;yu 宇玉雨瑜钰羽煜昱裕郁;yuan 媛源远圆元园;yue 月悦越玥;yun 云芸韵;ze 泽;zhen 珍振真贞;zheng 正政征;zhi 志智芝之知;zhong 中忠;zhou 洲舟;zhu 珠竹;zi 子紫梓;zong 宗
        cang 仓;shuai 帅;lun 伦;hang 航;kui 奎;long 珑;xu 绪;miao 苗妙;ni 妮;rui 芮;ting 亭
        """;

    private static readonly FrozenDictionary<string, string[]> OfFamily = Rows(Families)
        .GroupBy(r => r[0]).ToFrozenDictionary(g => g.Key, g => g.SelectMany(r => r.Skip(1)).Distinct().ToArray(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<char, string[]> OfGiven = Rows(Given)
        .SelectMany(r => r[1].Select(c => (Character: c, Reading: r[0])))
        .GroupBy(r => r.Character).ToFrozenDictionary(g => g.Key, g => g.Select(r => r.Reading).Distinct().ToArray());

    /// <summary>Every Latin spelling of a listed family name.</summary>
    public static IEnumerable<string> FamilySpellings => OfFamily.Values.SelectMany(v => v).Where(v => v.Length > 1);

    public static bool IsFamily(string simplified) => OfFamily.ContainsKey(simplified);

    public static bool FamilyReads(string simplified, string latin) => OfFamily.TryGetValue(simplified, out var readings) && readings.Contains(latin);

    /// <summary>Whether the Latin letters are the pinyin of the characters; false as well where a character is not listed.</summary>
    public static bool GivenReads(ReadOnlySpan<char> simplified, ReadOnlySpan<char> latin)
    {
        if (simplified.IsEmpty) return latin.IsEmpty;
        if (!OfGiven.TryGetValue(simplified[0], out var readings)) return false;
        foreach (var reading in readings)
            if (latin.StartsWith(reading) && GivenReads(simplified[1..], latin[reading.Length..])) return true;
        return false;
    }

    private static IEnumerable<string[]> Rows(string table) =>
        table.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(' '));
}
