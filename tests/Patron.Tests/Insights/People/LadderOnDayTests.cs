using Patron.Analytics.Ladder;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;
using Patron.Insights.ReckonLadder;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.Tests.Purchases;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Insights.People;

/// <summary>The step of an earlier day is reckoned from what was so then.</summary>
public sealed class LadderOnDayTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Tickets_agreements_and_recommendations_count_from_their_day_and_until_it(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        // All of them order each forty days, the last time forty days ago; whom E recommended we have known for a hundred days.
        foreach (var name in (string[])["A", "B", "C", "D", "E"]) await patron.Take([.. Enumerable.Range(1, 8).Select(n => Sale(patron, name, 40 * n))]);
        await patron.Take([Sale(patron, "friend", 100)]);
        var (now, terms) = (patron.Clock.Now, patron.Get<FormDeeds>());
        var today = DateOnly.FromDateTime(now.Date);

        patron.Clock.Now = now.AddDays(-150);
        var ticket = (await patron.Get<ITickets>().Open(new(await Of(patron, "A"), TicketKind.Complaint, "Leaks"), null, Ct)).Value!.Ticket;
        patron.Clock.Now = now.AddDays(-60);
        Assert.Null((await patron.Get<Patron.ServiceDesk.KeepTickets.TicketBook>().Solve(ticket.Id, ticket.Version, "sealed", null, Ct)).Refusal);
        patron.Clock.Now = now;
        Assert.Null((await terms.Add(await Of(patron, "B"), new(AgreementKind.Contract, "Frame", null, today.AddDays(-90), today.AddDays(-30), null), null, Ct)).Refusal);
        Assert.Null((await terms.Add(await Of(patron, "C"), new(AgreementKind.Contract, "Open", null, null, null, null), null, Ct)).Refusal);
        Assert.Null((await terms.Add(await Of(patron, "D"), new(AgreementKind.Membership, "Club", null, today.AddDays(-20), null, null), null, Ct)).Refusal);
        Assert.Null((await patron.Get<RelationDeeds>().Set(await Of(patron, "E"), await Of(patron, "friend"), RelationKind.Refers, null, null, Ct)).Refusal);
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        var snapshot = patron.Get<ICustomerBase>().Current;

        // Solved 60 days ago, bought again 40 days ago: until then nobody could know that the customer would stay.
        Assert.Equal([LadderStep.Client, LadderStep.Client, LadderStep.Supporter], await On("A", 61, 41, 40));
        Assert.Equal([LadderStep.Client, LadderStep.Partner, LadderStep.Partner, LadderStep.Client], await On("B", 91, 90, 30, 29));
        Assert.Equal([LadderStep.Partner, LadderStep.Partner], await On("C", 100, 0));
        Assert.Equal([LadderStep.Client, LadderStep.Supporter], await On("D", 21, 20));
        // Told today, but the friend bought a hundred days ago.
        Assert.Equal([LadderStep.Client, LadderStep.Advocate, LadderStep.Advocate], await On("E", 101, 100, 0));

        async Task<LadderStep[]> On(string customer, params int[] ago)
        {
            Assert.True(snapshot.TryIndex((await Of(patron, customer)).Value, out var at));
            return Array.ConvertAll(ago, days => new LadderModel(today.AddDays(-days), LadderRules.Usual, 90, null).Steps(snapshot).Of(at).Step);
        }
    }

    private static async Task<CustomerId> Of(PatronServices patron, string customer) => new(await patron.CustomerOf(customer));

    private static IncomingLine Sale(PatronServices patron, string customer, int ago) =>
        new(1, $"O-{customer}-{ago}", null, "P", null, null, Micros.PerUnit, Micros.From(10), 0, Instants.ToMicroseconds(patron.Clock.Now.AddDays(-ago)), customer, null, null, null);
}
