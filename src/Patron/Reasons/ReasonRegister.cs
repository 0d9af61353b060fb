using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons;

/// <summary>Keeps the trees, and counts what was given.</summary>
internal sealed class ReasonRegister(
    IDbContextFactory<PatronDb> contexts, IEnumerable<ICountsReasons> elsewhere, ICustomerBase customerBase, IVisibility visibility, TimeProvider clock, IdMaker ids) : IReasons
{
    private readonly Dictionary<ReasonKind, ICountsReasons> elsewhere = elsewhere.ToDictionary(c => c.Kind);

    public async Task<IReadOnlyList<ReasonInfo>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var tree = await ReasonTree.Read(db, ct);
        return [.. Enum.GetValues<ReasonKind>().SelectMany(kind => tree.Ordered(kind)).Select(r => r.Reason)];
    }

    public async Task<ReasonPaths> Of(ReasonKind kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return new((await ReasonTree.Read(db, ct)).Of(kind));
    }

    public async Task<ReasonPaths> Of(BulkSession session, ReasonKind kind, CancellationToken ct) => new((await ReasonTree.Read(session.Db, ct)).Of(kind));

    public async Task<IReadOnlyDictionary<string, ReasonId>> FindOrMake(BulkSession session, ReasonKind kind, IReadOnlyCollection<string> said, bool planOnly, CancellationToken ct)
    {
        if (!planOnly) await SettingDeeds.Alone(session, ct);
        var (tree, found) = (await ReasonTree.Read(session.Db, ct), new Dictionary<string, ReasonId>(StringComparer.OrdinalIgnoreCase));
        foreach (var reason in new ReasonPaths(tree.Of(kind)).All)
        {
            found.TryAdd(reason.Path, reason.Id);
            found.TryAdd(reason.Name, reason.Id);
        }
        List<ReasonInfo> made = [.. said.Where(s => !found.ContainsKey(s)).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => new ReasonInfo(ids.Next<ReasonId>(), kind, null, null, name))];
        foreach (var one in made) found[one.Name!] = one.Id;
        if (made.Count > 0 && !planOnly)
        {
            await session.Db.WriteAtOnce(ReasonTree.Key, new ReasonTree([.. tree.All, .. made]), ct);
            session.Tell(Topics.Settings);
        }
        return said.Distinct(StringComparer.Ordinal).ToDictionary(s => s, s => found[s], StringComparer.Ordinal);
    }

    public void Give(BulkSession session, ChangeRecorder changes, IReadOnlyCollection<GivenReason> given)
    {
        if (given.Count == 0) return;
        var fresh = new IdRanges(ids);
        using (var sink = session.Sink(GivenTable.Name, GivenTable.Columns))
        {
            foreach (var one in given)
            {
                sink.Begin();
                sink.Long(one.Customer.Value);
                sink.Long(fresh.Next());
                sink.Long(one.Reason.Value);
                sink.Int((int)one.Kind);
                sink.Int(one.Day.DayNumber);
                sink.Text(one.About);
                sink.Long(one.AboutId);
                sink.Long(changes.Set.By?.Value);
                sink.End();
            }
            sink.Complete();
        }
        foreach (var (first, last) in fresh.Ranges) changes.Range(GivenTable.Name, first, last);
        session.Tell(Topics.Reasons, given.Select(g => g.Customer.Value));
    }

    public async Task Forget(BulkSession session, string about, string things, CancellationToken ct) =>
        await session.Execute($"delete from {GivenTable.Name} where about = @about and (customer_id, about_id) in ({things})", ct, ("@about", about));

    public async Task<IReadOnlyList<ReasonCount>> Count(ReasonKind kind, DateOnly? from, DateOnly? to, UserId? asker, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var tree = await ReasonTree.Read(session.Db, ct);
        var counts = elsewhere.TryGetValue(kind, out var room) ? await room.Count(from, to, asker, ct) : await Given(session, kind, from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue, asker, ct);
        var ordered = tree.Ordered(kind).ToList();
        var total = ordered.Sum(r => counts.GetValueOrDefault(r.Reason.Id));
        return
        [
            .. ordered.Select(r =>
            {
                var times = Within(r.Reason.Id).Sum(id => counts.GetValueOrDefault(id));
                return new ReasonCount(r.Reason, r.Depth, times, total == 0 ? 0 : (double)times / total, Inside(r.Reason, times, total));
            }),
        ];

        IEnumerable<ReasonId> Within(ReasonId id) => tree.All.Where(r => r.Parent == id).SelectMany(r => Within(r.Id)).Prepend(id);
    }

    /// <summary>Who was deleted is gone from counts; the bin is small. Who sees a part of the customers counts by customer.</summary>
    private async Task<IReadOnlyDictionary<ReasonId, long>> Given(BulkSession session, ReasonKind kind, DateOnly first, DateOnly last, UserId? asker, CancellationToken ct)
    {
        var snapshot = customerBase.Current;
        var visible = visibility.Set(snapshot, asker);
        var (counts, by) = (new Dictionary<ReasonId, long>(), visible is null ? "" : ", customer_id");
        await using var command = session.Command(string.Create(CultureInfo.InvariantCulture, $"""
            select reason_id, count(*) {by} from {GivenTable.Name}
            where kind = {(int)kind} and day >= {first.DayNumber} and day <= {last.DayNumber} and customer_id not in (select id from customers where deleted_at is not null)
            group by reason_id {by}
            """));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (visible is not null && !(snapshot.TryIndex(reader.GetInt64(2), out var at) && visible.Get(at))) continue;
            var reason = new ReasonId(reader.GetInt64(0));
            counts[reason] = counts.GetValueOrDefault(reason) + reader.GetInt64(1);
        }
        return counts;
    }

    /// <summary>Compared in whole numbers, for 9.5 % of a thousand must lie between 9 and 10.</summary>
    private static bool? Inside(ReasonInfo reason, long times, long total) =>
        reason is { Low: { } low, High: { } high } && total > 0 ? times >= (decimal)low * total && times <= (decimal)high * total : null;
}
