using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching;

/// <summary>Words that systems write around a name and that are no part of it.</summary>
internal static class Honorifics
{
    private static readonly FrozenSet<string> Courtesy = Words(
        "mr mrs ms miss mx madam messrs herr frau fräulein mme mlle monsieur madame señor señora señorita srta sra signor signora sigra dhr mevr mw hr fr");

    private static readonly FrozenSet<string> Rank = Words("dr prof professor doctor sir dame lady lord rev reverend capt captain");

    /// <summary>Only before a name: behind it they are something else ("Sr" the elder, "M" an initial).</summary>
    private static readonly FrozenSet<string> OnlyBefore = Words("sr lady lord dame sir rev reverend capt captain hr fr madam");

    private static readonly FrozenSet<string> Degrees = Words("phd dphil md mba msc bsc llm esq obe mbe cbe");

    // Longest first, so that 교수님 is not read as a name that ends in 교수.
    private static readonly string[] OwnRank =
    [
        .. "대표이사님 대표이사 교수님 교수 박사님 박사 선생님 선생 사장님 사장 대표님 대표 부장님 부장 과장님 과장 차장님 차장 대리님 원장님 원장 목사님 목사 변호사님 변호사".Split(' '),
        .. "教授 博士 老师 老師 律师 律師 医生 醫生 医师 醫師 经理 經理 总经理 總經理 董事长 董事長 主任 院长 院長".Split(' '),
    ];

    private static readonly string[] OwnCourtesy =
    [
        .. "고객님 여사님 여사 님 씨 先生 女士 小姐 太太 夫人 阁下 閣下 様 樣 殿 さん さま".Split(' '),
    ];

    private static readonly string[] Own = [.. OwnRank.Concat(OwnCourtesy).OrderByDescending(t => t.Length)];

    private static readonly FrozenDictionary<string, string> Generations = new Dictionary<string, string>
    {
        ["jr"] = "jr", ["junior"] = "jr", ["jnr"] = "jr", ["sr"] = "sr", ["senior"] = "sr", ["snr"] = "sr", ["ii"] = "2", ["iii"] = "3", ["iv"] = "4",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Folded words of Latin script that may stand before a name, and behind it (there degrees as well).</summary>
    public static IEnumerable<string> BeforeNames => Courtesy.Concat(Rank).Concat(OnlyBefore);

    public static IEnumerable<string> BehindNames => BeforeNames.Except(OnlyBefore).Concat(Degrees).Concat(Generations.Keys);

    public static bool Before(string folded) => Courtesy.Contains(folded) || Rank.Contains(folded) || OnlyBefore.Contains(folded);

    public static bool After(string folded) => (Before(folded) && !OnlyBefore.Contains(folded)) || Degrees.Contains(folded);

    /// <summary>"jr", "sr", "2" ... for a word behind a name that tells fathers from sons.</summary>
    public static string? Generation(string folded) => Generations.GetValueOrDefault(folded);

    public static bool IsCourtesy(string folded) => Courtesy.Contains(folded);

    /// <summary>Chinese, Korean and Japanese honorifics stuck to a name, behind or (longer ones) before it.</summary>
    public static (string Name, string? Title) TakeOff(string text)
    {
        foreach (var title in Own)
        {
            if (text.Length <= title.Length) continue;
            if (text.EndsWith(title, StringComparison.Ordinal)) return (text[..^title.Length], title);
            // Not for Hangul: 박사랑 is Park Sarang, no doctor.
            if (title.Length > 1 && NameFolding.ScriptOf(title) == NameScript.Han && text.StartsWith(title, StringComparison.Ordinal)) return (text[title.Length..], title);
        }
        return (text, null);
    }

    public static bool IsOwn(string word) => Own.Contains(word);

    /// <summary>A professor or doctor says more than a Mr: 2, 1, and 0 for no title.</summary>
    public static int Weight(string? title) => title switch
    {
        null or "" => 0,
        _ when OwnRank.Any(r => title.Contains(r, StringComparison.Ordinal)) => 2,
        _ when title.Split(' ').Any(w => Rank.Contains(NameFolding.Latin(w))) => 2,
        _ => 1,
    };

    private static FrozenSet<string> Words(string text) => text.Split(' ').Select(NameFolding.Latin).ToFrozenSet(StringComparer.Ordinal);
}
