using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.Workday.KeepTeams;

/// <summary>Salespeople see their own customers, those of their team, and those who are nobody's.</summary>
internal sealed class SalesSight(IUserRoles roles, IDbContextFactory<PatronDb> contexts, TimeProvider clock) : ILimitsSight
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    private sealed record Members(ILookup<TeamId, UserId> Of, IReadOnlyDictionary<UserId, TeamId> TeamOf, DateTimeOffset ReadAt);

    private volatile Members? members;

    public Visibility? Of(UserId user)
    {
        if (roles.Of(user) != Roles.Salesperson) return null;
        var now = Now();
        UserId[] seen = now.TeamOf.TryGetValue(user, out var team) ? [.. now.Of[team].Append(user).Distinct()] : [user];
        return new Visibility.OwnedBy(seen, OrNobody: true);
    }

    private Members Now()
    {
        if (members is { } known && clock.GetUtcNow() - known.ReadAt < Kept) return known;
        using var db = contexts.CreateDbContext();
        var rows = db.Set<MemberRow>().AsNoTracking().ToList();
        return members = new(rows.ToLookup(m => m.TeamId, m => m.UserId), rows.ToDictionary(m => m.UserId, m => m.TeamId), clock.GetUtcNow());
    }
}
