using System.Runtime.CompilerServices;

namespace Patron.Analytics.Matching;

/// <summary>What part of a value a blocking key is made of.</summary>
internal enum AtomKind
{
    Whole,
    Beginning,
    Sound,
    FirstHalf,
    LastHalf,
    LastWord,
    FirstWord,
    LongestWord,
    LocalPart,
    LastDigits,
    YearMonth,
    MonthDay,
    Year,
    BothNames,
}

/// <param name="Field">Field number.</param>
/// <param name="Kind">What part of its value.</param>
/// <param name="Partner">The other field of a key that holds two values in any order, else -1.</param>
internal readonly record struct Atom(int Field, AtomKind Kind, int Partner = -1);

/// <summary>Parts of values as 32-bit keys, 0 where a value has no such part; reckoned once a value.</summary>
internal sealed class Atoms
{
    private readonly MatchData data;
    private readonly Atom[] atoms;
    private readonly uint[][] keys;
    private readonly int[] prepared;

    public Atoms(MatchData data)
    {
        this.data = data;
        atoms = [.. Choose(data.Fields)];
        keys = [.. atoms.Select(_ => Array.Empty<uint>())];
        prepared = new int[atoms.Length];
        Parallel.For(0, atoms.Length, Extend);
    }

    public int Count => atoms.Length;

    public Atom this[int atom] => atoms[atom];

    /// <summary>Prepares values that came since the last call.</summary>
    public void Extend()
    {
        for (var atom = 0; atom < atoms.Length; atom++) Extend(atom);
    }

    public uint Key(int atom, int record)
    {
        var (field, _, partner) = atoms[atom];
        var key = Key(atom, keys[atom], data.Value(record, field));
        if (partner < 0 || key == 0) return key;
        var other = data.Value(record, partner) is var value && value >= 0 ? data.Values(partner).Hash(value) : 0;
        return other == 0 ? 0 : (uint)Mixing.Mix(Math.Min(key, other), Math.Max(key, other)) | 1;
    }

    private static uint Key(int atom, uint[] keys, int value) => value < 0 ? 0 : keys[value];

    private void Extend(int atom)
    {
        var values = data.Values(atoms[atom].Field);
        if (keys[atom].Length < values.Count) Array.Resize(ref keys[atom], keys[atom].Length == 0 ? values.Count : values.Count + values.Count / 4);
        for (var id = prepared[atom]; id < values.Count; id++) keys[atom][id] = Key(atoms[atom].Kind, values, id);
        prepared[atom] = values.Count;
    }

    private static IEnumerable<Atom> Choose(IReadOnlyList<MatchField> fields)
    {
        for (var f = 0; f < fields.Count; f++)
            foreach (var kind in Kinds(fields[f].Role))
                yield return new(f, kind);
        var (given, family) = (fields.ToList().FindIndex(f => f.Role == FieldRole.GivenName), fields.ToList().FindIndex(f => f.Role == FieldRole.FamilyName));
        if (given >= 0 && family >= 0) yield return new(given, AtomKind.BothNames, family);
    }

    private static AtomKind[] Kinds(FieldRole role) => role switch
    {
        FieldRole.GivenName => [AtomKind.Whole, AtomKind.Beginning],
        FieldRole.FamilyName => [AtomKind.Whole, AtomKind.Sound],
        FieldRole.FullName => [AtomKind.Whole, AtomKind.LastWord, AtomKind.FirstWord, AtomKind.LongestWord],
        FieldRole.BirthDate => [AtomKind.Whole, AtomKind.YearMonth, AtomKind.MonthDay, AtomKind.Year],
        FieldRole.Street => [AtomKind.Whole, AtomKind.LongestWord],
        FieldRole.City => [AtomKind.Whole, AtomKind.Sound],
        FieldRole.PostalCode => [AtomKind.Whole, AtomKind.FirstHalf],
        FieldRole.Email => [AtomKind.Whole, AtomKind.LocalPart],
        FieldRole.Phone => [AtomKind.LastDigits],
        FieldRole.Identifier => [AtomKind.Whole, AtomKind.FirstHalf, AtomKind.LastHalf],
        FieldRole.Organisation => [AtomKind.Whole, AtomKind.FirstWord, AtomKind.LongestWord],
        FieldRole.Text => [AtomKind.Whole, AtomKind.LongestWord],
        FieldRole.Title or FieldRole.Generation or FieldRole.LegalForm => [],
        _ => [AtomKind.Whole],
    };

    private static uint Key(AtomKind kind, ValueDictionary values, int id)
    {
        var text = values[id];
        return kind switch
        {
            AtomKind.Whole or AtomKind.BothNames => values.Hash(id) | 1,
            AtomKind.Beginning => Hash(text[..Math.Min(3, text.Length)]),
            AtomKind.FirstHalf => Hash(text.IndexOf(' ') is var blank and > 0 ? text[..blank] : text[..((text.Length + 1) / 2)]),
            AtomKind.LastHalf => Hash(text[(text.Length / 2)..]),
            AtomKind.LastWord => Hash(LastWord(text)),
            AtomKind.FirstWord => Hash(text.IndexOf(' ') is var blank and > 0 ? text[..blank] : text),
            AtomKind.LongestWord => Hash(LongestWord(text)),
            AtomKind.LocalPart => Hash(EmailComparer.Untagged(EmailComparer.Local(text))),
            AtomKind.LastDigits => PhoneComparer.Digits(text) % 100_000_000 is var digits and > 0 ? (uint)Mixing.Mix(digits) | 1 : 0,
            AtomKind.Sound => Sound(text),
            _ => DatePart(kind, DateComparer.Parse(text)),
        };
    }

    private static uint DatePart(AtomKind kind, int date) => date < 0 ? 0 : kind switch
    {
        AtomKind.Year => (uint)Mixing.Mix((ulong)(date / 10_000)) | 1,
        AtomKind.YearMonth => date / 100 % 100 == 0 ? 0 : (uint)Mixing.Mix((ulong)(date / 100)) | 1,
        AtomKind.MonthDay => date % 10_000 == 0 ? 0 : (uint)Mixing.Mix((ulong)(date % 10_000)) | 1,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static uint Hash(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : ValueDictionary.Hash(text) | 1;

    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> text) => text.LastIndexOf(' ') is var blank && blank >= 0 && blank + 1 < text.Length ? text[(blank + 1)..] : text;

    private static ReadOnlySpan<char> LongestWord(ReadOnlySpan<char> text)
    {
        var longest = text[..0];
        foreach (var range in text.SplitAny(' ', ',', '-'))
            if (text[range] is var word && (word.Length > longest.Length || word.Length == longest.Length && word.SequenceCompareTo(longest) < 0)) longest = word;
        return longest;
    }

    /// <summary>The first letter and up to three groups of consonants after it, in the manner of Soundex (Russell 1918); other scripts: the whole text.</summary>
    [MethodImpl(Hot.Loop)]
    private static uint Sound(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return 0;
        if (!char.IsAsciiLetter(text[0])) return Hash(text);
        var (key, last, groups) = ((uint)char.ToLowerInvariant(text[0]), Group(text[0]), 0);
        foreach (var c in text[1..])
        {
            var group = Group(c);
            if (group != 0 && group != last && groups++ < 3) key = key * 7 + (uint)group;
            if (c is not ('h' or 'w')) last = group;
        }
        return (uint)Mixing.Mix(key) | 1;
    }

    private static int Group(char c) => char.ToLowerInvariant(c) switch
    {
        'b' or 'f' or 'p' or 'v' => 1,
        'c' or 'g' or 'j' or 'k' or 'q' or 's' or 'x' or 'z' => 2,
        'd' or 't' => 3,
        'l' => 4,
        'm' or 'n' => 5,
        'r' => 6,
        _ => 0,
    };
}
