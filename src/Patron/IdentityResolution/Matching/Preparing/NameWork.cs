using Patron.Analytics.Matching;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Where a person's name stands in the rows; -1 for a column that is not there.</summary>
internal sealed record NameColumns(int Given, int Family, int Whole, int Title, string GivenName, string FamilyName)
{
    public bool InParts => Given >= 0 || Family >= 0;

    public bool HasGiven => Given >= 0 || Whole >= 0;

    public bool HasFamily => Family >= 0 || Whole >= 0;
}

/// <summary>Which scripts the names of a file are written in.</summary>
internal readonly record struct NameScripts(bool Latin, bool Hangul, bool Han)
{
    public bool Own => Hangul || Han;
}

/// <summary>
/// Given and family name of the person, titles off. Where a file has names in Latin letters beside Hangul or Chinese characters there are two of each:
/// in their own script, and in Latin letters for pairs of which one has no other.
/// </summary>
internal sealed class NameWork : FieldWork
{
    private const int MostRemembered = 200_000;

    private readonly NameColumns columns;
    private readonly NameScripts scripts;
    private readonly LatinNames latin = new();
    private readonly Dictionary<(string, string, string), NameForms> remembered = [];

    public NameWork(NameColumns columns, NameScripts scripts)
    {
        (this.columns, this.scripts) = (columns, scripts);
        var own = new List<MatchField>();
        if (columns.HasGiven) own.Add(new(FieldRole.GivenName, columns.GivenName));
        if (columns.HasFamily) own.Add(new(FieldRole.FamilyName, columns.FamilyName));
        Fields = scripts is { Own: true, Latin: true } ? [.. own, .. own.Select((field, at) => field with { InsteadOf = at })] : own;
    }

    public override IReadOnlyList<MatchField> Fields { get; }

    protected override void Prepare(RowBatch rows, int row, ReadOnlySpan<MatchColumn> into)
    {
        var given = Value(rows, row, columns.Given);
        var family = Value(rows, row, columns.Family);
        var whole = Value(rows, row, columns.Whole);
        if (columns.InParts && (given.Length > 0 || family.Length > 0)) whole = default;
        if (!scripts.Own && !HasOwnScript(given) && !HasOwnScript(family) && !HasOwnScript(whole))
        {
            ReadLatin(given, family, whole);
            Append(into, latin.Given.Span, latin.Family.Span);
            return;
        }
        var key = (given.ToString(), family.ToString(), whole.ToString());
        if (!remembered.TryGetValue(key, out var forms))
        {
            forms = Forms(key.Item1, key.Item2, key.Item3);
            if (remembered.Count < MostRemembered) remembered.Add(key, forms);
        }
        var own = scripts is { Own: true, Latin: true } || forms.OwnFamily.Length + forms.OwnGiven.Length > 0;
        Append(into, own ? forms.OwnGiven : forms.LatinGiven, own ? forms.OwnFamily : forms.LatinFamily);
        if (scripts is { Own: true, Latin: true }) Append(into[(into.Length / 2)..], forms.LatinGiven, forms.LatinFamily);
    }

    private void Append(ReadOnlySpan<MatchColumn> into, ReadOnlySpan<char> given, ReadOnlySpan<char> family)
    {
        if (columns.HasGiven) into[0].Append(given);
        if (columns.HasFamily) into[columns.HasGiven ? 1 : 0].Append(family);
    }

    private static ReadOnlySpan<char> Value(RowBatch rows, int row, int column)
    {
        if (column < 0) return default;
        var value = rows[row, column];
        return Nothing.Says(value) ? default : value;
    }

    private static bool HasOwnScript(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u3041', '\uFAFF') || text.ContainsAnyInRange('\uFF66', '\uFFDC');

    private void ReadLatin(ReadOnlySpan<char> given, ReadOnlySpan<char> family, ReadOnlySpan<char> whole)
    {
        if (!whole.IsEmpty)
        {
            latin.ReadWhole(whole);
            return;
        }
        latin.ReadPart(given, latin.Given);
        latin.ReadPart(family, latin.Family);
    }

    private NameForms Forms(string given, string family, string whole)
    {
        var name = HasOwnScript(whole) || HasOwnScript(given) || HasOwnScript(family) ? PersonName.Parse(whole, given, family) : PersonName.Empty;
        var (ownGiven, ownFamily) = (name.OwnFolded[name.OwnFamilyLength..], name.OwnFolded[..name.OwnFamilyLength]);
        if (name.OwnFolded.Length > 0)
        {
            var read = name.Script switch
            {
                NameScript.Hangul => (KoreanLatin.GivenOf(ownGiven), KoreanLatin.FamilyOf(ownFamily)),
                NameScript.Han => (HanPinyin.Given(ownGiven), HanPinyin.Family(ownFamily)),
                _ => (null, null),
            };
            return new(ownGiven, ownFamily, read.Item1 ?? "", read.Item2 ?? "");
        }
        ReadLatin(given, family, whole);
        var (latinGiven, latinFamily) = Romanised(latin.Given.Span.ToString(), latin.Family.Span.ToString());
        return new("", "", latinGiven, latinFamily);
    }

    /// <summary>A Korean or Chinese name in Latin letters is brought to the form that the characters of its kind are read as; other names stay.</summary>
    private (string Given, string Family) Romanised(string given, string family)
    {
        var letters = given.Replace(" ", "", StringComparison.Ordinal);
        var chinese = scripts.Han && ChineseLatin.Given(letters) is not null ? ChineseLatin.Family(family) : null;
        var korean = scripts.Hangul && (letters.Length == 0 || KoreanSyllables.Fit(letters)) ? KoreanLatin.Family(family) : null;
        // Where the name may be either, a family name that is pinyin (Wang) makes it Chinese, another spelling (Kim, Lee) Korean.
        if (korean is not null && chinese != family) return (KoreanLatin.Coarse(letters), korean);
        return chinese is not null ? (ChineseLatin.Given(letters)!, chinese) : (given, family);
    }

    private sealed record NameForms(string OwnGiven, string OwnFamily, string LatinGiven, string LatinFamily);
}
