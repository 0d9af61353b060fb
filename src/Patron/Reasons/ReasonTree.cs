using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons;

/// <summary>The trees: a setting, for they are few and belong to no customer. Reasons are retired, never removed, so a kind of which nothing is stored has its ready-made ones.</summary>
internal sealed record ReasonTree(IReadOnlyList<ReasonInfo> All)
{
    public const string Key = "reasons";

    /// <summary>Shares of leaving as published: 4 to 5 % moved away, 9 to 10 % for the price, 14 to 15 % could not work with us, 65 to 70 % for want of attention.</summary>
    public static ReasonTree Default { get; } = new(Ready());

    private static List<ReasonInfo> Ready()
    {
        var (id, list) = (0L, new List<ReasonInfo>());
        foreach (var (kind, keys) in (ReadOnlySpan<(ReasonKind, string[])>)
                 [
                     (ReasonKind.NotBuying, ["price", "need", "budget", "competitor", "timing", "trust", "silence", "other"]),
                     (ReasonKind.Switching, ["switch-price", "switch-quality", "switch-service", "switch-range", "other"]),
                     (ReasonKind.Leaving, ["moved", "leave-price", "cooperation", "attention", "other"]),
                     (ReasonKind.Ending, ["unprofitable", "unpaid", "abuse", "contract", "other"]),
                     (ReasonKind.WonBack, ["apology", "offer", "new-product", "person", "other"]),
                     (ReasonKind.Winning, ["win-price", "win-quality", "win-service", "win-trust", "other"]),
                 ])
        {
            foreach (var key in keys)
            {
                var (low, high) = key switch { "moved" => (.04, .05), "leave-price" => (.09, .10), "cooperation" => (.14, .15), "attention" => (.65, .70), _ => ((double?)null, (double?)null) };
                list.Add(new(new(++id), kind, null, key, null, low, high));
            }
        }
        return list;
    }

    public static async Task<ReasonTree> Read(PatronDb db, CancellationToken ct) => await db.Read<ReasonTree>(Key, ct) is { } stored ? stored.Whole() : Default;

    public ReasonTree Whole()
    {
        var kinds = All.Select(r => r.Kind).ToHashSet();
        return new([.. Default.All.Where(r => !kinds.Contains(r.Kind)), .. All]);
    }

    public IEnumerable<ReasonInfo> Of(ReasonKind kind) => All.Where(r => r.Kind == kind);

    /// <summary>Is the reason the other one, or a part of it, or of its parts?</summary>
    public bool IsWithin(ReasonId id, ReasonId other) => id == other || (All.FirstOrDefault(r => r.Id == id)?.Parent is { } parent && IsWithin(parent, other));

    /// <summary>Parents before their parts, siblings in the order in which they were made, with how deep each lies.</summary>
    public IEnumerable<(ReasonInfo Reason, int Depth)> Ordered(ReasonKind kind, ReasonId? parent = null, int depth = 0)
    {
        foreach (var reason in All.Where(r => r.Kind == kind && r.Parent == parent))
        {
            yield return (reason, depth);
            foreach (var part in Ordered(kind, reason.Id, depth + 1)) yield return part;
        }
    }
}
