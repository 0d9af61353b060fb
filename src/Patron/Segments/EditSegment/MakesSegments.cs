using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Segments.Contracts;

namespace Patron.Segments.EditSegment;

internal sealed class MakesSegments(SegmentDeeds deeds, SegmentBook book) : IMakesSegments
{
    public async Task<Result<SegmentId>> Make(string name, string about, string query, UserId? by, CancellationToken ct)
    {
        if (book.Find(name) is { } there) return there.Id;
        var made = await deeds.Save(null, new(name, about, query, null, null), null, by, ct);
        return made.Refusal is { } refusal ? refusal : made.Value.Id;
    }

    public async Task Forget(BulkSession session, IReadOnlyCollection<SegmentId> segments, CancellationToken ct)
    {
        foreach (var id in segments.Where(id => !book.All.Any(s => !segments.Contains(s.Id) && SegmentDeeds.Asks(s, id))))
        {
            var key = SegmentDefinition.SettingOf(id);
            if (await session.Db.Set<SettingRow>().FirstOrDefaultAsync(s => s.Key == key, ct) is { } row) session.Db.Remove(row);
        }
        await session.Db.SaveChangesAsync(ct);
        book.Forget();
    }
}
