using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.TakeTickets;

/// <summary>A ticket as one file knows it.</summary>
/// <param name="stored">What the database has of what may change; null while it is not there.</param>
internal sealed class BookedTicket(TicketRow row, IReadOnlyList<TicketMoment> before, object?[]? stored)
{
    private readonly List<(TicketMoment Moment, string? Text)> fresh = [];

    public TicketRow Row => row;
    public object?[]? Stored => stored;

    /// <summary>What the file adds to its history.</summary>
    public IReadOnlyList<(TicketMoment Moment, string? Text)> Fresh => fresh;

    public IReadOnlyCollection<TicketMoment> Moments => [.. before, .. fresh.Select(f => f.Moment)];

    public void Add(TicketEventKind kind, long at, string? text) => fresh.Add((new(Instants.FromMicroseconds(at), kind), text));

    /// <summary>What happened stays as it was told first. One that was reopened here goes its own way: the file's times are not looked at.</summary>
    public bool Agrees(IncomingTicket said) => row.Reopened > 0 || (
        Same(row.OpenedAt, said.Opened) && (row.AnsweredAt is null || Same(row.AnsweredAt, said.Answered ?? said.Solved)) && (row.SolvedAt is null || Same(row.SolvedAt, said.Solved)) && (row.ClosedAt is null || Same(row.ClosedAt, said.Closed)));

    public void Fill(IncomingTicket said, ReasonId? reason, UserId? owner, RowFields own, bool fillOnly)
    {
        row.Custom = own.Taken(row.Custom, said.Custom, fillOnly);
        if (!fillOnly && said.Title?.Trim() is { Length: > 0 } title) row.Title = title;
        row.Details = Filled(row.Details, said.Details);
        row.Solution = Filled(row.Solution, said.Solution);
        if (reason is not null && (!fillOnly || row.ReasonId is null)) row.ReasonId = reason;
        if (owner is not null && (!fillOnly || row.OwnerId is null)) row.OwnerId = owner;
        if (said.Kind is not null && !fillOnly) row.Kind = TicketChecks.KindOf(said.Kind);
        if (row.Reopened == 0) Happen(said);

        string? Filled(string? there, string? given) => given?.Trim() is { Length: > 0 } text && (!fillOnly || there is null) ? text : there;
    }

    private void Happen(IncomingTicket said)
    {
        if (row.AnsweredAt is null && (said.Answered ?? said.Solved) is { } answered)
        {
            if (said.Answered is not null) Add(TicketEventKind.Answered, answered, null);
            row.AnsweredAt = Instants.FromMicroseconds(answered);
            if (row.State == TicketState.New) row.State = TicketState.Open;
        }
        if (row.SolvedAt is null && said.Solved is { } solved)
        {
            Add(TicketEventKind.Solved, solved, row.Solution);
            (row.SolvedAt, row.State) = (Instants.FromMicroseconds(solved), TicketState.Solved);
        }
        if (row.ClosedAt is null && said.Closed is { } closed)
        {
            Add(TicketEventKind.Closed, closed, null);
            (row.ClosedAt, row.State) = (Instants.FromMicroseconds(closed), TicketState.Closed);
        }
        row.IsOpen = row.State is TicketState.New or TicketState.Open or TicketState.Waiting;
    }

    private static bool Same(DateTimeOffset? there, long? said) => there is { } at && Instants.ToMicroseconds(at) == said;
}

/// <summary>Reads and writes tickets in bulk, within a session.</summary>
internal static class TicketStore
{
    private static readonly string[] Columns = [.. TicketTable.Recorded.Select(c => c.Name)], Keys = ["customer_id", "id"];

    public static async Task<Dictionary<long, BookedTicket>> Read(BulkSession session, IReadOnlyList<TicketId> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];
        var rows = await session.Db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct);
        var customers = rows.Select(r => r.CustomerId).Distinct().ToList();
        var events = await session.Db.TicketEvents.AsNoTracking().Where(e => customers.Contains(e.CustomerId) && ids.Contains(e.TicketId)).OrderBy(e => e.At).ThenBy(e => e.Id)
            .Select(e => new { e.TicketId, e.At, e.Kind }).ToListAsync(ct);
        var by = events.ToLookup(e => e.TicketId, e => new TicketMoment(e.At, e.Kind));
        return rows.ToDictionary(r => r.Id.Value, r => new BookedTicket(r, [.. by[r.Id]], r.Values));
    }

    public static async Task Write(BulkSession session, Intake intake, IReadOnlyCollection<BookedTicket> tickets, CancellationToken ct)
    {
        if (tickets.Count == 0) return;
        var made = tickets.Where(t => t.Stored is null).ToList();
        var changed = tickets.Where(t => t.Stored is not null).ToList();
        WriteMade(session, intake, made);
        WriteEvents(session, intake, tickets);
        intake.Changes(session)?.Write(session, TicketTable.Name, [.. changed.Select(t => RowChange.Of(t.Row.Id.Value, t.Row.CustomerId.Value, Columns, t.Stored!, t.Row.Values)).OfType<RowChange>()]);
        await session.Update(TicketTable.Name, [.. Columns, "version"], Keys, [.. changed.Select(t => (object?[])[.. Stored(t.Row), t.Row.Version + 1, t.Row.CustomerId.Value, t.Row.Id.Value])], ct);
        session.Tell(Topics.Service, tickets.Select(t => t.Row.CustomerId.Value));
    }

    private static IEnumerable<object?> Stored(TicketRow row) => row.Values.Select((value, at) => TicketTable.Recorded[at].IsInstant && value is long micros ? Instants.FromMicroseconds(micros) : value);

    private static void WriteMade(BulkSession session, Intake intake, List<BookedTicket> made)
    {
        if (made.Count == 0) return;
        using (var sink = session.Sink(TicketTable.Name, ["customer_id", "id", "source_record_id", "number", "stake", "version", .. Columns]))
        {
            foreach (var row in made.Select(m => m.Row))
            {
                sink.Begin();
                sink.Long(row.CustomerId.Value);
                sink.Long(row.Id.Value);
                sink.Long(row.SourceRecordId?.Value);
                sink.Text(row.Number);
                sink.Long(row.Stake);
                sink.Int(row.Version);
                Values(sink, row);
                sink.End();
            }
            sink.Complete();
        }
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        foreach (var row in made.Select(m => m.Row)) ClaimedKeys.Write(claims, ClaimScopes.Ticket(intake.Source.Id), row.Number, row.Id.Value, row.CustomerId.Value);
        claims.Complete();
    }

    /// <summary>In the order of <see cref="TicketTable.Recorded"/>.</summary>
    private static void Values(IRowSink sink, TicketRow row)
    {
        sink.Int((int)row.Kind);
        sink.Int((int)row.State);
        sink.Int((int)row.Severity);
        sink.Int(row.SeveritySet ? 1 : 0);
        sink.Long(row.ReasonId?.Value);
        sink.Text(row.Title);
        sink.Text(row.Details);
        sink.Long(row.OwnerId?.Value);
        sink.Long(row.TeamId?.Value);
        sink.Long(row.OrderId?.Value);
        sink.Long(row.ProductId?.Value);
        foreach (var at in (DateTimeOffset?[])[row.OpenedAt, row.AnsweredAt, row.SolvedAt, row.ClosedAt, row.AnswerDue, row.SolveDue, row.NextDue]) sink.Instant(at is { } instant ? Instants.ToMicroseconds(instant) : null);
        sink.Int(row.IsOpen ? 1 : 0);
        sink.Text(row.Solution);
        sink.Long(row.Goodwill);
        sink.Int(row.Reopened);
        sink.Text(row.Custom);
    }

    private static void WriteEvents(BulkSession session, Intake intake, IReadOnlyCollection<BookedTicket> tickets)
    {
        var ids = intake.Ids(TicketEventTable.Name);
        using var sink = session.Sink(TicketEventTable.Name, "customer_id", "id", "source_record_id", "ticket_id", "at", "kind", "text");
        foreach (var ticket in tickets)
        {
            foreach (var (moment, text) in ticket.Fresh)
            {
                sink.Begin();
                sink.Long(ticket.Row.CustomerId.Value);
                sink.Long(ids.Next());
                sink.Long(ticket.Row.SourceRecordId?.Value);
                sink.Long(ticket.Row.Id.Value);
                sink.Instant(Instants.ToMicroseconds(moment.At));
                sink.Int((int)moment.Kind);
                sink.Text(text);
                sink.End();
            }
        }
        sink.Complete();
    }
}
