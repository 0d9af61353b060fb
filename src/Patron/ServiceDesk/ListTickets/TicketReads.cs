using Patron.Reasons.Contracts;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.SetService;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ListTickets;

/// <summary>A ticket with the words that a list shows.</summary>
/// <param name="Name">How the customer is called; null where nothing is known.</param>
internal sealed record ListedTicket(Ticket Ticket, string? Name, string? LatinName, string? Language, string? Owner, string? Team, string? Reason);

/// <param name="Found">In all, on every page.</param>
internal sealed record TicketList(IReadOnlyList<ListedTicket> Rows, int Found);

/// <summary>Reads tickets for lists, counts and files: only those of customers whom the asker may see.</summary>
internal sealed class TicketReads(
    IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IVisibility visibility, ICustomerReads customers, IUserNames users, ITeams teams, IReasons reasons, TimeProvider clock)
{
    public async Task<TicketList> List(TicketFilter filter, string sort, int page, UserId? asker, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var zone = (await session.Db.Organisation(ct)).Zone;
        var skip = (page - 1) * TicketAddress.PageSize;
        List<(long Customer, long Id)> keys;
        int found;
        if (visibility.Set(customerBase.Current, asker) is null)
        {
            keys = await Keys(session, filter, zone, sort, $"limit {TicketAddress.PageSize} offset {skip}", ct);
            found = keys.Count < TicketAddress.PageSize && (keys.Count > 0 || page == 1) ? skip + keys.Count : await Count(session, filter, zone, ct);
        }
        else
        {
            var seen = await Seen(session, filter, zone, sort, asker, ct);
            (keys, found) = ([.. seen.Skip(skip).Take(TicketAddress.PageSize)], seen.Count);
        }
        return new(await Listed(session, keys, ct), found);
    }

    public async Task<int> Count(TicketFilter filter, UserId? asker, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var zone = (await session.Db.Organisation(ct)).Zone;
        return visibility.Set(customerBase.Current, asker) is null ? await Count(session, filter, zone, ct) : (await Seen(session, filter, zone, TicketAddress.ByDue, asker, ct)).Count;
    }

    /// <summary>All that the filter gives, a thousand at a time, in the order of a list: memory does not grow with their number.</summary>
    public async IAsyncEnumerable<ListedTicket> All(TicketFilter filter, string sort, UserId? asker, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var keys = await Seen(session, filter, (await session.Db.Organisation(ct)).Zone, sort, asker, ct);
        foreach (var some in keys.Chunk(1_000))
            foreach (var ticket in await Listed(session, some, ct)) yield return ticket;
    }

    private async Task<int> Count(BulkSession session, TicketFilter filter, TimeZoneInfo zone, CancellationToken ct)
    {
        var fields = await Fields(session, filter, "", ct);
        await using var command = session.Command();
        command.CommandText = $"select count(*) from {TicketTable.Name} t where {filter.Where(command, zone, clock.GetUtcNow(), fields)}";
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<List<(long Customer, long Id)>> Seen(BulkSession session, TicketFilter filter, TimeZoneInfo zone, string sort, UserId? asker, CancellationToken ct)
    {
        var (snapshot, keys) = (customerBase.Current, await Keys(session, filter, zone, sort, "", ct));
        return visibility.Set(snapshot, asker) is { } visible ? keys.FindAll(k => snapshot.TryIndex(k.Customer, out var at) && visible.Get(at)) : keys;
    }

    private async Task<List<(long Customer, long Id)>> Keys(BulkSession session, TicketFilter filter, TimeZoneInfo zone, string sort, string some, CancellationToken ct)
    {
        var keys = new List<(long, long)>();
        var fields = await Fields(session, filter, sort, ct);
        await using var command = session.Command();
        command.CommandText = $"select t.customer_id, t.id from {TicketTable.Name} t where {filter.Where(command, zone, clock.GetUtcNow(), fields)} order by {(RowFieldAsk.Order(sort, session.IsPostgres, "t", fields) is { } own ? own + ", t.id" : OrderOf(sort))} {some}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) keys.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return keys;
    }

    private static async Task<RowFields> Fields(BulkSession session, TicketFilter filter, string sort, CancellationToken ct) =>
        filter.Own is null && !RowFieldAsk.Sorts(sort) ? RowFields.None : await RowFields.Read(session.Db, RowSubject.Ticket, ct);

    // What has no due time waits for the customer: it comes last, whichever way.
    private static string OrderOf(string sort) => sort switch
    {
        TicketAddress.ByOpened => "t.opened_at, t.id",
        "-" + TicketAddress.ByOpened => "t.opened_at desc, t.id desc",
        TicketAddress.BySeverity => "t.severity, t.next_due nulls last, t.id",
        "-" + TicketAddress.BySeverity => "t.severity desc, t.next_due nulls last, t.id",
        TicketAddress.ByStake => "t.stake, t.id",
        "-" + TicketAddress.ByStake => "t.stake desc, t.id",
        "-" + TicketAddress.ByDue => "t.next_due desc nulls last, t.id desc",
        _ => "t.next_due nulls last, t.id",
    };

    private async Task<IReadOnlyList<ListedTicket>> Listed(BulkSession session, IReadOnlyList<(long Customer, long Id)> keys, CancellationToken ct)
    {
        if (keys.Count == 0) return [];
        var ids = keys.Select(k => new TicketId(k.Id)).ToArray();
        var rows = (await session.Db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct)).ToDictionary(t => t.Id);
        var cards = await customers.Find([.. rows.Values.Select(r => r.CustomerId).Distinct()], ct);
        var owners = await users.Of([.. rows.Values.Select(r => r.OwnerId).OfType<UserId>().Distinct()], ct);
        var (all, tree) = (await teams.All(ct), await reasons.Of(ReasonKind.Ticket, ct));
        return [.. ids.Where(rows.ContainsKey).Select(id => Listed(rows[id], cards, owners, all, tree))];
    }

    private static ListedTicket Listed(TicketRow row, IReadOnlyDictionary<CustomerId, CustomerCard> cards, IReadOnlyDictionary<UserId, string> owners, IReadOnlyList<Team> teams, ReasonPaths tree)
    {
        var golden = cards.GetValueOrDefault(row.CustomerId)?.Golden;
        return new(row.Shown, golden is null ? null : CustomerName.Shown(golden.Name, golden.Company, golden.Email, golden.Phone), golden?.LatinName, golden?.Language,
            row.OwnerId is { } owner ? owners.GetValueOrDefault(owner) : null, row.TeamId is { } team ? teams.FirstOrDefault(t => t.Id == team)?.Name : null,
            row.ReasonId is { } reason ? tree.Called(reason) : null);
    }
}
