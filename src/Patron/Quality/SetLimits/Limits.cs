using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Quality.SetLimits;

/// <summary>Sets what a file may lack; each change is a deed that its author may take back.</summary>
internal sealed class Limits(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    /// <summary>Begins the kinds of the change sets.</summary>
    public const string Kinds = "limits.";

    /// <summary>Orders get it from files of their lines; a file of orders has no such field.</summary>
    private const string FromLines = "country";

    /// <summary>The flaws of a field that a file's rows can have.</summary>
    /// <param name="unique">Of other kinds than customers: no two rows should say the same in it.</param>
    public static Flaw[] Of(string kind, string field, bool unique)
    {
        if (field == MeasuredTable.AgainKey) return [];
        if (kind != QualityFields.Customers) return kind == "orders" && field == FromLines ? [] : [Flaw.Missing, Flaw.Invalid, .. unique ? (Flaw[])[Flaw.Duplicate] : []];
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
    /// <returns>The deed; null where nothing changed.</returns>
    public async Task<ChangeSetId?> Set(SourceId source, string kind, string field, IReadOnlyDictionary<Flaw, long?> wanted, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var there = await db.QualityLimits.Where(l => l.SourceId == source && l.Kind == kind && l.Field == field).ToListAsync(ct);
        var (before, after) = (new Dictionary<string, object?>(), new Dictionary<string, object?>());
        foreach (var (flaw, most) in wanted)
        {
            var limit = there.FirstOrDefault(l => l.Flaw == flaw);
            if (limit?.Most == most) continue;
            var name = new LimitName(kind, field, flaw).ToString();
            (before[name], after[name]) = (limit?.Most, most);
            Put(db, limit, new() { SourceId = source, Kind = kind, Field = field, Flaw = flaw, Most = most ?? 0 }, most);
        }
        if (after.Count == 0) return null;
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + "change" };
        new ChangeRecorder(db, set).Row(QualityLimitTable.Name, source.Value, default, before, after);
        await db.SaveChangesAsync(ct);
        return set.Id;
    }

    /// <param name="there">The limit as it is; null where there is none.</param>
    /// <param name="fresh">Where there is none.</param>
    /// <param name="most">As it becomes; null takes it away.</param>
    internal static void Put(PatronDb db, QualityLimit? there, QualityLimit fresh, long? most)
    {
        if (most is not { } wished)
        {
            if (there is not null) db.Remove(there);
        }
        else if (there is null)
        {
            db.Add(fresh);
        }
        else
        {
            there.Most = wished;
        }
    }
}

/// <summary>What change sets call a limit within its source: kind, field and flaw with dots between them. Fields of one's own have dots in their names, kinds and flaws have none.</summary>
internal readonly record struct LimitName(string Kind, string Field, Flaw Flaw)
{
    public static LimitName Read(string name)
    {
        var (first, last) = (name.IndexOf('.', StringComparison.Ordinal), name.LastIndexOf('.'));
        return new(name[..first], name[(first + 1)..last], QualityFields.FlawOf(name[(last + 1)..]) ?? throw new FormatException($"{name} names no flaw."));
    }

    public override string ToString() => $"{Kind}.{Field}.{QualityFields.WordOf(Flaw)}";
}
