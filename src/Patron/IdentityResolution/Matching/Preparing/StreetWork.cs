using System.Collections.Frozen;
using Patron.Analytics.Matching;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Streets with the usual abbreviations written out; where the number stands with the street ("12 Main St", 테헤란로 12, 建国路88号) it becomes a column of its own.</summary>
internal sealed class StreetWork : FieldWork
{
    private readonly int column;
    private readonly StreetFolder folder = new();
    private readonly KnownValues known = new();

    /// <param name="name">What the file calls the column.</param>
    /// <param name="withNumber">The number stands with the street.</param>
    public StreetWork(int column, string name, bool withNumber)
    {
        this.column = column;
        var street = new MatchField(FieldRole.Street, name);
        Fields = withNumber ? [new MatchField(FieldRole.StreetNumber, name), street] : [street];
    }

    public override IReadOnlyList<MatchField> Fields { get; }

    protected override void Prepare(RowBatch rows, int row, ReadOnlySpan<MatchColumn> into)
    {
        var raw = rows[row, column];
        if (raw.IsEmpty || Nothing.Says(raw))
        {
            foreach (var to in into) to.Append(default);
            return;
        }
        if (into.Length == 2)
        {
            folder.Fold(raw, takeNumber: true);
            into[0].Append(folder.Number);
            into[1].Append(folder.Street);
        }
        else if (known.TryGet(raw, out var key, out var street))
        {
            into[0].AppendNumber(street);
        }
        else
        {
            folder.Fold(raw, takeNumber: false);
            known.Add(key, into[0].Append(folder.Street));
        }
    }
}

/// <summary>See <see cref="StreetWork"/>.</summary>
internal sealed class StreetFolder
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Long = (
        "st street,str strasse,rd road,ave avenue,av avenue,ln lane,dr drive,drv drive,ct court,crt court,pl place,plc place,cres crescent,cr crescent,cct circuit,cl close,blvd boulevard," +
        "bvd boulevard,hwy highway,pde parade,tce terrace,ter terrace,terr terrace,sq square,pkwy parkway,gr grove,gdns gardens,apt apartment,ste suite,fl floor," +
        "n north,s south,e east,w west").Split(',').Select(p => p.Split(' ')).ToFrozenDictionary(p => p[0], p => p[1], StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly TextDraft words = new();
    private readonly TextDraft street = new();
    private readonly TextDraft number = new();

    public ReadOnlySpan<char> Street => street.Span;

    public ReadOnlySpan<char> Number => number.Span;

    public void Fold(ReadOnlySpan<char> raw, bool takeNumber)
    {
        street.Clear();
        number.Clear();
        var text = PlainFolding.Fold(raw, words);
        if (text.ContainsAnyInRange('\u3041', '\uFAFF')) FoldOwn(text, takeNumber);
        else FoldLatin(text, takeNumber);
    }

    private void FoldLatin(ReadOnlySpan<char> text, bool takeNumber)
    {
        foreach (var range in text.Split(' '))
        {
            var word = text[range];
            if (word.IsEmpty) continue;
            if (takeNumber && number.IsEmpty && char.IsAsciiDigit(word[0]) && !IsOrdinal(word)) number.Append(word);
            else if (!street.IsEmpty && Long.TryGetValue(word, out var whole)) street.Word(whole);
            else if (word.Length > 4 && word.EndsWith("str")) street.Word(word).Append("asse");
            else street.Word(word);
        }
    }

    /// <summary>42nd Street has a number for a name.</summary>
    private static bool IsOrdinal(ReadOnlySpan<char> word) => word.Length > 2 && word[^2..] is "st" or "nd" or "rd" or "th";

    /// <summary>
    /// Blanks are no matter. The number of the house is the digits before 号 or 번지, else the last ones; what stands behind it is the flat and is left out.
    /// </summary>
    private void FoldOwn(ReadOnlySpan<char> text, bool takeNumber)
    {
        foreach (var c in text)
            if (c != ' ' || (street.Length > 0 && char.IsAsciiDigit(street.Last))) street.Append(c);
        if (!takeNumber) return;
        var all = street.Span;
        var (from, to) = NumberIn(all);
        if (to == 0) return;
        number.Append(all[from..to]);
        street.CutTo(from);
        while (street.Length > 0 && street.Last == ' ') street.CutTo(street.Length - 1);
    }

    private static (int From, int To) NumberIn(ReadOnlySpan<char> text)
    {
        var (from, to) = (0, 0);
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
            var behind = i < text.Length ? text[i] : ' ';
            if (behind is '号' or '번') return (start, i);
            // 테헤란로 12길, 3楼, 2단지: numbers of ways, storeys and blocks.
            if (behind is ' ' or '호' or '之' && to == 0) (from, to) = (start, i);
        }
        return (from, to);
    }
}
