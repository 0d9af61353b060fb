using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ListTickets;

namespace Patron.ServiceDesk.ReportService;

/// <summary>A ticket names its reason itself: the register counts the tickets that the list shows.</summary>
internal sealed class CountsTicketReasons(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IVisibility visibility, TimeProvider clock) : ICountsReasons
{
    public ReasonKind Kind => ReasonKind.Ticket;

    public string Listed(ReasonId reason) => $"{TicketUrls.List}?view={TicketAddress.All}&reason={reason}";

    public async Task<IReadOnlyDictionary<ReasonId, long>> Count(DateOnly? from, DateOnly? to, UserId? asker, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var (snapshot, counts) = (customerBase.Current, new Dictionary<ReasonId, long>());
        var visible = visibility.Set(snapshot, asker);
        await using var command = session.Command();
        var (by, where) = (visible is null ? "" : ", t.customer_id", new TicketFilter(From: from, To: to).Where(command, (await session.Db.Organisation(ct)).Zone, clock.GetUtcNow()));
        command.CommandText = $"select t.reason_id, count(*) {by} from {TicketTable.Name} t where t.reason_id is not null and {where} group by t.reason_id {by}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (visible is not null && !(snapshot.TryIndex(reader.GetInt64(2), out var at) && visible.Get(at))) continue;
            var reason = new ReasonId(reader.GetInt64(0));
            counts[reason] = counts.GetValueOrDefault(reason) + reader.GetInt64(1);
        }
        return counts;
    }
}
