using Patron.Analytics.Matching;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Where a person's name stands in the rows; -1 for a column that is not there.</summary>
internal sealed record NameColumns(int Given, int Family, int Whole, int Title, string GivenName, string FamilyName, string WholeName = "")
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
/// Given and family name of the person, titles off; a part that is missing is taken from the whole name. Where a file has names in Latin letters beside Hangul or Chinese characters there are two of each:
/// in their own script, and in Latin letters for pairs of which one has no other.
/// </summary>
internal sealed class NameWork : FieldWork
{
    private const int MostRemembered = 200_000;

    private readonly NameColumns columns;
    private readonly NameScripts scripts;
    private readonly LatinNames latin = new();
    private readonly TextDraft read = new();
    private readonly KnownValues knownGiven = new();
    private readonly KnownValues knownFamily = new();
    private readonly Dictionary<(string, string, string), NameForms> remembered = [];

    private readonly bool generations;
    private readonly bool keepsWhole;

    /// <param name="generations">Jr, Sr, the 3rd baron: a column of its own.</param>
    /// <param name="besideParts">A whole name beside parts is a column of its own as well.</param>
    public NameWork(NameColumns columns, NameScripts scripts, bool generations = false, bool besideParts = false)
    {
        (this.columns, this.scripts, this.generations) = (columns, scripts, generations);
        var own = new List<MatchField>();
        if (columns.HasGiven) own.Add(new(FieldRole.GivenName, columns.GivenName));
        if (columns.HasFamily) own.Add(new(FieldRole.FamilyName, columns.FamilyName));
        Fields = scripts is { Own: true, Latin: true } ? [.. own, .. own.Select((field, at) => field with { InsteadOf = at })] : own;
        keepsWhole = besideParts && columns is { InParts: true, Whole: >= 0 } && !scripts.Own;
        if (keepsWhole) Fields = [.. Fields, new(FieldRole.FullName, columns.WholeName)];
        if (generations) Fields = [.. Fields, new(FieldRole.Generation, columns.FamilyName)];
    }

    public override IReadOnlyList<MatchField> Fields { get; }

    protected override void Prepare(RowBatch rows, int row, ReadOnlySpan<MatchColumn> into)
    {
        var given = Value(rows, row, columns.Given);
        var family = Value(rows, row, columns.Family);
        var whole = Value(rows, row, columns.Whole);
        if (!scripts.Own && !HasOwnScript(given) && !HasOwnScript(family) && !HasOwnScript(whole))
        {
            if (whole.IsEmpty && !generations && !keepsWhole)
            {
                if (columns.HasGiven) Part(given, knownGiven, into[0]);
                if (columns.HasFamily) Part(family, knownFamily, into[columns.HasGiven ? 1 : 0]);
                return;
            }
            ReadLatin(given, family, whole);
            Append(into, latin.Given.Span, latin.Family.Span);
            // Beside parts the whole name tells what they do not have: further names, and which of two that changed places is which.
            if (keepsWhole) into[FirstParts].Append(WholeOf(whole));
            if (generations) into[^1].Append(latin.Generation.Span);
            return;
        }
        if (keepsWhole) into[FirstParts].Append(default);
        if (generations) into[^1].Append(default);
        if (columns.InParts && (given.Length > 0 || family.Length > 0)) whole = default;
        var key = (given.ToString(), family.ToString(), whole.ToString());
        if (!remembered.TryGetValue(key, out var forms))
        {
            forms = Forms(key.Item1, key.Item2, key.Item3);
            if (remembered.Count < MostRemembered) remembered.Add(key, forms);
        }
        var own = scripts is { Own: true, Latin: true } || forms.OwnFamily.Length + forms.OwnGiven.Length > 0;
        Append(into, own ? forms.OwnGiven : forms.LatinGiven, own ? forms.OwnFamily : forms.LatinFamily);
        if (scripts is { Own: true, Latin: true }) Append(into[(Fields.Count / 2)..], forms.LatinGiven, forms.LatinFamily);
    }

    private int FirstParts => (columns.HasGiven ? 1 : 0) + (columns.HasFamily ? 1 : 0);

    private ReadOnlySpan<char> WholeOf(ReadOnlySpan<char> whole)
    {
        if (whole.IsEmpty) return default;
        var comma = whole.IndexOf(',');
        return PlainFolding.Fold(comma > 0 && !latin.Generation.IsEmpty ? whole[..comma] : whole, read);
    }

    /// <summary>A part that stands for itself.</summary>
    private void Part(ReadOnlySpan<char> raw, KnownValues known, MatchColumn into)
    {
        if (known.TryGet(raw, out var key, out var number))
        {
            into.AppendNumber(number);
            return;
        }
        latin.ReadPart(raw, latin.Given);
        known.Add(key, into.Append(latin.Given.Span));
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
        if (whole.IsEmpty)
        {
            latin.Generation.Clear();
            latin.ReadPart(given, latin.Given);
            latin.ReadPart(family, latin.Family);
            return;
        }
        latin.ReadWhole(whole);
        if (given.IsEmpty && family.IsEmpty) return;
        // What stands in parts is surer; the whole name fills in the part that is missing, in whichever order it was written.
        if (family.IsEmpty) Complete(given, latin.Given, latin.Family);
        else if (given.IsEmpty) Complete(family, latin.Family, latin.Given);
        else
        {
            latin.ReadPart(given, latin.Given);
            latin.ReadPart(family, latin.Family);
        }
    }

    private void Complete(ReadOnlySpan<char> part, TextDraft into, TextDraft other)
    {
        read.Clear();
        read.Append(into.Span);
        latin.ReadPart(part, into);
        if (!other.Span.SequenceEqual(into.Span)) return;
        other.Clear();
        other.Append(read.Span);
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
