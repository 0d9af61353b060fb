using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Quality.ShowQuality;

/// <summary>Records that say the same.</summary>
/// <param name="Records">The first few.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Customers">How many customers they belong to, among those shown.</param>
internal sealed record SharedGroup(IReadOnlyList<FoundRecord> Records, int Count, int Customers);

/// <summary>Groups of records that share a value in a field of one source, the largest first.</summary>
internal sealed class SharedValues(IDbContextFactory<PatronDb> contexts, IRecordStream records, ICustomerBase customerBase, IVisibility visibility, ICurrentUser who)
{
    public const int PageSize = 20;
    private const int MostOfAGroup = 10;

    /// <summary>Records of customers whom the asker may not see are left out of their groups.</summary>
    public async Task<(long Total, IReadOnlyList<SharedGroup> Groups)> Of(SourceId source, string field, int page, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = db.SharedValues.AsNoTracking().Where(s => s.SourceId == source && s.Field == field);
        var total = await all.Select(s => s.Leader).Distinct().LongCountAsync(ct);
        var leaders = await all.GroupBy(s => s.Leader).Select(g => new { Leader = g.Key, Count = g.Count() })
            .OrderByDescending(g => g.Count).ThenBy(g => g.Leader).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var wanted = leaders.Select(l => l.Leader).ToArray();
        var members = await all.Where(s => wanted.Contains(s.Leader)).Select(s => new { s.Leader, s.CustomerId, s.SourceRecordId }).OrderBy(s => s.SourceRecordId).Take(PageSize * 500).ToListAsync(ct);

        var snapshot = customerBase.Current;
        var visible = visibility.Set(snapshot, who.Id);
        var shown = members.Where(m => snapshot.TryIndex(m.CustomerId.Value, out var index) && (visible is null || visible.Get(index)))
            .GroupBy(m => m.Leader).SelectMany(g => g.Take(MostOfAGroup)).ToArray();
        var found = (await records.Find([.. shown.Select(m => (m.CustomerId, m.SourceRecordId))], ct)).ToDictionary(r => r.Record);
        return (total,
        [
            .. from leader in leaders
               let own = shown.Where(m => m.Leader == leader.Leader).Select(m => found.GetValueOrDefault(m.SourceRecordId)).OfType<FoundRecord>().ToArray()
               where own.Length > 0
               select new SharedGroup(own, leader.Count, own.Select(r => r.Customer).Distinct().Count()),
        ]);
    }
}
