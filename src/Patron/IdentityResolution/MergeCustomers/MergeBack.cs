using Patron.Data;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.MergeCustomers;

/// <summary>Takes back what a merge by hand wrote beside its decisions: entries of the ledger, and the values that were chosen. Sets without such have nothing to take back.</summary>
internal sealed class MergeBack(HandUndo hands, IdentityWriters writers)
{
    /// <summary>Before who is who is decided anew: what was the own of a customer then goes back with it.</summary>
    public async Task TakeBack(BulkSession session, ChangeSet set, CancellationToken ct)
    {
        if (set.Kind != Merges.Kind) return;
        CustomerId[] into = [.. (await ToldRows.OfSet(session, set.Id, IdentityTables.Merges, ct)).Select(t => t.Customer).Distinct()];
        await writers.Consents.TakeBack(session, set.Id, [.. (await writers.Merges.Homes(session, into, ct)).Values.Distinct()], ct);
        await hands.TakeBack(session, new(set, [], set.At, set.By), await ToldRows.OfSet(session, set.Id, IdentityTables.Hands, ct), null, ct);
    }
}
