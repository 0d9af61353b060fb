using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Interactions;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.SetService;
using Patron.ServiceDesk.ShowTimeline;
using Patron.Tests.Customers;
using Patron.Tests.Tasks;
using Patron.Web.Contracts;

namespace Patron.Tests.ServiceDesk;

/// <summary>What is said to customers by tickets is a contact, and what is set about service is taken back by whoever set it.</summary>
public sealed class ServiceDeedsTests
{
    private static readonly SentRules Rules = new(["1", "2", "3"], ["10", "20", "30"], "90", "flat", "25", "10", "30", "5");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_answer_and_a_file_are_contacts_told_once_and_undone_with_their_deed(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var customer = (await ListSample.Add(patron.Services, 1))[0].Customer.Id;
        var (tom, _, _, _) = await TaskTests.People(patron);
        var (book, contacts) = (patron.Get<TicketBook>(), patron.Get<IWritesContacts>());
        var ticket = (await book.Open(new(customer, TicketKind.Complaint, "It leaks"), tom, Ct)).Value!.Ticket;
        var answered = (await book.Answer(ticket.Id, ticket.Version, "We mend it.", tom, Ct)).Value!;
        var attached = (await book.Attach(ticket.Id, new("leak.png", 3, () => new MemoryStream([1, 2, 3])), tom, Ct)).Value!;

        Assert.Equal([("answer", Direction.Out), ("document", Direction.In)], (await Rows()).Select(i => (i.Kind, i.Direction!.Value)));
        Assert.All(await Rows(), i => Assert.Equal((TicketBook.Kind, (long?)ticket.Id.Value), (i.ReferenceKind, i.ReferenceId)));
        var told = new List<string>();
        foreach (var source in patron.Get<IEnumerable<ITimelineSource>>()) told.AddRange((await source.Latest(customer, null, 20, patron.Get<Texts>().For(Language.English), Ct)).Select(e => e.Text.Value));
        Assert.Single(told, t => t.Contains("Answered", StringComparison.Ordinal));
        Assert.IsType<NoSuchFile>((await book.Attach(ticket.Id, new("leak.exe", 3, () => new MemoryStream([1, 2, 3])), tom, Ct)).Refusal);

        Assert.Null((await patron.Get<DeedUndo>().Undo(attached.ChangeSet!.Value, tom, Ct)).Refusal);
        Assert.Empty(await contacts.Files(customer, new(TicketBook.Kind, ticket.Id.Value), Ct));
        Assert.Null((await patron.Get<DeedUndo>().Undo(answered.ChangeSet!.Value, tom, Ct)).Refusal);
        Assert.Empty(await Rows());
        Assert.Equal(TicketState.New, Assert.Single(await book.OpenOf(customer, Ct)).State);

        async Task<List<Interaction>> Rows()
        {
            await using var db = await patron.Db();
            return await db.Interactions.AsNoTracking().Where(i => i.CustomerId == customer).OrderBy(i => i.Id).ToListAsync(Ct);
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Rules_and_answers_to_begin_with_are_undone_unless_somebody_set_them_since(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var (tom, mei, _, _) = await TaskTests.People(patron);
        var (rules, answers, undo) = (patron.Get<RuleSetting>(), patron.Get<Answers>(), patron.Get<DeedUndo>());

        var first = (await rules.Save(Rules, tom, Ct)).Value;
        Assert.Equal("kernel.deed.gone", (await undo.Undo(first, mei, Ct)).Refusal!.Key);
        var second = (await rules.Save(Rules with { Kept = "60" }, mei, Ct)).Value;
        Assert.Equal("kernel.deed.changed", (await undo.Undo(first, tom, Ct)).Refusal!.Key);
        Assert.Equal(60, (await rules.Read(Ct)).KeptDays);
        Assert.Null((await undo.Undo(second, mei, Ct)).Refusal);
        Assert.Equal(90, (await rules.Read(Ct)).KeptDays);
        Assert.Null((await undo.Undo(first, tom, Ct)).Refusal);
        Assert.Equal(ServiceRules.Usual, await rules.Read(Ct));

        var made = (await answers.Save(null, "Thanks", "Dear {{customer}}", tom, Ct)).Value!;
        var changed = (await answers.Save(made.Template, "Many thanks", "Dear {{customer}},", tom, Ct)).Value!;
        var removed = (await answers.Remove(made.Template, tom, Ct))!.Value;
        Assert.Empty(await answers.All(Ct));
        Assert.Equal("kernel.deed.changed", (await undo.Undo(changed.ChangeSet, tom, Ct)).Refusal!.Key);
        Assert.Null((await undo.Undo(removed, tom, Ct)).Refusal);
        Assert.Equal("Many thanks", Assert.Single(await answers.All(Ct)).Name);
        Assert.Null((await undo.Undo(changed.ChangeSet, tom, Ct)).Refusal);
        Assert.Equal("Thanks", Assert.Single(await answers.All(Ct)).Name);
        Assert.Null((await undo.Undo(made.ChangeSet, tom, Ct)).Refusal);
        Assert.Empty(await answers.All(Ct));
        Assert.Null(await answers.Remove(made.Template, tom, Ct));
    }
}
