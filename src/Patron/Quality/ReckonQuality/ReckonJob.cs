using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Quality.ReckonQuality;

/// <summary>Measures every source and field, and finds the flaws of every record. Run again at once it changes nothing but adds a measurement.</summary>
internal sealed class ReckonJob(
    IRecordStream stream, ISources sources, IEnumerable<IMeasuresRows> rooms, IReckoningDay reckoning, IListsCustomers customers,
    IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "quality.reckon";
    private const string Reading = "quality.phase.reading", Writing = "quality.phase.writing";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var (now, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        var all = await sources.All(ct);
        Organisation organisation;
        QualitySettings settings;
        await using (var db = await contexts.CreateDbContextAsync(ct)) (organisation, settings) = (await db.Organisation(ct), await QualitySettings.Read(db, ct));
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, organisation.Zone).DateTime);
        var freshFrom = now.AddDays(-settings.FreshDays);

        var sweep = new RecordSweep(all, today, Instants.ToMicroseconds(freshFrom), organisation.Country);
        await Read(sweep, run, ct);
        var shared = sweep.Finish();
        var measured = sweep.Counts().Select(c => (Kind: QualityFields.Customers, Count: c)).ToList();
        // What happened is fresh by the day that numbers are reckoned for, which lies in the past where the data end there.
        var happenedFrom = freshFrom.AddDays(reckoning.AsOf.DayNumber - today.DayNumber);
        foreach (var room in rooms) measured.AddRange((await Measure(room, now, happenedFrom, ct)).Select(c => (room.Kind, c)));

        run.Report(Writing, sweep.Records.Count, sweep.Records.Count);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var changed = await FlawWriter.Write(session, sweep.Records, all, ct);
        await FlawWriter.WriteShared(session, shared, all, new IdRanges(ids), ct);
        await session.Execute($"delete from {QualityMeasureTable.Name} where at = @now", ct, ("@now", now));
        session.Db.AddRange(measured.Select(m => Row(m.Kind, m.Count, now, today)));
        await session.Db.SaveChangesAsync(ct);
        await Thin(session, today, ct);
        await session.Commit(ct);
        return JsonSerializer.Serialize(new ReckonResult(sweep.Records.Count, changed, Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3)));
    }

    private async Task Read(RecordSweep sweep, IJobRun run, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        // What lies in the bin is nobody's to repair.
        var (read, held) = (0L, new IndexFinder(customers.Load(connection, ct).Ids));
        stream.Read(connection, record =>
        {
            if (held.IndexOf(record.Customer.Value) >= 0) sweep.Add(record);
            if (++read % 50_000 == 0) run.Report(Reading, read, null);
        }, ct);
    }

    private async Task<IReadOnlyList<FieldCount>> Measure(IMeasuresRows room, DateTimeOffset now, DateTimeOffset freshFrom, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        return await room.Measure(db.Database.GetDbConnection(), now, freshFrom, ct);
    }

    private static QualityMeasure Row(string kind, FieldCount count, DateTimeOffset at, DateOnly day) => new()
    {
        SourceId = count.Source ?? default, Kind = kind, Field = count.Field, At = at, Day = day,
        Total = count.Total, Filled = count.Filled, Invalid = count.Invalid, Duplicate = count.Duplicate, Fresh = count.Fresh,
    };

    /// <summary>Of days long past the last measurement is enough.</summary>
    private static Task<int> Thin(BulkSession session, DateOnly today, CancellationToken ct) => session.Execute(
        $"""
        delete from {QualityMeasureTable.Name} as old where old.day < @before and exists (select 1 from {QualityMeasureTable.Name} later
        where later.source_id = old.source_id and later.kind = old.kind and later.field = old.field and later.day = old.day and later.at > old.at)
        """, ct, ("@before", today.AddDays(-QualitySettings.DaysInFull).DayNumber));
}

/// <param name="Records">Source records gone through.</param>
/// <param name="Changed">Rows of flaws that differ from the last time.</param>
internal sealed record ReckonResult(long Records, int Changed, double Seconds);
