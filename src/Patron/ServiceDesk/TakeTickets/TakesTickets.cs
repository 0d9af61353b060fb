using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Analytics.BusinessHours;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ReckonStakes;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.TakeTickets;

/// <summary>A tickets file: its times become events, from which the state follows; what it gives fills and overwrites, what it leaves out stays.</summary>
internal sealed class TakesTickets(IRecordOwners owners, IUserNames users, IBusinessHours hours, Stakes stakes, IReasons register) : ITakesRows<IncomingTicket>
{
    public IRowIntake<IncomingTicket> Begin(Intake intake) => new TicketIntake(intake, owners, users, hours, stakes, register);
}

internal sealed class TicketIntake(Intake intake, IRecordOwners owners, IUserNames users, IBusinessHours hours, Stakes stakes, IReasons register) : IRowIntake<IncomingTicket>
{
    private readonly Dictionary<string, BookedTicket> known = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, RecordOwner> persons = new Dictionary<string, RecordOwner>();
    private readonly Dictionary<string, ReasonId> reasons = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, UserId> agents = new(StringComparer.Ordinal);
    private readonly HashSet<BookedTicket> touched = [];
    private BusinessCalendar? calendar;
    private ServiceRules rules = ServiceRules.Usual;
    private RowFields own = RowFields.None;

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingTicket> rows, CancellationToken ct)
    {
        var fates = await ChunkFates.Decide(rows, r => r.Line, TicketChecks.Wrong, sound => Open(session, sound, ct), Decide);
        if (!intake.PlanOnly)
        {
            foreach (var ticket in touched) ticket.Row.Promise(ticket.Moments, rules, calendar!);
            await TicketStore.Write(session, intake, touched, ct);
            known.Clear();
        }
        touched.Clear();
        return fates;
    }

    private async Task Open(BulkSession session, List<IncomingTicket> rows, CancellationToken ct)
    {
        if (calendar is null)
        {
            calendar = await hours.Calendar(ct);
            rules = await session.Db.Read<ServiceRules>(ServiceRules.Key, ct) ?? rules;
            own = await RowFields.Read(session.Db, RowSubject.Ticket, ct);
        }
        var claims = await session.Find(ClaimScopes.Ticket(intake.Source.Id), rows.Select(r => r.Number).ToHashSet(StringComparer.Ordinal), ct);
        var unread = claims.Where(c => !known.ContainsKey(c.Key)).ToList();
        var read = await TicketStore.Read(session, [.. unread.Select(c => new TicketId(c.Value.Id))], ct);
        foreach (var (number, claim) in unread) known[number] = read[claim.Id];
        var fresh = intake.Rules.Mode == IntakeMode.UpdateOnly ? [] : rows.Where(r => !known.ContainsKey(r.Number));
        persons = await owners.Meet(session, intake, rows.Select(r => r.Customer), fresh.Select(r => r.Customer), ct);
        foreach (var (said, user) in await users.BySaid(session, [.. rows.Select(r => r.Owner).OfType<string>().Where(o => !agents.ContainsKey(o)).Distinct()], ct)) agents[said] = user;
        await FindReasons(session, rows, ct);
    }

    /// <summary>By name or path; one that is not there is made at the top of the tree.</summary>
    private async Task FindReasons(BulkSession session, List<IncomingTicket> rows, CancellationToken ct)
    {
        var said = rows.Select(r => r.Reason?.Trim()).OfType<string>().Where(r => !reasons.ContainsKey(r)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (said.Count == 0) return;
        foreach (var (name, id) in await register.FindOrMake(session, ReasonKind.Ticket, said, intake.PlanOnly, ct)) reasons[name] = id;
    }

    private (Fate, RowReason?) Decide(IncomingTicket row)
    {
        if (!known.TryGetValue(row.Number, out var there))
        {
            if (intake.Rules.Mode == IntakeMode.UpdateOnly) return (Fate.Rejected, new("servicedesk.row.unknown", "id", row.Number));
            touched.Add(known[row.Number] = Made(row));
            return (Fate.Created, null);
        }
        if (!persons.TryGetValue(row.Customer, out var named) || named.Customer != there.Row.CustomerId) return (Fate.Conflict, new("servicedesk.row.customer", "customer", row.Customer, new { number = row.Number }));
        if (!there.Agrees(row)) return (Fate.Conflict, new("servicedesk.row.times", "id", row.Number));
        var before = there.Row.Values;
        if (intake.Rules.Mode == IntakeMode.CreateOnly && there.Stored is not null) return (Fate.Unchanged, new("servicedesk.row.known", "id", row.Number));
        there.Fill(row, ReasonOf(row), OwnerOf(row), own, intake.Rules.FillOnly);
        if (before.AsSpan().SequenceEqual(there.Row.Values)) return (Fate.Unchanged, null);
        Note(row, before, there.Row.Values);
        touched.Add(there);
        return (Fate.Updated, null);
    }

    private BookedTicket Made(IncomingTicket row)
    {
        var (person, kind) = (persons[row.Customer], TicketChecks.KindOf(row.Kind));
        var stake = stakes.Scale().Of(person.Customer);
        var ticket = new BookedTicket(new()
        {
            CustomerId = person.Customer, Id = new(intake.Ids(TicketTable.Name).Next()), SourceRecordId = person.Record, Number = row.Number, Kind = kind, State = TicketState.New,
            Severity = stake.Severity(kind), Stake = stake.Spent, Title = row.Title?.Trim() ?? row.Number, OpenedAt = Instants.FromMicroseconds(row.Opened), IsOpen = true, Version = 1,
        }, [], null);
        ticket.Add(TicketEventKind.Opened, row.Opened, null);
        ticket.Fill(row, ReasonOf(row), OwnerOf(row), own, fillOnly: false);
        return ticket;
    }

    private ReasonId? ReasonOf(IncomingTicket row) => row.Reason?.Trim() is { Length: > 0 } said ? reasons[said] : null;

    private UserId? OwnerOf(IncomingTicket row) => row.Owner is { } said && agents.TryGetValue(said, out var user) ? user : null;

    /// <summary>What a check tells of a ticket that is known.</summary>
    private void Note(IncomingTicket row, object?[] before, object?[] after)
    {
        if (intake.Planned is not { } planned) return;
        foreach (var (at, column) in TicketTable.Recorded.Index())
            if (column.Name is "title" or "details" or "solution") planned.Compare(row.Line, row.Number, column.Name, (string?)before[at], (string?)after[at]);
    }
}
