using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.ServiceDesk.SetService;

/// <param name="Path">With the names above it: "Delivery / Too late".</param>
internal sealed record Reason(TicketReasonId Id, TicketReasonId? Parent, string Name, string Path, bool Retired);

/// <summary>The reasons in the order of a tree: each before what is below it, those of one place by name.</summary>
internal sealed class ReasonTree
{
    private readonly Dictionary<TicketReasonId, Reason> byId;

    public ReasonTree(IEnumerable<ReasonRow> rows)
    {
        var all = rows.ToList();
        var known = all.Select(r => r.Id).ToHashSet();
        // What hung below a reason that is gone hangs at the top.
        var below = all.ToLookup(r => r.ParentId is { } parent && known.Contains(parent) ? parent : default);
        var ordered = new List<Reason>();
        Add(default, "");
        All = ordered;
        byId = ordered.ToDictionary(r => r.Id);

        void Add(TicketReasonId of, string above)
        {
            foreach (var row in below[of].OrderBy(r => r.Name, StringComparer.Ordinal).ThenBy(r => r.Id.Value))
            {
                ordered.Add(new(row.Id, row.ParentId, row.Name, above + row.Name, row.Retired));
                Add(row.Id, above + row.Name + " / ");
            }
        }
    }

    public IReadOnlyList<Reason> All { get; }

    /// <summary>Its path; null where it is gone.</summary>
    public string? Called(TicketReasonId id) => byId.GetValueOrDefault(id)?.Path;

    /// <summary>A reason and all below it.</summary>
    public IReadOnlyList<TicketReasonId> WithBelow(TicketReasonId id) => [id, .. All.Where(r => r.Parent == id).SelectMany(r => WithBelow(r.Id))];
}

/// <summary>Keeps the tree of reasons. A reason that tickets name is retired, never removed.</summary>
internal sealed class TicketReasons(IDbContextFactory<PatronDb> contexts, IdMaker ids)
{
    public async Task<ReasonTree> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return new(await db.TicketReasons.AsNoTracking().ToListAsync(ct));
    }

    public async Task<Result<TicketReasonId>> Add(string? name, TicketReasonId? parent, CancellationToken ct)
    {
        if (Check(name) is { } refusal) return refusal;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (parent is { } above && !await db.TicketReasons.AnyAsync(r => r.Id == above, ct)) return new NoSuchReason();
        var row = new ReasonRow { Id = ids.Next<TicketReasonId>(), ParentId = parent, Name = name!.Trim() };
        db.Add(row);
        await db.SaveChangesAsync(ct);
        return row.Id;
    }

    /// <summary>Another name, another place in the tree, offered or not.</summary>
    public async Task<Result<Done>> Change(TicketReasonId id, string? name, TicketReasonId? parent, bool retired, CancellationToken ct)
    {
        if (Check(name) is { } refusal) return refusal;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.TicketReasons.ToListAsync(ct);
        if (rows.Find(r => r.Id == id) is not { } row || (parent is { } above && rows.TrueForAll(r => r.Id != above))) return new NoSuchReason();
        if (parent is { } place && new ReasonTree(rows).WithBelow(id).Contains(place)) return new BelowItself();
        (row.Name, row.ParentId, row.Retired) = (name!.Trim(), parent, retired);
        await db.SaveChangesAsync(ct);
        return default(Done);
    }

    /// <summary>A tree to begin with, where there is none: each name with those below it.</summary>
    public async Task Begin(IReadOnlyList<(string Name, IReadOnlyList<string> Below)> tree, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.TicketReasons.AnyAsync(ct)) return;
        foreach (var (name, below) in tree)
        {
            var top = new ReasonRow { Id = ids.Next<TicketReasonId>(), Name = name };
            db.Add(top);
            foreach (var one in below) db.Add(new ReasonRow { Id = ids.Next<TicketReasonId>(), ParentId = top.Id, Name = one });
        }
        await db.SaveChangesAsync(ct);
    }

    private static Refusal? Check(string? name) =>
        string.IsNullOrWhiteSpace(name) ? new NoName() : name.Trim().Length > ReasonTable.LongestName ? new TextTooLong(TicketFields.Name, ReasonTable.LongestName) : null;
}
