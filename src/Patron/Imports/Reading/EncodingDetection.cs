using System.Text;

namespace Patron.Imports.Reading;

/// <summary>
/// Finds the encoding of text: byte order marks, zeros of UTF-16, validity of UTF-8, and otherwise which of the old encodings
/// turns the bytes into characters that people use most.
/// </summary>
internal static class EncodingDetection
{
    // The characters that names, addresses and company names of each country are made of, most frequent first; a wrong encoding hits few of them.
    private const string SimplifiedCommon =
        "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长"
        + "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
        + "市省区县路街号楼室镇村东西南北新建华明军伟芳娜敏静丽强磊洋勇艳杰娟涛超秀霞平刚桂英玉兰电话邮箱姓名地址客户订单编号日期数量价格产品名称女男商店有限公司北京上海广州深圳";

    private const string TraditionalCommon =
        "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長"
        + "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬董唐"
        + "市省區縣路街號樓室鎮村里鄰段巷弄東西南北新臺台灣香港高雄中正美雅婷怡君淑芬志明家豪俊宏電話郵箱姓名地址客戶訂單編號日期數量價格產品名稱女男商店有限公司";

    private const string HangulCommon =
        "이다는에의을가한고도를지은로기자하사시인아서나있대해일정리어보주적그부전상성수제과들게장구원경만스면조화국공신여연우오소선동미세문안라무비모개유생명진"
        + "김박최강윤임신권황송전홍고배백허남심노류민혜현영준희재호은지훈서울특별광역시도군구읍면동로길번호전화이름주소고객주문상품수량가격날짜여남부산대구인천광주경기";

    private const string KanaAndKanjiCommon =
        "のにはをたがでてとしれさあいるもなことよかりらうくきそまおえけせこどめやんアイウエオカキクケコサシスセソタチツテトナニノハヒフマミムメモヤラリルレロンー日本人大年出中会社市区町村県都府名前電話住所山田中川木林藤佐";

    private const string WesternCommon = "äöüßÄÖÜéèêëàâáãåæœçñóòôõøíìîïúùûýÿÉÈÊÀÂÁÃÅÆŒÇÑÓÔÕØÍÎÚÛšžŠŽðþ€£§°º“”„’‘–—…®©™«»·½²³´";
    private const string Cyrillic = "windows-1251";
    private const string CyrillicCommon = "оеаинтсрвлкмдпуяыьгзбчйхі";
    private const string Greek = "windows-1253";
    private const string GreekCommon = "αοιετσνηςρπκμλγδυωθίάόέήύώ";

    private static readonly Candidate[] Candidates =
    [
        new("gb18030", SimplifiedCommon, "GB18030"), new("big5", TraditionalCommon, "Big5"), new("ks_c_5601-1987", HangulCommon, "CP949"),
        new("shift_jis", KanaAndKanjiCommon, "Shift-JIS"), new(LatinEncodings.Western, "", "Windows-1252"), new(Cyrillic, "", "Windows-1251"), new(Greek, "", "Windows-1253"),
    ];

    /// <summary>A fit below this is chance: text read as a wrong encoding gives a few per cent, real text a fifth and more.</summary>
    private const double Plausible = 0.12;
    private const double AboutEqually = 0.6;

    /// <summary>Words in small letters of an alphabet reach this. Below it the text is capitals, which Greek and Cyrillic read out of each other's bytes equally well.</summary>
    private const double Fluent = 0.75;

    public static EncodingGuess Detect(ReadOnlySpan<byte> bytes)
    {
        if (ByMark(bytes) is { } marked)
        {
            return Sure(marked, Reason.Of("imports.detected.encoding.mark", ("encoding", marked)));
        }

        if (LooksLikeWideText(bytes))
        {
            var name = bytes.Length > 1 && EvenZeros(bytes) > OddZeros(bytes) ? "utf-16BE" : "utf-16";
            return Sure(name, Reason.Of("imports.detected.encoding.zeros", ("encoding", name)));
        }

        var utf8 = ReadAsUtf8(bytes);
        if (utf8.Broken == 0)
        {
            return Sure("utf-8", utf8.Sequences == 0 ? Reason.Of("imports.detected.encoding.ascii") : Reason.Of("imports.detected.encoding.utf8", ("characters", utf8.Sequences)));
        }

        // Text of an old encoding makes a whole line of valid sequences next to never, so a few of them outweigh the lines in which something is broken.
        var damaged = Reason.Of("imports.detected.encoding.utf8_damaged", ("characters", utf8.Sequences), ("broken", utf8.Broken));
        if (utf8.OnWholeLines >= 2 * utf8.BrokenLines)
        {
            return Sure("utf-8", damaged);
        }

        // More characters of UTF-8 than damage hardly come about by chance, but in a small file it may be: then a person is asked.
        var evidence = ByEvidence(bytes);
        return utf8.Sequences > utf8.Broken ? new("utf-8", damaged, [evidence.Name, .. evidence.Rivals]) : evidence;
    }

    private static EncodingGuess Sure(string name, Reason why) => new(name, why, []);

    /// <summary>Text of two bytes a character without a mark: zeros nearly all on one side, from ASCII characters and line ends.</summary>
    public static bool LooksLikeWideText(ReadOnlySpan<byte> bytes)
    {
        if (ByMark(bytes) is { } mark && mark != "utf-8")
        {
            return true;
        }

        var even = EvenZeros(bytes);
        var odd = OddZeros(bytes);
        return Math.Max(even, odd) * 20 > bytes.Length && Math.Min(even, odd) * 10 < Math.Max(even, odd);
    }

    private static string? ByMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? "utf-8"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) ? "utf-32"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]) ? "utf-32BE"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? "utf-16"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? "utf-16BE"
        : null;

    private static int EvenZeros(ReadOnlySpan<byte> bytes) => Zeros(bytes, 0);

    private static int OddZeros(ReadOnlySpan<byte> bytes) => Zeros(bytes, 1);

    private static int Zeros(ReadOnlySpan<byte> bytes, int from)
    {
        var count = 0;
        for (var i = from; i < bytes.Length; i += 2)
        {
            count += bytes[i] == 0 ? 1 : 0;
        }

        return count;
    }

    private static Utf8Reading ReadAsUtf8(ReadOnlySpan<byte> bytes)
    {
        var all = default(Utf8Reading);
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            var (sequences, broken) = end < 0 ? Utf8Sequences(bytes, cut: true) : Utf8Sequences(bytes[..end], cut: false);
            all = new(all.Sequences + sequences, all.Broken + broken, all.OnWholeLines + (broken == 0 ? sequences : 0), all.BrokenLines + (broken == 0 ? 0 : 1));
            bytes = end < 0 ? default : bytes[(end + 1)..];
        }

        return all;
    }

    private static (int Sequences, int Broken) Utf8Sequences(ReadOnlySpan<byte> line, bool cut)
    {
        var sequences = 0;
        var broken = 0;
        while (true)
        {
            var beyondAscii = line.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (beyondAscii < 0)
            {
                return (sequences, broken);
            }

            line = line[beyondAscii..];
            var status = Rune.DecodeFromUtf8(line, out _, out var length);
            if (status == System.Buffers.OperationStatus.NeedMoreData && cut)
            {
                // The sample cuts a character in two.
                return (sequences, broken);
            }

            sequences += status == System.Buffers.OperationStatus.Done ? 1 : 0;
            broken += status == System.Buffers.OperationStatus.Done ? 0 : 1;
            line = line[length..];
        }
    }

    /// <summary>
    /// Which of the old encodings makes of the bytes what people write. Two that fit about equally and read differently are both named:
    /// then a person is asked.
    /// </summary>
    private static EncodingGuess ByEvidence(ReadOnlySpan<byte> bytes)
    {
        // A sample may end in the middle of a character: the last line, perhaps incomplete, gives no evidence.
        var end = bytes.LastIndexOf((byte)'\n');
        var sample = end > 0 ? bytes[..end] : bytes;
        var readings = new List<Reading>(Candidates.Length);
        foreach (var candidate in Candidates)
        {
            if (Read(candidate, sample) is { } reading)
            {
                readings.Add(reading);
            }
        }

        var best = readings.MaxBy(r => r.Fit)!;
        if (best.Fit < Plausible)
        {
            // Nothing fits: no reading is better than another, whoever knows the file must say.
            return new(best.Candidate.Name, Reason.Of("imports.detected.encoding.unknown"), [.. readings.OrderByDescending(r => r.Fit).Skip(1).Take(5).Select(r => r.Candidate.Name)]);
        }

        if (best.Candidate.Name == LatinEncodings.Western && LatinEncodings.Other(sample, best.Text) is { } other)
        {
            return new(other.Name, Reason.Of("imports.detected.encoding.letters", ("encoding", other.Shown)), other.Sure ? [] : [best.Candidate.Name]);
        }

        string[] rivals = [.. readings.Where(r => r != best && r.Fit >= Math.Max(Plausible, Mistakable(r, best) ? 0 : AboutEqually * best.Fit) && r.Text != best.Text).OrderByDescending(r => r.Fit).Select(r => r.Candidate.Name)];
        var shown = best.Candidate.Shown;
        return new(best.Candidate.Name, best.Candidate.Common.Length == 0
            ? Reason.Of("imports.detected.encoding.single_bytes", ("encoding", shown))
            : Reason.Of("imports.detected.encoding.common_characters", ("encoding", shown), ("share", Math.Round(best.Fit, 2))), rivals);
    }

    /// <summary>Greek for Cyrillic or the other way round.</summary>
    private static bool Mistakable(Reading one, Reading best) => best.Fit < Fluent && one.Candidate.Name is Cyrillic or Greek && best.Candidate.Name is Cyrillic or Greek;

    /// <summary>Null when more than one character in fifty is none in this encoding: then it is not the file's.</summary>
    private static Reading? Read(Candidate candidate, ReadOnlySpan<byte> sample)
    {
        var text = TextEncodings.Find(candidate.Name)!.GetString(sample);
        var (beyondAscii, hits) = (0, 0);
        var common = candidate.Common.ToHashSet();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] <= 0x7F)
            {
                continue;
            }

            beyondAscii++;
            hits += (candidate.Common.Length > 0 ? common.Contains(text[i]) : candidate.Name switch
            {
                Cyrillic => IsCyrillicWord(text, i),
                Greek => IsGreekWord(text, i),
                _ => IsAccentInWord(text, i),
            }) ? 1 : 0;
        }

        var undecoded = UndecodedBytes.Count(text);
        return undecoded * 50 > beyondAscii ? null : new(candidate, text, beyondAscii == 0 ? 0 : (double)hits / beyondAscii);
    }

    /// <summary>An accented letter or sign of Western Europe beside a plain letter, a digit or a blank: words of accents alone there are none.</summary>
    private static bool IsAccentInWord(string text, int at) =>
        WesternCommon.Contains(text[at], StringComparison.Ordinal) && (IsPlain(text, at - 1) || IsPlain(text, at + 1));

    private static bool IsPlain(string text, int at) => at < 0 || at >= text.Length || text[at] <= 0x7F;

    /// <summary>One of the small letters that make most of a text, beside another Cyrillic letter; a capital only where a word begins.</summary>
    private static bool IsCyrillicWord(string text, int at)
    {
        return Is(at) && !Latin(at - 1) && !Latin(at + 1) && (CyrillicCommon.Contains(text[at], StringComparison.Ordinal) ? Is(at - 1) || Is(at + 1) : char.IsUpper(text[at]) && !Is(at - 1) && Is(at + 1));

        bool Is(int i) => i >= 0 && i < text.Length && text[i] is >= '\u0400' and <= '\u04FF';
        bool Latin(int i) => i >= 0 && i < text.Length && char.IsAsciiLetter(text[i]);
    }

    /// <summary>A letter that makes most of a Greek text, within a word; the sigma of a word's end stands there and nowhere else.</summary>
    private static bool IsGreekWord(string text, int at)
    {
        if (Latin(at - 1) || Latin(at + 1)) return false;
        if (text[at] is 'ς' or 'σ') return text[at] == 'ς' ? Is(at - 1) && !Is(at + 1) : Is(at + 1);
        return GreekCommon.Contains(text[at], StringComparison.Ordinal) ? Is(at - 1) || Is(at + 1) : Is(at) && char.IsUpper(text[at]) && !Is(at - 1) && Is(at + 1);

        bool Is(int i) => i >= 0 && i < text.Length && text[i] is >= '\u0370' and <= '\u03FF';
        bool Latin(int i) => i >= 0 && i < text.Length && char.IsAsciiLetter(text[i]);
    }

    /// <param name="Sequences">Characters beyond ASCII that are whole.</param>
    /// <param name="Broken">Places where a character is none.</param>
    /// <param name="OnWholeLines">Those of the whole ones that stand on lines where nothing is broken.</param>
    private readonly record struct Utf8Reading(int Sequences, int Broken, int OnWholeLines, int BrokenLines);

    /// <param name="Common">Its most frequent characters; empty where each byte is a character.</param>
    private sealed record Candidate(string Name, string Common, string Shown);

    /// <param name="Fit">Share of the characters beyond ASCII that speak for it, 0 to 1.</param>
    private sealed record Reading(Candidate Candidate, string Text, double Fit);
}

/// <summary>The encoding that fits best and what that rests on.</summary>
/// <param name="Rivals">Others that fit about as well and read the text differently; empty where there is no doubt.</param>
internal sealed record EncodingGuess(string Name, Reason Why, IReadOnlyList<string> Rivals);
