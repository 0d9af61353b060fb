using System.Runtime.CompilerServices;

namespace Patron.Analytics.Matching;

/// <summary>Records of one or two tables side by side, by row: numbers of values, and how the values of each field are compared.</summary>
internal sealed class MatchData
{
    private const int BitsPerLevel = 3;

    /// <summary>So few records are compared sooner than a cache is made.</summary>
    private const int FewRecords = 256;

    private readonly ValueDictionary[] values;
    private readonly int[] insteadOf;
    private readonly FieldComparer[] comparers;
    private readonly LevelCache?[] caches;
    private readonly int given;
    private readonly int family;
    private readonly (int First, int Second)[] twins;
    private int[] rows;

    public MatchData(MatchTable a, MatchTable? b, IReadOnlyList<IReadOnlyList<string>> nicknames, bool own = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (b is not null && !a.Fields.Select(f => f.Role).SequenceEqual(b.Fields.Select(f => f.Role))) throw new ArgumentException("Two tables to link need the same roles in the same order.", nameof(b));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(a.Fields.Count, MatchTable.MostFields);
        Fields = a.Fields;
        insteadOf = [.. Fields.Select(f => f.InsteadOf)];
        (Boundary, Count) = (a.Count, checked(a.Count + (b?.Count ?? 0)));
        HasTwoSources = b is not null;
        rows = new int[checked(Count * Fields.Count)];
        values = new ValueDictionary[Fields.Count];
        for (var f = 0; f < values.Length; f++) values[f] = Fill(f, a.Columns[f], b?.Columns[f], own);
        (given, family) = (Find(FieldRole.GivenName), Find(FieldRole.FamilyName));
        twins = [.. Twins(Fields, given, family)];
        FillFullNames(a, b);
        var variants = new NameVariants(nicknames);
        comparers = [.. Fields.Select((f, i) => FieldComparer.For(f.Role, values[i], variants))];
        Parallel.ForEach(comparers, c => c.Extend());
        caches = [.. Fields.Select((f, i) => Count < FewRecords && !own ? null : LevelCache.For(f.Role, values[i].Count))];
    }

    public IReadOnlyList<MatchField> Fields { get; }

    public int Count { get; private set; }

    /// <summary>Records of the first table; those of the second follow.</summary>
    public int Boundary { get; }

    public bool HasTwoSources { get; }

    public ValueDictionary Values(int field) => values[field];

    public WordsComparer? Words(int field) => comparers[field] as WordsComparer;

    public int Value(int record, int field) => rows[record * values.Length + field];

    public ReadOnlySpan<int> Row(int record) => rows.AsSpan(record * values.Length, values.Length);

    /// <summary>A pair may be a link: with two sources it needs one record of each.</summary>
    public bool MayLink(int a, int b) => !HasTwoSources || a < Boundary != b < Boundary;

    /// <summary>Appends a record whose values need not be known yet.</summary>
    public int Add(IReadOnlyList<string?> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNotEqual(texts.Count, values.Length);
        if ((Count + 1) * values.Length > rows.Length) Array.Resize(ref rows, checked((Count + Count / 4 + 16) * values.Length));
        var record = Count++;
        Set(record, texts);
        return record;
    }

    /// <summary>Takes the last record away again.</summary>
    public void DropLast() => Count--;

    private void Set(int record, IReadOnlyList<string?> texts)
    {
        var filled = texts;
        for (var f = 0; f < values.Length; f++)
        {
            var text = filled[f];
            if (string.IsNullOrEmpty(text) && Fields[f].Role == FieldRole.FullName && given >= 0 && family >= 0) text = Joined(filled[given], filled[family]);
            rows[record * values.Length + f] = string.IsNullOrEmpty(text) ? ValueDictionary.Missing : values[f].Add(text);
            comparers[f].Extend();
        }
    }

    /// <summary>How the fields of two records agree: three bits a field, the first field lowest.</summary>
    [MethodImpl(Hot.Loop)]
    public ulong Pattern(int a, int b)
    {
        ReadOnlySpan<int> rowA = Row(a), rowB = Row(b);
        var pattern = 0UL;
        for (var f = 0; f < rowA.Length; f++)
        {
            var (x, y) = (rowA[f], rowB[f]);
            if (x < 0 || y < 0 || insteadOf[f] is var proper and >= 0 && rowA[proper] >= 0 && rowB[proper] >= 0) continue;
            pattern |= (ulong)(x == y ? Agreement.Exact : Level(f, x, y)) << (f * BitsPerLevel);
        }
        foreach (var (first, second) in twins)
        {
            var (one, other) = (Level(pattern, first), Level(pattern, second));
            if (one >= Agreement.Near && other >= Agreement.Near && AreSwapped(first, second, rowA, rowB))
                pattern = With(With(pattern, first, Agreement.Swapped), second, Agreement.Swapped);
            else if (one == Agreement.Missing && other >= Agreement.Near && IsMisplaced(first, second, rowA, rowB)) pattern = With(pattern, second, Agreement.Swapped);
            else if (other == Agreement.Missing && one >= Agreement.Near && IsMisplaced(second, first, rowA, rowB)) pattern = With(pattern, first, Agreement.Swapped);
        }
        return pattern;
    }

    public static Agreement Level(ulong pattern, int field) => (Agreement)(pattern >> (field * BitsPerLevel) & 7);

    private static ulong With(ulong pattern, int field, Agreement level) => pattern & ~(7UL << (field * BitsPerLevel)) | (ulong)level << (field * BitsPerLevel);

    private Agreement Level(int field, int x, int y)
    {
        // Symmetric by construction: always the lower number first.
        var (low, high) = x < y ? (x, y) : (y, x);
        if (caches[field] is not { } cache) return comparers[field].Compare(low, high);
        if (cache.TryGet(low, high, out var known)) return known;
        var level = comparers[field].Compare(low, high);
        cache.Set(low, high, level);
        return level;
    }

    /// <summary>The first value of each is the second of the other; one of the two may have a slip.</summary>
    private bool AreSwapped(int f, int g, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        ReadOnlySpan<char> firstA = values[f][a[f]], secondA = values[g][a[g]], firstB = values[f][b[f]], secondB = values[g][b[g]];
        var (there, back) = (firstA.SequenceEqual(secondB), firstB.SequenceEqual(secondA));
        return there && back
            || there && firstB.Length >= 3 && Edits.Within(firstB, secondA, 2) <= 2
            || back && firstA.Length >= 3 && Edits.Within(firstA, secondB, 2) <= 2;
    }

    /// <summary>Of one record only one of the two fields is there, and it holds what the other record has in the other one.</summary>
    private bool IsMisplaced(int missing, int there, ReadOnlySpan<int> a, ReadOnlySpan<int> b) =>
        a[missing] < 0 ? b[missing] >= 0 && values[there][a[there]].SequenceEqual(values[missing][b[missing]])
        : values[there][b[there]].SequenceEqual(values[missing][a[missing]]);

    /// <summary>Fields whose values change places: given and family name, two fields of one role that follow each other.</summary>
    private static IEnumerable<(int First, int Second)> Twins(IReadOnlyList<MatchField> fields, int given, int family)
    {
        if (given >= 0 && family >= 0) yield return (given, family);
        for (var f = 1; f < fields.Count; f++)
            if (fields[f].Role == fields[f - 1].Role && fields[f].Role is FieldRole.Street or FieldRole.Phone or FieldRole.Email) yield return (f - 1, f);
    }

    private int Find(FieldRole role)
    {
        for (var f = 0; f < Fields.Count; f++)
            if (Fields[f].Role == role) return f;
        return -1;
    }

    private ValueDictionary Fill(int field, MatchColumn a, MatchColumn? b, bool own)
    {
        var known = b is null && !own && Fields[field].Role != FieldRole.FullName ? a.Values : a.Values.Copy();
        var ids = a.Ids;
        for (var i = 0; i < ids.Length; i++) rows[i * values.Length + field] = ids[i];
        if (b is null) return known;
        var numbers = new int[b.Values.Count];
        for (var v = 0; v < numbers.Length; v++) numbers[v] = known.Add(b.Values[v]);
        ids = b.Ids;
        for (var i = 0; i < ids.Length; i++) rows[(Boundary + i) * values.Length + field] = ids[i] < 0 ? ValueDictionary.Missing : numbers[ids[i]];
        return known;
    }

    /// <summary>A record with a given and a family name has a full name: it can then be compared with records that have only that.</summary>
    private void FillFullNames(MatchTable a, MatchTable? b)
    {
        if (given < 0 || family < 0) return;
        for (var f = 0; f < values.Length; f++)
        {
            if (Fields[f].Role != FieldRole.FullName) continue;
            for (var record = 0; record < Count; record++)
            {
                if (Value(record, f) >= 0) continue;
                var (table, row) = record < Boundary ? (a, record) : (b!, record - Boundary);
                if (Joined(table.Text(row, given), table.Text(row, family)) is { } name) rows[record * values.Length + f] = values[f].Add(name);
            }
        }
    }

    private static string? Joined(string? given, string? family) => string.IsNullOrEmpty(given) || string.IsNullOrEmpty(family) ? null : $"{given} {family}";
}

/// <summary>Remembers how pairs of values agree; a newer pair takes the place of an older one. Threads may race: an entry is one word that is right or another pair's.</summary>
internal sealed class LevelCache
{
    private const int MostValues = 1 << 30;

    /// <summary>So few are compared sooner than a table is made for them.</summary>
    private const int FewValues = 64;

    // What lies further off than this is remembered no sooner than it is compared.
    private readonly ulong[] entries = new ulong[1 << 14];

    /// <summary>Null where comparing is as cheap as remembering.</summary>
    public static LevelCache? For(FieldRole role, int values) =>
        values is > FewValues and < MostValues && role is FieldRole.GivenName or FieldRole.FamilyName or FieldRole.City or FieldRole.Text or FieldRole.Organisation or FieldRole.FullName or FieldRole.Street ? new() : null;

    public bool TryGet(int low, int high, out Agreement level)
    {
        var entry = entries[Slot(low, high)];
        level = (Agreement)(entry & 7);
        return entry >> 3 == Key(low, high) && level != Agreement.Missing;
    }

    public void Set(int low, int high, Agreement level) => entries[Slot(low, high)] = Key(low, high) << 3 | (ulong)level;

    private static ulong Key(int low, int high) => (ulong)low << 30 | (uint)high;

    private int Slot(int low, int high) => (int)(Mixing.Mix(Key(low, high)) & (ulong)(entries.Length - 1));
}
