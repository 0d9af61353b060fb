using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.ServiceDesk.MailTickets;

/// <summary>Sends an answer once more that did not leave, or of which nobody knows; a person says so.</summary>
internal sealed class MailAgain(IDbContextFactory<PatronDb> contexts, MailWays ways, IdMaker ids, TimeProvider clock)
{
    public async Task<Result<Done>> Send(TicketId ticket, TicketEventId of, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (await session.Db.TicketEvents.FirstOrDefaultAsync(e => e.Id == of && e.TicketId == ticket, ct) is not { Mail: TicketMailState.Failed or TicketMailState.Unknown } row) return new NotAgain();
        if (!(await ways.Of(session, row.CustomerId, ct)).Leads) return new NoMailWay();
        (row.Mail, row.MailWhy, row.MailTries) = (TicketMailState.Queued, null, null);
        session.Db.Send(ids, clock, TicketMails.TopicName, TicketMails.Payload(of, await FileOf(session.Db, row, ct)), clock.GetUtcNow());
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return default(Done);
    }

    /// <summary>The deed that said it, whose file goes along again; a person asks for it, so that looking through the deeds is not too much.</summary>
    private static async Task<ChangeSetId?> FileOf(PatronDb db, TicketEventRow row, CancellationToken ct) =>
        await db.Set<ChangeRange>().AsNoTracking().Where(r => r.Entity == TicketEventTable.Name && r.FirstId <= row.Id.Value && r.LastId >= row.Id.Value).Select(r => (ChangeSetId?)r.ChangeSetId).FirstOrDefaultAsync(ct);
}
