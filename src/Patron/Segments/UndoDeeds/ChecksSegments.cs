using System.Text.Json;
using Patron.Data;
using Patron.Kernel;
using Patron.Segments.EditSegment;

namespace Patron.Segments.UndoDeeds;

/// <summary>Other segments ask for it; said in a note, which takes no names.</summary>
internal sealed record SegmentStillNeeded() : Refusal("segments.refused.needed.short");

/// <summary>As it was it would come to ask for itself: others have changed since.</summary>
internal sealed record SegmentWouldAskItself() : Refusal("segments.undo.circle");

/// <summary>
/// Before a segment becomes what it was: nobody may ask for one that would be gone, two cannot have one name, and none may come to ask for itself.
/// The setting itself is brought back by the settings' own undo.
/// </summary>
internal sealed class ChecksSegments(SegmentBook book, SegmentDeeds deeds, SegmentLanguage language) : IUndoesChanges
{
    public int Order => 79;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        if (!what.Set.Kind.StartsWith(SegmentDeeds.Kinds, StringComparison.Ordinal)) return null;
        book.Forget();
        foreach (var change in await RecordedChange.Read(session, what.Set.Id, SettingDeeds.Entity, int.MaxValue, 1, ct))
            foreach (var setting in change.Before.EnumerateObject())
                if (Wrong(setting.Name, setting.Value.GetString()) is { } refusal) what.Refuse(refusal);
        // Whoever reads the book next finds it as it is then.
        book.Forget();
        return null;
    }

    private Refusal? Wrong(string key, string? was)
    {
        if (!IdText.TryRead<SegmentId>(key[SegmentDefinition.Settings.Length..], out var id)) return null;
        var before = was is null ? null : JsonSerializer.Deserialize<SegmentDefinition>(was);
        if (before is null or { Deleted: not null })
            return book.All.FirstOrDefault(s => s.Id != id && SegmentDeeds.Asks(s, id)) is not null ? new SegmentStillNeeded() : null;
        if (book.All.Any(s => s.Id != id && s.Name.Equals(before.Name, StringComparison.OrdinalIgnoreCase))) return new SegmentNameTaken();
        return language.Read(before.Query).Item1 is { } node && deeds.Circle(node, id, []) is not null ? new SegmentWouldAskItself() : null;
    }
}
