using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.Customers.Contracts;
using Patron.ServiceDesk.Contracts;

namespace Patron.Insights.ReckonLadder;

/// <summary>What speaks for a customer beside purchases, as it was at the end of a day: all of it has dates in the base.</summary>
/// <param name="window">Days back within which a ticket must have been solved.</param>
internal sealed class LadderFacts(CustomerBaseSnapshot snapshot, int day, int window)
{
    private readonly FactColumn tickets = snapshot[TicketColumns.All], agreements = snapshot[CustomerColumns.Agreements], recommended = snapshot[CustomerColumns.Recommended];
    private readonly PurchaseSummary bought = snapshot.Summary(day);

    public LadderFact Of(int index) => new(Holds(index, CustomerColumns.MembershipWord), SolvedOn(index), Recommendations(index), Holds(index, CustomerColumns.ContractWord));

    private bool Holds(int index, string word) =>
        agreements.Count(index) > 0 && agreements.Of(index).Any(a => a.Day <= day && day < a.Until && agreements.Codes.Name(a.Code) == word);

    /// <summary>A ticket stands until the day on which it was solved.</summary>
    private int SolvedOn(int index) =>
        tickets.Count(index) == 0 ? 0 : tickets.Of(index).Where(t => t.Until <= day && t.Until > day - window).Select(t => t.Until).DefaultIfEmpty().Min();

    /// <summary>Whoever has bought was recommended to before that, even where a file told of it much later.</summary>
    private int Recommendations(int index) =>
        recommended.Count(index) == 0 ? 0 : recommended.Of(index).Count(r => r.Day <= day || snapshot.TryIndex(r.Amount, out var other) && bought.Orders[other] > 0);
}
