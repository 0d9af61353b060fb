using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.TakeTickets;

/// <summary>What a row of a tickets file must be like.</summary>
internal static class TicketChecks
{
    private static readonly long First = Instants.ToMicroseconds(DateTimeOffset.MinValue), Last = Instants.ToMicroseconds(DateTimeOffset.MaxValue);

    public static RowReason? Wrong(IncomingTicket row) =>
        Text("id", row.Number, TicketTable.LongestNumber) ?? Text("customer", row.Customer, 200) ?? Text("reason", row.Reason, ReasonInfo.LongestName) ?? Text("title", row.Title, TicketTable.LongestTitle)
        ?? Text("details", row.Details, TicketTable.LongestDetails) ?? Text("solution", row.Solution, TicketTable.LongestDetails)
        ?? (row.Kind is null or "complaint" or "question" or "request" ? null : new RowReason("servicedesk.row.kind", "kind", row.Kind))
        ?? (InOrder(row) ? null : new RowReason("servicedesk.row.order", "at", null));

    /// <summary>A question where the file does not say.</summary>
    public static TicketKind KindOf(string? word) => word switch { "complaint" => TicketKind.Complaint, "request" => TicketKind.Request, _ => TicketKind.Question };

    /// <summary>Nothing is answered or solved before it was opened, nor closed before it was solved; what is closed was solved.</summary>
    private static bool InOrder(IncomingTicket row) =>
        row.Opened >= First && new[] { row.Opened, row.Answered, row.Solved, row.Closed }.All(t => t is null || (t >= row.Opened && t <= Last)) && (row.Closed is null || row.Solved <= row.Closed);

    private static RowReason? Text(string column, string? text, int max) => text switch
    {
        { Length: 0 } => new("servicedesk.row.empty", column, text, new { column }),
        { } when text.Length > max => new("servicedesk.row.toolong", column, text, new { column, max }),
        _ => null,
    };
}
