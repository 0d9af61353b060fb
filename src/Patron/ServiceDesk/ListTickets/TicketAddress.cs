using System.Globalization;
using Microsoft.Extensions.Primitives;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.ListTickets;

/// <summary>What is asked of the list, as it stands in the address; what cannot be read is left out.</summary>
/// <param name="View">A tab: mine, team, overdue, open, done, all.</param>
/// <param name="Reason">A reason with all below it, or "none".</param>
internal sealed record TicketAddress(
    string View, string? Words, TicketState? State, TicketKind? Kind, Severity? Severity, string? Reason, UserId? Owner, TeamId? Team, CustomerId? Customer, ProductId? Product,
    DateOnly? From, DateOnly? To, DateOnly? SolvedFrom, DateOnly? SolvedTo, PromiseIs? Answered, PromiseIs? Solved, string Sort, int Page, RowFieldAsk? Own = null)
{
    public const string Mine = "mine", Teams = "team", Overdue = "overdue", Open = "open", Finished = "done", All = "all", NoReason = "none";
    public const string ByDue = "due", ByOpened = "opened", BySeverity = "severity", ByStake = "stake";
    public const int PageSize = 50;

    public static class Names
    {
        public const string View = "view", Words = "q", State = "state", Kind = "kind", Severity = "severity", Reason = "reason", Owner = "owner", Team = "team", Customer = "customer", Product = "product",
            From = "from", To = "to", SolvedFrom = "solved-from", SolvedTo = "solved-to", Answered = "answer", Solved = "solution", Sort = "sort", Page = "page";
    }

    public static IReadOnlyList<string> Views { get; } = [Mine, Teams, Overdue, Open, Finished, All];

    public static TicketAddress Of(Func<string, StringValues> query) => new(
        Views.FirstOrDefault(v => v == query(Names.View)) ?? Open, query(Names.Words).ToString().Trim() is { Length: > 0 and <= 200 } words ? words : null,
        Word<TicketState>(query(Names.State)), Word<TicketKind>(query(Names.Kind)), Word<Severity>(query(Names.Severity)),
        query(Names.Reason).ToString() is { Length: > 0 } reason && (reason == NoReason || IdText.TryRead<ReasonId>(reason, out _)) ? reason : null,
        Id<UserId>(query(Names.Owner)), Id<TeamId>(query(Names.Team)), Id<CustomerId>(query(Names.Customer)), Id<ProductId>(query(Names.Product)),
        Day(query(Names.From)), Day(query(Names.To)), Day(query(Names.SolvedFrom)), Day(query(Names.SolvedTo)), Word<PromiseIs>(query(Names.Answered)), Word<PromiseIs>(query(Names.Solved)),
        query(Names.Sort).ToString() is var sort && sort.TrimStart('-') is ByDue or ByOpened or BySeverity or ByStake || RowFieldAsk.Sorts(sort) ? sort : ByDue,
        int.TryParse(query(Names.Page), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and <= 1_000_000 ? page : 1);

    public static TicketAddress Of(HttpRequest request) => Of(name => request.Query[name]) with { Own = RowFieldAsk.Of(request.Query) };

    /// <summary>Is something asked beyond the tab?</summary>
    public bool IsNarrowed => this with { View = Open, Sort = ByDue, Page = 1 } != new TicketAddress(Open, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, ByDue, 1);

    /// <param name="me">Whose own tickets the tab shows.</param>
    /// <param name="myTeam">The team of the tab; null for who is in none.</param>
    /// <param name="below">A reason and all below it.</param>
    public TicketFilter Filter(UserId? me, TeamId? myTeam, Func<ReasonId, IReadOnlyList<ReasonId>> below)
    {
        var filter = new TicketFilter(
            Open: View switch { All => null, Finished => false, _ => true }, Overdue: View == Overdue, State, Kind, Severity,
            Reason switch { null => null, NoReason => [], var id => IdText.TryRead<ReasonId>(id, out var one) ? below(one) : null }, Owner, Team, Customer, Product, From, To, SolvedFrom, SolvedTo, Answered, Solved, Words, Own: Own);
        return View switch { Mine => filter with { Owner = me ?? new(-1) }, Teams => filter with { Team = myTeam ?? new(-1) }, _ => filter };
    }

    public static string WordOf<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static T? Word<T>(StringValues text) where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) && !char.IsDigit(text.ToString()[0]) ? word : null;

    private static T? Id<T>(StringValues text) where T : struct, IId<T> => IdText.TryRead<T>(text, out var id) ? id : null;

    private static DateOnly? Day(StringValues text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
