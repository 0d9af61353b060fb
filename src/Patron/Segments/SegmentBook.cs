using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Segments;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Segments;

/// <summary>A saved segment that was read.</summary>
/// <param name="Node">Null where its query cannot be read any more, or it came from a file.</param>
/// <param name="Error">What is wrong with it.</param>
internal sealed record SavedSegment(SegmentDefinition Definition, SegmentNode? Node, SegmentError? Error)
{
    public SegmentId Id => Definition.Key;
    public string Name => Definition.Name;
}

/// <summary>All saved segments, in memory; those in the bin apart.</summary>
internal sealed class SegmentBook(IDbContextFactory<PatronDb> contexts, SegmentLanguage language, TimeProvider clock)
{
    /// <summary>A page asks many times; another process may change them.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock guard = new();
    private readonly Dictionary<string, (SegmentVocabulary Words, SavedSegment Segment)> read = [];
    private volatile Known? known;

    private sealed record Known(IReadOnlyList<SavedSegment> All, IReadOnlyList<SegmentDefinition> Bin, DateTimeOffset Until);

    /// <summary>By name.</summary>
    public IReadOnlyList<SavedSegment> All => Now().All;

    /// <summary>Deleted ones, the last first.</summary>
    public IReadOnlyList<SegmentDefinition> Bin => Now().Bin;

    public SavedSegment? Find(SegmentId id) => All.FirstOrDefault(s => s.Id == id);

    /// <summary>By id text or by name, letter case aside.</summary>
    public SavedSegment? Find(string idOrName) =>
        IdText.TryRead<SegmentId>(idOrName, out var id) && Find(id) is { } found ? found : All.FirstOrDefault(s => s.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase));

    /// <summary>What was read before no longer holds.</summary>
    public void Forget() => known = null;

    /// <summary>The query with the names of segments instead of their ids, as people read it.</summary>
    public string Shown(SegmentNode node) => SegmentText.Print(SegmentTree.Rename(node, word => Find(word)?.Name ?? word));

    /// <summary>The query with the ids of segments, as it is kept: their names may change.</summary>
    public SegmentNode Kept(SegmentNode node) => SegmentTree.Rename(node, word => Find(word)?.Id.ToString() ?? word);

    private Known Now()
    {
        var now = clock.GetUtcNow();
        if (known is { } kept && now < kept.Until) return kept;
        using var db = contexts.CreateDbContext();
        var rows = db.Set<SettingRow>().AsNoTracking().Where(s => s.Key.StartsWith(SegmentDefinition.Settings + "seg_")).Select(s => s.Value).ToList();
        lock (guard)
        {
            var all = rows.Select(Read).ToList();
            return known = new([.. all.Where(s => s.Definition.Deleted is null).OrderBy(s => s.Name, StringComparer.CurrentCultureIgnoreCase)],
                [.. all.Select(s => s.Definition).Where(d => d.Deleted is not null).OrderByDescending(d => d.Deleted)], now + Fresh);
        }
    }

    /// <summary>Parsed once for each text of it, as long as the language is the same.</summary>
    private SavedSegment Read(string json)
    {
        var words = language.Words;
        if (read.TryGetValue(json, out var before) && before.Words == words) return before.Segment;
        var definition = JsonSerializer.Deserialize<SegmentDefinition>(json)!;
        var (node, error) = definition.FromFile ? (null, null) : language.Read(definition.Query);
        var segment = new SavedSegment(definition, node, error);
        read[json] = (words, segment);
        return segment;
    }
}
