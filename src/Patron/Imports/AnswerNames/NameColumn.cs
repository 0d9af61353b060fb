using Patron.Imports.Mapping;
using Patron.Kernel;

namespace Patron.Imports.AnswerNames;

/// <summary>The names of one kind that are known: what a row may say, and what else they are called.</summary>
internal sealed class KnownNames(string what)
{
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> byName = new(StringComparer.OrdinalIgnoreCase);

    public string What => what;
    public List<KnownName> All { get; } = [];

    public void Add(KnownName name)
    {
        All.Add(name);
        keys.Add(name.Key);
        // A name that two things bear says neither.
        byName[name.Name ?? name.Key] = byName.TryGetValue(name.Name ?? name.Key, out var other) && other != name.Key ? null : name.Key;
    }

    /// <summary>What a row must say for it: itself, or the key of the one thing that is called so.</summary>
    public string? KeyOf(string said) => keys.Contains(said) ? said : byName.GetValueOrDefault(said);

    public bool Knows(string said) => keys.Contains(said) || byName.ContainsKey(said);
}

/// <summary>One column of names: answers what was asked, and in a check keeps what is to be asked.</summary>
/// <param name="read">The field that holds the name.</param>
/// <param name="write">The field that takes the key of what is meant.</param>
internal sealed class NameColumn(ImportField read, ImportField write, KnownNames known, IReadOnlyDictionary<string, NameAnswer> answers, bool asking)
{
    /// <summary>A file with more names than this is not asked about the rest.</summary>
    private const int MostNames = 100_000;

    private readonly Dictionary<string, Said> said = new(StringComparer.Ordinal);

    public string What => known.What;
    public KnownNames Known => known;
    public string Field => read.Key;

    /// <summary>Names that are neither known nor answered, with how often and where they first stand.</summary>
    public IEnumerable<(string Name, long Count, long Line)> Unknown => said.Where(s => s.Value.Open).Select(s => (s.Key, s.Value.Count, s.Value.Line));

    public void Apply(ImportRow row)
    {
        if (row.Text(read) is not { } name || (read != write && row.Has(write))) return;
        if (!said.TryGetValue(name, out var what))
        {
            what = Decide(name, row.Line);
            if (said.Count < MostNames) said[name] = what;
        }
        if (asking) what.Count++;
        if (what.Means is { } means) row.Put(write, means);
    }

    private Said Decide(string name, long line) => answers.TryGetValue(name, out var answer)
        ? new() { Means = answer.Means is { } means ? known.KeyOf(means) ?? means : null, Line = line }
        : new() { Means = known.What == NamedThings.Product && known.KeyOf(name) is { } key && (key != name || read != write) ? key : null, Open = !known.Knows(name), Line = line };

    private sealed class Said
    {
        public string? Means { get; init; }
        public bool Open { get; init; }
        public long Line { get; init; }
        public long Count { get; set; }
    }
}
