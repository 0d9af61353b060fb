using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Quality.ReckonQuality;

namespace Patron.Quality.CheckFiles;

/// <summary>Holds files to the limits set for their source.</summary>
internal sealed class LimitsFiles(IDbContextFactory<PatronDb> contexts, TimeProvider clock) : ILimitsFiles
{
    public async Task<IFileLimits?> Begin(SourceInfo source, string kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var limits = await db.QualityLimits.AsNoTracking().Where(l => l.SourceId == source.Id && l.Kind == kind).ToListAsync(ct);
        if (limits.Count == 0) return null;
        var organisation = await db.Organisation(ct);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), organisation.Zone).DateTime);
        return kind == QualityFields.Customers ? new FileJudge(limits, new CustomerRowJudge(new Values(today), source.Country, organisation.Country, limits.Select(l => l.Field))) : new FileJudge(limits, new PlainRowJudge(limits));
    }
}

/// <summary>What is so of one field of one row: it applies, something stands there, it is a value; and the print of what should be unique.</summary>
internal readonly record struct Judged(bool Applies, bool There, bool Valid, ulong? Print);

/// <summary>Reads a row's fields as one kind of file means them.</summary>
internal abstract class RowJudge
{
    public abstract IReadOnlyList<string> Fields { get; }

    /// <param name="row">In the order of <see cref="Fields"/>.</param>
    public abstract Judged Judge(string field, ReadOnlySpan<FieldSeen> row);
}

/// <summary>Counts, field by field, the rows of a file that have what is limited.</summary>
internal sealed class FileJudge : IFileLimits
{
    private readonly RowJudge rows;
    private readonly Tally[] tallies;

    public FileJudge(IReadOnlyList<QualityLimit> limits, RowJudge rows)
    {
        this.rows = rows;
        tallies = [.. limits.GroupBy(l => l.Field).Select(g => new Tally(g.Key, [.. g]))];
    }

    public IReadOnlyList<string> Fields => rows.Fields;

    public void Row(ReadOnlySpan<FieldSeen> fields)
    {
        foreach (var tally in tallies) tally.Add(rows.Judge(tally.Field, fields));
    }

    public IReadOnlyList<LimitBroken> Broken() => [.. tallies.SelectMany(t => t.Broken())];

    private sealed class Tally(string name, IReadOnlyList<QualityLimit> limits)
    {
        private readonly string seenAs = QualityFields.CustomKey(name) ?? name;
        private readonly RepeatCount repeats = new();
        private readonly bool unique = limits.Any(l => l.Flaw == Flaw.Duplicate);
        private long rows, missing, invalid;

        public string Field => name;

        public void Add(Judged judged)
        {
            if (!judged.Applies) return;
            rows++;
            if (!judged.There) missing++;
            else if (!judged.Valid) invalid++;
            if (unique && judged.Print is { } print) repeats.Add(print);
        }

        public IEnumerable<LimitBroken> Broken() => limits.OrderBy(l => l.Flaw).Select(Held).Where(b => b.Share > b.Most);

        private LimitBroken Held(QualityLimit limit) => limit.Flaw switch
        {
            Flaw.Missing => new(seenAs, FieldFault.Missing, missing, rows, (double)Micros.ToUnits(limit.Most)),
            Flaw.Invalid => new(seenAs, FieldFault.Invalid, invalid, rows, (double)Micros.ToUnits(limit.Most)),
            _ => new(seenAs, FieldFault.Duplicate, repeats.Repeated, rows, (double)Micros.ToUnits(limit.Most)),
        };
    }
}

/// <summary>
/// Rows whose value another row has too, in bounded memory: exact up to 200,000 different values, beyond that reckoned from a sample of values
/// (all rows of a value, or none), each time thinned by half.
/// </summary>
internal sealed class RepeatCount
{
    internal const int MostValues = 200_000;
    private Dictionary<ulong, int> counts = [];
    private int halvings;

    public void Add(ulong print)
    {
        if (!Sampled(print)) return;
        counts[print] = counts.GetValueOrDefault(print) + 1;
        if (counts.Count <= MostValues) return;
        halvings++;
        counts = counts.Where(c => Sampled(c.Key)).ToDictionary();
    }

    public long Repeated => counts.Values.Where(n => n > 1).Sum(n => (long)n) << halvings;

    private bool Sampled(ulong print) => (print & ((1UL << halvings) - 1)) == 0;
}
