using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Consents.JudgeContacts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.KeepPreferences;

/// <summary>Reads and writes what customers wish.</summary>
internal sealed class PreferenceBook(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IPreferences
{
    public async Task<CustomerWishes> Of(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Preferences.AsNoTracking().Where(p => p.CustomerId == customer).ToListAsync(ct);
        return rows.Count == 0 ? CustomerWishes.None
            : new(rows.Max(r => r.PausedUntil), rows.Min(r => r.Most), [.. rows.SelectMany(r => r.RefusedTopics).Distinct().Order(StringComparer.Ordinal)], rows.Max(r => r.LinksFrom));
    }

    public async Task<IReadOnlyList<WishTopic>> Topics(CustomerId customer, CancellationToken ct)
    {
        var refused = (await Of(customer, ct)).Refused;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await ContactPolicy.Settings(db, ct)).Topics.Select(t => new WishTopic(t.Key, t.Name, !refused.Contains(t.Key)))];
    }

    public async Task Set(BulkSession session, CustomerId customer, CustomerWishes wishes, CancellationToken ct)
    {
        var known = (await ContactPolicy.Settings(session.Db, ct)).Topics.Select(t => t.Key).ToHashSet();
        var row = await One(session.Db, customer, ct);
        (row.PausedUntil, row.Most, row.Refused, row.At) = (wishes.PausedUntil, wishes.Most, string.Join(' ', wishes.Refused.Where(known.Contains).Distinct()), clock.GetUtcNow());
        session.Tell(Data.Topics.Consents, customer.Value);
        await session.Db.SaveChangesAsync(ct);
    }

    public async Task RevokeLinks(CustomerId customer, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        (await One(session.Db, customer, ct)).LinksFrom = clock.GetUtcNow();
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
    }

    /// <summary>The customer's row; of two that came together by a merge the earlier one, with what both said.</summary>
    private async Task<Preference> One(PatronDb db, CustomerId customer, CancellationToken ct)
    {
        var rows = await db.Preferences.Where(p => p.CustomerId == customer).OrderBy(p => p.Id).ToListAsync(ct);
        if (rows.Count == 0)
        {
            var fresh = new Preference { CustomerId = customer, Id = new IdRanges(ids).Next(), Refused = "", At = clock.GetUtcNow() };
            db.Add(fresh);
            return fresh;
        }
        rows[0].LinksFrom = rows.Max(r => r.LinksFrom);
        (rows[0].PausedUntil, rows[0].Most, rows[0].Refused) = (rows.Max(r => r.PausedUntil), rows.Min(r => r.Most), string.Join(' ', rows.SelectMany(r => r.RefusedTopics).Distinct()));
        db.RemoveRange(rows.Skip(1));
        return rows[0];
    }
}
