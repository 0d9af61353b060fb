using System.Data.Common;
using System.Globalization;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.Web.Forms;

namespace Patron.ServiceDesk.ListTickets;

/// <summary>Whether a promise was kept: late means not kept, or not kept yet and overdue.</summary>
internal enum PromiseIs { Kept = 1, Late = 2 }

/// <summary>Which tickets: the same conditions for lists, counts, reports and files, so that their numbers agree.</summary>
/// <param name="Open">True the open ones, false those solved or closed; null all.</param>
/// <param name="From">Opened on this day of the organisation's zone or later; <paramref name="To"/> included.</param>
/// <param name="SolvedFrom">Solved on this day or later; <paramref name="SolvedTo"/> included.</param>
/// <param name="Reasons">One of these; an empty list: without any.</param>
/// <param name="Words">The beginning of a number, or part of a title.</param>
/// <param name="Own">What is asked of the organisation's own fields.</param>
internal sealed record TicketFilter(
    bool? Open = null, bool Overdue = false, TicketState? State = null, TicketKind? Kind = null, Severity? Severity = null, IReadOnlyList<ReasonId>? Reasons = null, UserId? Owner = null,
    TeamId? Team = null, CustomerId? Customer = null, ProductId? Product = null, DateOnly? From = null, DateOnly? To = null, DateOnly? SolvedFrom = null, DateOnly? SolvedTo = null,
    PromiseIs? Answered = null, PromiseIs? Solved = null, string? Words = null, DateTimeOffset? DueBefore = null, RowFieldAsk? Own = null)
{
    public const string AnswerKept = "t.answered_at <= t.answer_due", AnswerLate = "coalesce(t.answered_at, @now) > t.answer_due",
        SolveKept = "t.solved_at <= t.solve_due", SolveLate = "coalesce(t.solved_at, @now) > t.solve_due";

    /// <summary>The condition on service_tickets t, its parameters put on the command. Tickets of customers who lie in the bin are in no list.</summary>
    /// <param name="fields">The own fields of tickets; read only where <see cref="Own"/> asks for some.</param>
    public string Where(DbCommand command, TimeZoneInfo zone, DateTimeOffset now, RowFields? fields = null)
    {
        var all = new List<string> { "t.customer_id not in (select id from customers where deleted_at is not null)" };
        command.AddInstant("@now", now);
        if (Open is { } open) all.Add($"t.is_open = {(open ? 1 : 0)}");
        if (Overdue) all.Add("t.is_open = 1 and t.next_due < @now");
        if (DueBefore is { } due)
        {
            all.Add("t.is_open = 1 and t.next_due < @due_before");
            command.AddInstant("@due_before", due);
        }
        Is("state", (long?)State);
        Is("kind", (long?)Kind);
        Is("severity", (long?)Severity);
        Is("owner_id", Owner?.Value);
        Is("team_id", Team?.Value);
        Is("customer_id", Customer?.Value);
        Is("product_id", Product?.Value);
        if (Reasons is { } reasons) all.Add(reasons.Count == 0 ? "t.reason_id is null" : $"t.reason_id in ({string.Join(',', reasons.Select(r => r.Value))})");
        if (Answered is { } answered) all.Add(answered == PromiseIs.Kept ? AnswerKept : AnswerLate);
        if (Solved is { } solved) all.Add(solved == PromiseIs.Kept ? SolveKept : SolveLate);
        Since("opened_at", From, "@opened_from", ">=", 0);
        Since("opened_at", To, "@opened_to", "<", 1);
        Since("solved_at", SolvedFrom, "@solved_from", ">=", 0);
        Since("solved_at", SolvedTo, "@solved_to", "<", 1);
        if (Words is { } words)
        {
            all.Add("(t.number = @number or lower(t.title) like @words escape '\\')");
            command.Add("@number", words.TrimStart('#').ToUpperInvariant());
            command.Add("@words", "%" + words.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%");
        }
        if (Own is not null) all.AddRange(Own.Where(command, "t", fields ?? RowFields.None));
        return string.Join(" and ", all);

        void Is(string column, long? value)
        {
            if (value is { } number) all.Add(string.Create(CultureInfo.InvariantCulture, $"t.{column} = {number}"));
        }

        void Since(string column, DateOnly? day, string name, string than, int days)
        {
            if (day is not { } on) return;
            all.Add($"t.{column} {than} {name}");
            command.AddInstant(name, LocalTimes.Midnight(on.AddDays(days), zone));
        }
    }
}
