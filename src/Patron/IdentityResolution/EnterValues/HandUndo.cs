using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.EnterValues;

/// <summary>
/// Takes back what a change set tells of values set by hand: what came goes, what went comes back, unless somebody has set another value since.
/// In whatever order sets are taken back, what is left is what the others say.
/// </summary>
internal sealed class HandUndo(ICustomerMerges merges)
{
    public const string ChangedSince = "identity.undo.handSince";

    /// <returns>Customers whose values changed.</returns>
    public async Task<IReadOnlyCollection<long>> TakeBack(BulkSession session, Undoing what, IReadOnlyList<ToldRow> told, ChangeRecorder? changes, CancellationToken ct)
    {
        if (told.Count == 0) return [];
        var present = await HandRows.Find(session, [.. told.Select(t => t.Id)], ct);
        var history = await ToldRows.OfRows(session, IdentityTables.Hands, [.. told.Select(t => t.Id)], ct);
        HandRow[] going = [.. told.Where(t => t.Operation == ChangeOperation.Created).Select(t => present.GetValueOrDefault(t.Id)).OfType<HandRow>()];
        await HandRows.Delete(session, going, ct);

        var homes = await merges.Homes(session, [.. told.Select(t => t.Customer).Distinct()], ct);
        var others = await HandRows.OfCustomers(session, [.. homes.Values.Select(h => h.Value).Distinct()], ct);
        var coming = new List<HandRow>();
        foreach (var row in told)
        {
            if (row.Operation == ChangeOperation.Changed || !homes.TryGetValue(row.Customer, out var home) || (row.Before ?? row.After) is not { } json) continue;
            var value = HandChanges.Read(json, row.Id, home);
            var now = others[home.Value].FirstOrDefault(o => o.Field == value.Field && o.Custom == value.Custom && o.Id != row.Id && o.At >= value.At);
            if (row.Operation == ChangeOperation.Created)
            {
                if (!present.ContainsKey(row.Id) && now is not null) what.Leave(new(IdentityTables.Hands, home.ToString(), home, value.Field, now.Value, ChangedSince));
            }
            else if (!present.ContainsKey(row.Id) && now is null && await StillSaid(session, what, row, history, value, ct) is { } back)
            {
                coming.Add(back);
            }
        }
        HandRows.Insert(session, coming);
        changes?.Went(session, going);
        changes?.Came(session, coming);
        return [.. going.Concat(coming).Select(r => r.CustomerId.Value).Distinct()];
    }

    /// <summary>The value itself, or, where the set that brought it was taken back, what that one had taken the place of.</summary>
    private static async Task<HandRow?> StillSaid(BulkSession session, Undoing what, ToldRow row, ILookup<long, ToldRow> history, HandRow value, CancellationToken ct)
    {
        while (true)
        {
            var brought = history[row.Id].LastOrDefault(h => h.Operation == ChangeOperation.Created);
            if (brought is null || (!brought.Undone && brought.Set != what.Set.Id)) return value;
            var replaced = (await ToldRows.OfSet(session, brought.Set, IdentityTables.Hands, ct))
                .Where(r => r.Operation == ChangeOperation.Deleted && r.Customer == brought.Customer && r.Before is not null)
                .Select(r => (Row: r, Value: HandChanges.Read(r.Before!, r.Id, value.CustomerId)))
                .FirstOrDefault(r => r.Value.Field == value.Field && r.Value.Custom == value.Custom);
            if (replaced.Row is null) return null;
            (row, value) = replaced;
            history = await ToldRows.OfRows(session, IdentityTables.Hands, [row.Id], ct);
        }
    }
}
