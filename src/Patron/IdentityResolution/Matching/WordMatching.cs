namespace Patron.IdentityResolution.Matching;

/// <summary>
/// Two names as bags of folded words. What is equal is set aside first; then every remaining word of the shorter side must find a
/// partner of its own, by the weakest of these that suffices: ue for ü, an initial, a nickname, a slip of spelling.
/// </summary>
internal static class WordMatching
{
    private static readonly (string Reason, Func<string, string, bool> Fits)[] PersonTiers =
    [
        (NameReasons.Umlaut, SameButForUmlauts),
        (NameReasons.Initial, IsInitialOf),
        (NameReasons.Nickname, Nicknames.Agree),
        (NameReasons.Spelling, IsSlip),
    ];

    private static readonly (string Reason, Func<string, string, bool> Fits)[] OrganisationTiers =
    [
        (NameReasons.Umlaut, SameButForUmlauts),
        (NameReasons.Spelling, IsSlip),
    ];

    public static NameVerdict Compare(IReadOnlyList<string> a, IReadOnlyList<string> b, bool areOrganisations)
    {
        var (left, right) = (a.ToList(), b.ToList());
        left.RemoveAll(right.Remove);
        var common = a.Count > left.Count;
        SetAsideJoined(left, right);
        SetAsideJoined(right, left);

        if (left.Count == 0 && right.Count == 0) return new(NameAgreement.Same, NameReasons.Same);
        if (left.Count == 0 || right.Count == 0) return new(NameAgreement.Compatible, NameReasons.Missing);
        var tiers = areOrganisations ? OrganisationTiers : PersonTiers;
        for (var allowed = 1; allowed <= tiers.Length; allowed++)
        {
            var partners = Partners(left, right, (x, y) => tiers.Take(allowed).Any(t => t.Fits(x, y)));
            if (partners == Math.Min(left.Count, right.Count)) return new(NameAgreement.Compatible, tiers[allowed - 1].Reason);
        }
        return new(NameAgreement.Different, common ? NameReasons.PartlyDifferent : NameReasons.Different);
    }

    /// <summary>"Minsu" is "Min su", "Marylou" is "Mary-Lou".</summary>
    private static void SetAsideJoined(List<string> joined, List<string> parted)
    {
        for (var w = joined.Count - 1; w >= 0; w--)
        {
            for (var i = 0; i < parted.Count; i++)
            {
                var j = parted.FindIndex(second => joined[w].Length == parted[i].Length + second.Length
                    && joined[w].StartsWith(parted[i], StringComparison.Ordinal) && joined[w].EndsWith(second, StringComparison.Ordinal));
                if (j < 0 || j == i) continue;
                joined.RemoveAt(w);
                parted.RemoveAt(Math.Max(i, j));
                parted.RemoveAt(Math.Min(i, j));
                break;
            }
        }
    }

    /// <summary>The most pairs in which nobody occurs twice (bipartite matching by augmenting paths); names are short.</summary>
    private static int Partners(List<string> left, List<string> right, Func<string, string, bool> fits)
    {
        var partnerOf = Enumerable.Repeat(-1, right.Count).ToArray();
        return Enumerable.Range(0, left.Count).Count(l => FindPartner(l, new bool[right.Count]));

        bool FindPartner(int l, bool[] tried)
        {
            for (var r = 0; r < right.Count; r++)
            {
                if (tried[r] || !fits(left[l], right[r])) continue;
                tried[r] = true;
                if (partnerOf[r] >= 0 && !FindPartner(partnerOf[r], tried)) continue;
                partnerOf[r] = l;
                return true;
            }
            return false;
        }
    }

    private static bool IsInitialOf(string x, string y) => (x.Length == 1) != (y.Length == 1) && x[0] == y[0];

    private static bool SameButForUmlauts(string x, string y) => WithoutUmlauts(x) == WithoutUmlauts(y);

    private static string WithoutUmlauts(string word) =>
        word.Replace("ae", "a", StringComparison.Ordinal).Replace("oe", "o", StringComparison.Ordinal).Replace("ue", "u", StringComparison.Ordinal);

    /// <summary>One slip in words of five letters or more, two from nine; a swap of neighbours is one.</summary>
    private static bool IsSlip(string x, string y)
    {
        var allowed = Math.Min(x.Length, y.Length) switch { < 5 => 0, < 9 => 1, _ => 2 };
        return allowed > 0 && Math.Abs(x.Length - y.Length) <= allowed && EditDistance.Of(x, y) <= allowed;
    }
}
