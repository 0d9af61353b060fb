using Patron.Imports.Contracts;
using Patron.Imports.TakeRows;

namespace Patron.Imports.WatchFolders;

/// <summary>Whether a checked file may be applied without asking. Nothing of the outside is touched here.</summary>
internal static class FolderDecision
{
    /// <param name="plan">What the check found.</param>
    /// <param name="limits">What may be.</param>
    /// <param name="rowsBefore">Rows of the last file that was applied; null for the first.</param>
    /// <param name="broken">What the file breaks of the limits of quality of its source: nobody would see a warning, so it waits.</param>
    public static IReadOnlyList<Exceeded> Of(ImportCounts plan, FolderLimits limits, long? rowsBefore, IReadOnlyList<LimitBroken> broken)
    {
        var exceeded = new List<Exceeded>();
        Compare("imports.folder.rejected", plan.Rejected, plan.Read, limits.Rejected);
        Compare("imports.folder.conflicts", plan.Conflicts, plan.Read, limits.Conflicts);
        Compare("imports.folder.updates", plan.Updated, plan.Read, limits.Updates);
        if (rowsBefore is { } before) Compare("imports.folder.drop", Math.Max(0, before - plan.Read), before, limits.Drop);
        exceeded.AddRange(broken.Select(b => new Exceeded("imports.folder.quality", b.Share, b.Most)));
        return exceeded;

        void Compare(string key, long part, long whole, double? limit)
        {
            var share = whole == 0 ? 0 : (double)part / whole;
            if (limit is { } most && share > most) exceeded.Add(new(key, share, most));
        }
    }
}
