namespace Patron.Analytics.Matching;

/// <summary>Compares the values of one field by their numbers; what a comparison needs of a value is prepared once.</summary>
internal abstract class FieldComparer(ValueDictionary values)
{
    protected ValueDictionary Values => values;

    private ulong[] letters = [];
    private int prepared;

    /// <summary>Of two different values.</summary>
    public abstract Agreement Compare(int a, int b);

    /// <summary>Prepares values that came since the last call.</summary>
    public void Extend()
    {
        if (letters.Length < values.Count) Array.Resize(ref letters, Room(letters.Length));
        for (var id = prepared; id < values.Count; id++) letters[id] = Edits.Letters(values[id]);
        Prepare(prepared, values.Count);
        prepared = values.Count;
    }

    protected virtual void Prepare(int from, int to)
    {
    }

    protected int Room(int had) => Math.Max(values.Count, had == 0 ? 0 : had + had / 2);

    protected bool Within(int a, int b, int edits) => Edits.MayBeWithin(letters[a], letters[b], edits) && Edits.Within(values[a], values[b], edits) <= edits;

    protected int EditsWithin(int a, int b, int limit) => Edits.MayBeWithin(letters[a], letters[b], limit) ? Edits.Within(values[a], values[b], limit) : limit + 1;

    protected bool Alike(int a, int b, double least) =>
        Edits.MayBeAlike(letters[a], values[a].Length, letters[b], values[b].Length) && Edits.JaroWinkler(values[a], values[b]) >= least;

    public static FieldComparer For(FieldRole role, ValueDictionary values, NameVariants variants) => role switch
    {
        FieldRole.GivenName => new NameComparer(values, variants),
        FieldRole.FamilyName => new NameComparer(values, NameVariants.None),
        FieldRole.FullName => new WordsComparer(values, variants),
        FieldRole.BirthDate => new DateComparer(values),
        FieldRole.Email => new EmailComparer(values),
        FieldRole.Phone => new PhoneComparer(values),
        FieldRole.Identifier or FieldRole.PostalCode or FieldRole.StreetNumber => new CodeComparer(values),
        FieldRole.Sex or FieldRole.Region or FieldRole.Country or FieldRole.Title or FieldRole.Generation or FieldRole.LegalForm => new CategoryComparer(values),
        FieldRole.Organisation => new WordsComparer(values, NameVariants.None, initials: true),
        _ => new WordsComparer(values, NameVariants.None),
    };
}

/// <summary>Groups of names that stand for each other.</summary>
internal sealed class NameVariants
{
    private readonly Dictionary<string, int[]> groups;

    public NameVariants(IReadOnlyList<IReadOnlyList<string>> variants) =>
        groups = variants.SelectMany((names, group) => names.Select(name => (name, group))).GroupBy(g => g.name, g => g.group, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    public static NameVariants None { get; } = new([]);

    public int[] Groups(ReadOnlySpan<char> name) => groups.Count == 0 ? [] : groups.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var found) ? found : [];
}
