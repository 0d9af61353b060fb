using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Quality.SetLimits;

/// <summary>Sets what a file may lack; each change is a change set.</summary>
internal sealed class Limits(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    private const string Entity = QualityLimitTable.Name;

    /// <summary>Orders get it from files of their lines; a file of orders has no such field.</summary>
    private const string FromLines = "country";

    /// <summary>The flaws of a field that a file's rows can have.</summary>
    public static Flaw[] Of(string kind, string field)
    {
        if (kind != QualityFields.Customers) return kind == "orders" && field == FromLines ? [] : [Flaw.Missing, Flaw.Invalid];
        if (QualityFields.CustomKey(field) is not null) return [Flaw.Missing, Flaw.Invalid, Flaw.Duplicate];
        if (QualityFields.Find(field) is not { } known || known == QualityFields.Record) return [];
        if (known == QualityFields.Person) return [Flaw.Duplicate];
        return [Flaw.Missing, .. known.Checked ? (Flaw[])[Flaw.Invalid] : [], .. known.Unique ? (Flaw[])[Flaw.Duplicate] : []];
    }

    /// <summary>Per cent as typed, to micros; blank is no limit. False for what is no number from 0 to 100.</summary>
    public static bool TryRead(string? text, out long? most)
    {
        most = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var percent) || percent is < 0 or > 100) return false;
        most = Micros.From(percent / 100);
        return true;
    }

    /// <param name="wanted">Micros of 1 by flaw; null takes the limit away.</param>
    public async Task Set(SourceId source, string kind, string field, IReadOnlyDictionary<Flaw, long?> wanted, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var there = await db.QualityLimits.Where(l => l.SourceId == source && l.Kind == kind && l.Field == field).ToListAsync(ct);
        var (before, after) = (new Dictionary<string, object?>(), new Dictionary<string, object?>());
        foreach (var (flaw, most) in wanted)
        {
            var limit = there.FirstOrDefault(l => l.Flaw == flaw);
            if (limit?.Most == most) continue;
            (before[NameOf(flaw)], after[NameOf(flaw)]) = (limit?.Most, most);
            if (most is not { } wished) db.Remove(limit!);
            else if (limit is null) db.Add(new QualityLimit { SourceId = source, Kind = kind, Field = field, Flaw = flaw, Most = wished });
            else limit.Most = wished;
        }
        if (after.Count == 0) return;
        new ChangeRecorder(db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = "limits.change" }).Row(Entity, source.Value, default, before, after);
        await db.SaveChangesAsync(ct);

        string NameOf(Flaw flaw) => $"{kind}.{field}.{QualityFields.WordOf(flaw)}";
    }
}
