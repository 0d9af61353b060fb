using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Analytics.Service;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.MailTickets;
using Patron.ServiceDesk.ReckonStakes;
using Patron.ServiceDesk.SetService;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ShowTicket;

/// <param name="By">Who did it; null for the program and a file.</param>
internal sealed record ShownEvent(DateTimeOffset At, TicketEventKind Kind, string? By, string? Text, long? Amount)
{
    public TicketEventId Id { get; init; }

    /// <summary>What became of the e-mail that it left by; null: by none.</summary>
    public TicketMailState? Mail { get; init; }
    public string? MailWhy { get; init; }
}

/// <summary>Everything that the page of a ticket says.</summary>
/// <param name="AnswerCourse">The clock that runs until the first answer, up to now.</param>
/// <param name="SolveCourse">The same until the solution; it rests while we wait for the customer.</param>
/// <param name="Bought">The order line it is about, by the name of its product.</param>
/// <param name="Kept">Was the customer kept; null while it is not solved.</param>
internal sealed record ShownTicket(
    Ticket Ticket, string? Name, string? LatinName, string? Language, IReadOnlyList<ShownEvent> Events, IReadOnlyList<ClockStretch> AnswerCourse, IReadOnlyList<ClockStretch> SolveCourse, Stake Stake, Worth Worth,
    OrderSummary? Order, string? Bought, KeptAnswer? Kept, ServiceRules Rules, Organisation Organisation)
{
    /// <summary>Business time.</summary>
    public TimeSpan AnswerTime => Counted(AnswerCourse);
    public TimeSpan SolveTime => Counted(SolveCourse);

    private static TimeSpan Counted(IReadOnlyList<ClockStretch> course) => new(course.Sum(s => s.Counted.Ticks));
}

/// <summary>What the page hands to its aside.</summary>
/// <param name="Refused">The deed that was just refused; <paramref name="Typed"/> are its words.</param>
/// <param name="Handler">What the page does with any of the forms.</param>
internal sealed record TicketSheet(ShownTicket Shown, Owners Owners, bool May, string? Refused, string? Typed, Func<Task> Handler, Func<string, string?> ProblemAt);

/// <summary>Reads one ticket for its page; its clocks are replayed from its events.</summary>
internal sealed class TicketDetails(
    IDbContextFactory<PatronDb> contexts, ICustomerReads customers, IVisibility visibility, IUserNames users, IBusinessHours hours, IPurchaseReads purchases, ICustomerBase customerBase,
    IReckoningDay reckoning, Stakes stakes, Worths worths, TimeProvider clock)
{
    /// <summary>Null where there is no such ticket, or the asker may not see its customer.</summary>
    public async Task<ShownTicket?> Find(TicketId id, UserId? asker, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Tickets.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, ct) is not { } row || !await visibility.Sees(row.CustomerId, asker, ct)) return null;
        var events = await db.TicketEvents.AsNoTracking().Where(e => e.CustomerId == row.CustomerId && e.TicketId == id).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);
        var by = await users.Of([.. events.Select(e => e.By).OfType<UserId>().Distinct()], ct);
        var (calendar, now, history) = (await hours.Calendar(ct), clock.GetUtcNow(), events.ConvertAll(e => new TicketMoment(e.At, e.Kind)));
        var golden = (await customers.Find([row.CustomerId], ct)).GetValueOrDefault(row.CustomerId)?.Golden;
        var (rules, organisation) = (await db.Read<ServiceRules>(ServiceRules.Key, ct) ?? ServiceRules.Usual, await db.Organisation(ct));
        var order = row.OrderId is { } number ? await purchases.Order(row.CustomerId, number, ct) : null;
        var bought = order?.Lines.FirstOrDefault(l => l.Product == row.ProductId);
        return new(row.Shown, golden is null ? null : CustomerName.Shown(golden.Name, golden.Company, golden.Email, golden.Phone), golden?.LatinName, golden?.Language,
            events.ConvertAll(e => new ShownEvent(e.At, e.Kind, e.By is { } user ? by.GetValueOrDefault(user) : null, e.Text, e.Amount) { Id = e.Id, Mail = e.Mail, MailWhy = e.MailWhy }),
            PromiseClock.Replay(calendar, TicketClocks.Answer(history), now), PromiseClock.Replay(calendar, TicketClocks.Solution(history), now),
            stakes.Scale().Of(row.CustomerId), await worths.Of(db, row.CustomerId, ct), order?.Order, bought?.Name ?? bought?.Code, Kept(row, rules, organisation), rules, organisation);
    }

    private KeptAnswer? Kept(TicketRow row, ServiceRules rules, Organisation organisation)
    {
        if (row.SolvedAt is not { } solved) return null;
        var (snapshot, asOf) = (customerBase.Current, reckoning.AsOf.DayNumber);
        var days = snapshot.TryIndex(row.CustomerId.Value, out var at) ? snapshot.Purchases.OrderDays(at, asOf) : [];
        return KeptCustomers.Of(days, Instants.DayNumber(Instants.ToMicroseconds(solved), organisation.Zone), rules.KeptDays, asOf);
    }
}
