using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Purchases.Contracts;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.MailTickets;
using Patron.ServiceDesk.ReckonStakes;
using Patron.Tasks.Contracts;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.KeepTickets;

/// <summary>Writes tickets. Each command is one transaction: the row, what happened, and a change set of the kind "ticket." and what was done.</summary>
internal sealed class TicketBook(
    IDbContextFactory<PatronDb> contexts, ICustomers customers, IUserNames users, ITeams teams, IBusinessHours hours, IPurchaseReads purchases, Stakes stakes, Worths worths,
    IWritesContacts contacts, IReasons reasons, TicketRouter router, MailWays ways, IdMaker ids, TimeProvider clock) : ITickets
{
    public const string Kinds = "ticket.";

    /// <summary>The word by which contacts and tasks refer to a ticket.</summary>
    public const string Kind = "ticket";

    public Task<Result<TicketChanged>> Open(NewTicket ticket, UserId? by, CancellationToken ct) => Open(ticket, by, null, ct);

    /// <summary>What somebody wrote to us opens it; the same mail is taken once.</summary>
    public Task<Result<TicketChanged>> OpenByMail(NewTicket ticket, NewMail mail, CancellationToken ct) => Open(ticket, null, mail, ct);

    private async Task<Result<TicketChanged>> Open(NewTicket ticket, UserId? by, NewMail? mail, CancellationToken ct)
    {
        if (TicketDecisions.Check(ticket.Title, ticket.Details) is { } refusal) return refusal;
        if (await NotThere(ticket.Owner, ticket.Team, ct) is { } nobody) return nobody;
        if (await customers.Resolve(ticket.Customer, ct) is not { } customer) return new TicketGone();
        if (ticket.Order is { } order && await purchases.Order(customer, order, ct) is null) return new NoSuchOrder();
        var stake = stakes.Scale().Of(customer);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (ticket.Reason is { } reason && (await reasons.Of(session, ReasonKind.Ticket, ct)).Called(reason) is null) return new NoSuchReason();
        var own = (await RowFields.Read(session.Db, RowSubject.Ticket, ct)).Set(null, ticket.Custom);
        if (own.Refusal is { } unfit) return unfit;
        var (changes, id, now) = (Recorder(session, "open", by), ids.Next<TicketId>(), clock.GetUtcNow());
        var rules = await session.Db.Read<ServiceRules>(ServiceRules.Key, ct) ?? ServiceRules.Usual;
        var owner = ticket.Owner ?? (rules.SharesOut && ticket.Team is { } queue ? await router.Owner(session.Db, queue, customer, $"{ticket.Title} {ticket.Details}", ct) : null);
        var row = new TicketRow
        {
            CustomerId = customer, Id = id, Number = TicketRow.NumberOf(id), Kind = ticket.Kind, State = TicketState.New, Severity = stake.Severity(ticket.Kind), Stake = stake.Spent,
            ReasonId = ticket.Reason, Title = ticket.Title.Trim(), Details = TicketDecisions.Blank(ticket.Details), OwnerId = owner, TeamId = ticket.Team,
            OrderId = ticket.Order, ProductId = ticket.Product, OpenedAt = now, IsOpen = true, Custom = own.Value, Version = 1,
        };
        if (mail is not null)
        {
            if (!await ReceivedMails.Claim(session, mail.Key, row, ct)) return new TakenAlready();
            if ((await contacts.Write(session, changes, new(customer, "mail", In: true, row.Title, mail.Text, AboutIt(row)), by, ct)).Refusal is { } unwritten) return unwritten;
        }
        row.Promise([new(now, TicketEventKind.Opened)], rules, await hours.Calendar(ct));
        session.Db.Add(row);
        changes.Range(TicketTable.Name, id.Value, id.Value);
        Append(session, changes, row, new(TicketEventKind.Opened), by, now);
        return await Commit(session, changes, row, ct);
    }

    public async Task<IReadOnlyList<Ticket>> OpenOf(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var open = await db.Tickets.AsNoTracking().Where(t => t.CustomerId == customer && t.IsOpen).ToListAsync(ct);
        return [.. open.OrderBy(t => t.NextDue ?? DateTimeOffset.MaxValue).ThenBy(t => t.Id.Value).Select(t => t.Shown)];
    }

    /// <param name="byMail">What is said leaves as an e-mail to the customer too.</param>
    /// <param name="file">Is kept with the answer and leaves with its e-mail.</param>
    public Task<Result<TicketChanged>> Answer(TicketId ticket, int version, string? text, UserId? by, CancellationToken ct, bool byMail = false, SentFile? file = null) =>
        Change(ticket, version, "answer", by, (_, row) => Task.FromResult(row.Answer(text, by, clock.GetUtcNow())), ct, row => new(row.CustomerId, IWritesContacts.Answer, In: false, row.Title, text, AboutIt(row)) { File = file }, byMail);

    /// <summary>The customer wrote back to a mail of the ticket. The same mail is taken once.</summary>
    /// <param name="claim">By which it is known again.</param>
    public Task<Result<TicketChanged>> Reply(TicketId ticket, string claim, string subject, string text, CancellationToken ct) => Change(ticket, null, "reply", null, async (session, row) =>
    {
        if (!await ReceivedMails.Claim(session, claim, row, ct)) return new TakenAlready();
        return row.Replied(text);
    }, ct, row => new(row.CustomerId, "mail", In: true, subject.Length > 0 ? subject : row.Title, text, AboutIt(row)));

    /// <summary>A file that belongs to it, from the customer or for us: a contact of its own, and undone like one.</summary>
    /// <param name="claim">Of a file that came by mail, by which it is known again; null: of one that a person brings.</param>
    public Task<Result<TicketChanged>> Attach(TicketId ticket, SentFile file, UserId? by, CancellationToken ct, string? claim = null) => Change(ticket, null, "attach", by, async (session, row) =>
        claim is null || await ReceivedMails.Claim(session, claim, row, ct) ? new Happened(null) : new TakenAlready(), ct, row => Paper(row, file, In: true));

    private static RoomContact Paper(TicketRow row, SentFile file, bool In) => new(row.CustomerId, IWritesContacts.Document, In, row.Title, null, AboutIt(row)) { File = file };

    private static Reference AboutIt(TicketRow row) => new(Kind, row.Id.Value);

    public Task<Result<TicketChanged>> Wait(TicketId ticket, int version, string? text, UserId? by, CancellationToken ct, bool byMail = false, SentFile? file = null) =>
        Change(ticket, version, "wait", by, (_, row) => Task.FromResult(row.Wait(text)), ct, file is null ? null : row => Paper(row, file, In: false), byMail);

    public Task<Result<TicketChanged>> Resume(TicketId ticket, int version, string? text, UserId? by, CancellationToken ct) => Change(ticket, version, "resume", by, row => row.Resume(text), ct);

    public Task<Result<TicketChanged>> Solve(TicketId ticket, int version, string? solution, UserId? by, CancellationToken ct, bool byMail = false, SentFile? file = null) =>
        Change(ticket, version, "solve", by, (_, row) => Task.FromResult(row.Solve(solution, by, clock.GetUtcNow())), ct, file is null ? null : row => Paper(row, file, In: false), byMail);

    public Task<Result<TicketChanged>> Reopen(TicketId ticket, int version, string? why, UserId? by, CancellationToken ct) => Change(ticket, version, "reopen", by, row => row.Reopen(why), ct);

    public Task<Result<TicketChanged>> Close(TicketId ticket, int version, UserId? by, CancellationToken ct) => Change(ticket, version, "close", by, row => row.Close(clock.GetUtcNow()), ct);

    public Task<Result<TicketChanged>> Note(TicketId ticket, int version, string? text, UserId? by, CancellationToken ct, SentFile? file = null) =>
        Change(ticket, version, "note", by, (_, _) => Task.FromResult(TicketDecisions.Note(text)), ct, file is null ? null : row => Paper(row, file, In: true));

    /// <summary>What the program has to say about a mail; once.</summary>
    public Task<Result<TicketChanged>> Note(TicketId ticket, string text, string claim, CancellationToken ct) => Change(ticket, null, "note", null, async (session, row) =>
        await ReceivedMails.Claim(session, claim, row, ct) ? TicketDecisions.Note(text) : new TakenAlready(), ct);

    public Task<Result<TicketChanged>> SetSeverity(TicketId ticket, int version, Severity severity, UserId? by, CancellationToken ct) =>
        Change(ticket, version, "severity", by, row => row.SetSeverity(severity), ct);

    public async Task<Result<TicketChanged>> Assign(TicketId ticket, int version, UserId? owner, TeamId? team, UserId? by, CancellationToken ct) =>
        await NotThere(owner, team, ct) is { } nobody ? nobody : await Change(ticket, version, "assign", by, row => row.Assign(owner, team), ct);

    public Task<Result<TicketChanged>> Describe(TicketId ticket, int version, TicketKind kind, string? title, string? details, ReasonId? reason, IReadOnlyDictionary<string, string?>? own, UserId? by, CancellationToken ct) =>
        Change(ticket, version, "edit", by, async (session, row) =>
        {
            if (reason is { } one && (await reasons.Of(session, ReasonKind.Ticket, ct)).Called(one) is null) return new NoSuchReason();
            var custom = (await RowFields.Read(session.Db, RowSubject.Ticket, ct)).Set(row.Custom, own);
            return custom.Refusal is { } unfit ? unfit : row.Describe(kind, title, details, reason, custom.Value);
        }, ct);

    /// <summary>Given where the rule in force says so, or against it with a reason.</summary>
    public Task<Result<TicketChanged>> Give(TicketId ticket, int version, long amount, string? why, UserId? by, CancellationToken ct) => Change(ticket, version, "goodwill", by, async (session, row) =>
    {
        var (worth, rules) = (await worths.Of(session.Db, row.CustomerId, ct), await session.Db.Read<ServiceRules>(ServiceRules.Key, ct) ?? ServiceRules.Usual);
        return row.Give(amount, worth.Total, rules.Grants(new(amount, worth.Total)), why);
    }, ct);

    public Task<Result<TicketChanged>> RefuseGoodwill(TicketId ticket, int version, long amount, string? why, UserId? by, CancellationToken ct) => Change(ticket, version, "goodwill-refused", by, async (session, row) =>
        TicketDecisions.RefuseGoodwill(amount, (await worths.Of(session.Db, row.CustomerId, ct)).Total, why), ct);

    private Task<Result<TicketChanged>> Change(TicketId ticket, int version, string deed, UserId? by, Func<TicketRow, Result<Happened>> decide, CancellationToken ct) =>
        Change(ticket, version, deed, by, (_, row) => Task.FromResult(decide(row)), ct);

    /// <param name="version">Null where it does not matter what the ticket is by now.</param>
    /// <param name="contact">What was said or sent by it; null where nothing was.</param>
    /// <param name="byMail">The words of it go to the customer by e-mail; without words nothing does.</param>
    private async Task<Result<TicketChanged>> Change(
        TicketId ticket, int? version, string deed, UserId? by, Func<BulkSession, TicketRow, Task<Result<Happened>>> decide, CancellationToken ct, Func<TicketRow, RoomContact>? contact = null, bool byMail = false)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (await session.Db.Tickets.FirstOrDefaultAsync(t => t.Id == ticket, ct) is not { } row) return new TicketGone();
        if (version is { } seen && row.Version != seen) return new TicketChangedMeanwhile();
        var before = row.Values;
        var decided = await decide(session, row);
        if (decided.Refusal is { } refusal) return refusal;
        if (decided.Value.Kind is null && contact is null && before.AsSpan().SequenceEqual(row.Values)) return new TicketChanged(row.Shown, null);
        var (changes, now) = (Recorder(session, deed, by), clock.GetUtcNow());
        var said = contact?.Invoke(row);
        if (said is not null && (await contacts.Write(session, changes, said, by, ct)).Refusal is { } unfit) return said.File is not null && unfit is FieldRefusal ? new NoSuchFile() : unfit;
        var happened = decided.Value.Kind is not null ? Append(session, changes, row, decided.Value, by, now) : null;
        if (byMail && happened is { Text: not null } && await Mail(session, happened, said?.File is null ? null : changes.Set.Id, now, ct) is { } noWay) return noWay;
        if (decided.Value.Kind is { } kind && Moves(kind)) await Promise(session, row, new(now, kind), ct);
        // What is only added to the history counts as a change of the ticket, so that two who write at once notice each other.
        session.Db.Entry(row).Property(t => t.Number).IsModified = true;
        Record(changes, row, before);
        try
        {
            return await Commit(session, changes, row, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new TicketChangedMeanwhile();
        }
    }

    private static bool Moves(TicketEventKind kind) => kind is not (TicketEventKind.Note or TicketEventKind.Goodwill or TicketEventKind.GoodwillRefused or TicketEventKind.Assigned or TicketEventKind.Closed);

    /// <summary>Promises anew what is not kept or broken yet; the time of an answer that was given stays what it was.</summary>
    private async Task Promise(BulkSession session, TicketRow row, TicketMoment latest, CancellationToken ct)
    {
        var history = await session.Db.TicketEvents.AsNoTracking().Where(e => e.CustomerId == row.CustomerId && e.TicketId == row.Id).OrderBy(e => e.At).ThenBy(e => e.Id)
            .Select(e => new TicketMoment(e.At, e.Kind)).ToListAsync(ct);
        var promised = row.AnswerDue;
        row.Promise([.. history, latest], await session.Db.Read<ServiceRules>(ServiceRules.Key, ct) ?? ServiceRules.Usual, await hours.Calendar(ct));
        if (row.AnsweredAt is not null) row.AnswerDue = promised;
    }

    /// <summary>Leaves a little later, with the row that names it: until then an undo takes it back, and nothing was sent.</summary>
    /// <param name="file">The change set that brings what it carries; null: nothing.</param>
    private async Task<Refusal?> Mail(BulkSession session, TicketEventRow happened, ChangeSetId? file, DateTimeOffset now, CancellationToken ct)
    {
        if (!(await ways.Of(session, happened.CustomerId, ct)).Leads) return new NoMailWay();
        (happened.MailId, happened.Mail) = (ids.Next<MessageId>(), TicketMailState.Queued);
        session.Db.Send(ids, clock, TicketMails.TopicName, TicketMails.Payload(happened.Id, file), now + TicketMails.Hold);
        return null;
    }

    private TicketEventRow Append(BulkSession session, ChangeRecorder changes, TicketRow row, Happened what, UserId? by, DateTimeOffset at)
    {
        var happened = new TicketEventRow
        {
            CustomerId = row.CustomerId, Id = ids.Next<TicketEventId>(), TicketId = row.Id, At = at, Kind = what.Kind!.Value, By = by, Text = what.Text, Amount = what.Amount, Worth = what.Worth,
        };
        session.Db.Add(happened);
        changes.Range(TicketEventTable.Name, happened.Id.Value, happened.Id.Value);
        session.Tell(Topics.Service, row.CustomerId.Value);
        return happened;
    }

    /// <summary>Only what differs is kept.</summary>
    private static void Record(ChangeRecorder changes, TicketRow row, object?[] before)
    {
        var (after, was, becomes) = (row.Values, new Dictionary<string, object?>(), new Dictionary<string, object?>());
        for (var i = 0; i < before.Length; i++)
            if (!Equals(before[i], after[i])) (was[TicketTable.Recorded[i].Name], becomes[TicketTable.Recorded[i].Name]) = (before[i], after[i]);
        if (was.Count > 0) changes.Row(TicketTable.Name, row.Id.Value, row.CustomerId, was, becomes);
    }

    private ChangeRecorder Recorder(BulkSession session, string deed, UserId? by) => new(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + deed });

    private static async Task<Result<TicketChanged>> Commit(BulkSession session, ChangeRecorder changes, TicketRow row, CancellationToken ct)
    {
        session.Tell(Topics.Service, row.CustomerId.Value);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return new TicketChanged(row.Shown, changes.Set.Id);
    }

    private async Task<Refusal?> NotThere(UserId? owner, TeamId? team, CancellationToken ct)
    {
        if (owner is { } user && !(await users.Of([user], ct)).ContainsKey(user)) return new NoOwner();
        return team is { } queue && (await teams.All(ct)).All(t => t.Id != queue) ? new NoTeam() : null;
    }
}
