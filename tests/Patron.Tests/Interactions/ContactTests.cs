using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Interactions;
using Patron.Interactions.Contracts;
using Patron.Interactions.KeepContacts;
using Patron.Interactions.KeepFiles;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Tests.Purchases;
using Patron.Tests.Tasks;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Interactions;

/// <summary>Contacts are logged with their next step and file, edited, deleted, brought back.</summary>
public sealed class ContactTests
{
    private static readonly CustomerId Customer = new(7);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_call_with_its_next_step_and_file_is_one_deed_and_goes_with_one_undo(Database kind)
    {
        await using var patron = await Begin(kind);
        var (book, tasks) = (patron.Get<ContactBook>(), patron.Get<ITasks>());
        var (tom, mei, _, _) = await TaskTests.People(patron);
        var now = patron.Clock.GetUtcNow();
        var said = new ContactSaid("Renewal", "Wants a better price", "Will think about it", "Ms Young", Mood.Bad, Critical: true, Seconds: 90);
        var logged = (await book.Log(new(Customer, "call", Direction.Out, now, said, Next: new(Customer, TaskKind.CallBack, "Call with an offer", now.AddDays(1)) { Owner = mei }, File: Text("notes.txt", "hello")), tom, Ct)).Value!;

        var contact = (await patron.Get<ContactReads>().Find(Customer, logged.Contact!.Id, Ct))!;
        Assert.Equal(("call", Direction.Out, tom, now), (contact.Kind, contact.Direction!.Value, contact.Agent!.Value, contact.At));
        Assert.Equal(said, ContactSaid.Read(contact.Payload));
        var next = Assert.Single(await tasks.OpenOf(Customer, Ct));
        Assert.Equal(("Call with an offer", mei, new Reference(IContacts.ReferenceKind, contact.Id.Value)), (next.Title, next.Owner!.Value, next.About!.Value));
        var file = Assert.Single(await patron.Get<ContactReads>().Files(Customer, contact.Id, Ct));
        Assert.Equal(("notes.txt", 5L), (file.Name, file.Size));
        var path = patron.Get<FileKeeper>().PathOf(file.ChangeSetId);
        Assert.Equal("hello", await File.ReadAllTextAsync(path, Ct));

        Assert.Null((await patron.Get<DeedUndo>().Undo(logged.ChangeSet, tom, Ct)).Refusal);
        Assert.Null(await patron.Get<ContactReads>().Find(Customer, contact.Id, Ct));
        Assert.Empty(await tasks.OpenOf(Customer, Ct));
        await patron.Get<OutboxDelivery>().DeliverDue(Ct);
        Assert.False(File.Exists(path));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_contact_is_edited_deleted_and_comes_back_as_it_was(Database kind)
    {
        await using var patron = await Begin(kind);
        var (book, reads, undo) = (patron.Get<ContactBook>(), patron.Get<ContactReads>(), patron.Get<DeedUndo>());
        var (tom, mei, _, _) = await TaskTests.People(patron);
        var now = patron.Clock.GetUtcNow();
        var contact = (await book.Log(new(Customer, "visit", Direction.In, now, new("Look around", null, null)), tom, Ct)).Value!.Contact!;

        var edited = (await book.Edit(Customer, contact.Id, contact.Version, "call", Direction.Out, now.AddHours(-1), new("Asked for a price", null, "Sent it"), mei, Ct)).Value!;
        Assert.Equal("interactions.contact.refused.changed", (await book.Edit(Customer, contact.Id, contact.Version, "call", null, now, new("x", null, null), tom, Ct)).Refusal!.Key);
        var shown = (await reads.Find(Customer, contact.Id, Ct))!;
        Assert.Equal(("call", Direction.Out, "Asked for a price"), (shown.Kind, shown.Direction!.Value, ContactSaid.Read(shown.Payload).Subject));

        var deleted = (await book.Delete(Customer, contact.Id, shown.Version, mei, Ct)).Value!;
        Assert.Null(await reads.Find(Customer, contact.Id, Ct));
        var gone = Assert.Single(await reads.Deleted(Customer, Ct));
        Assert.Equal((contact.Id.Value, deleted.ChangeSet, mei), (gone.Id, gone.Set, gone.By!.Value));
        Assert.Null((await undo.Undo(gone.Set, gone.By, Ct)).Refusal);
        var back = (await reads.Find(Customer, contact.Id, Ct))!;
        Assert.Equal((shown.At, shown.Kind, shown.Payload, shown.Agent, shown.Version), (back.At, back.Kind, back.Payload, back.Agent, back.Version));
        Assert.Empty(await reads.Deleted(Customer, Ct));

        Assert.Null((await undo.Undo(edited.ChangeSet, mei, Ct)).Refusal);
        var first = (await reads.Find(Customer, contact.Id, Ct))!;
        Assert.Equal((now, "visit", Direction.In, "Look around"), (first.At, first.Kind, first.Direction!.Value, ContactSaid.Read(first.Payload).Subject));
        Assert.Equal(["contact.undo", "contact.undo", "contact.log", "contact.edit", "contact.delete"], [.. (await reads.History(first, Ct)).Select(s => s.Kind).Order(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a)))]);
    }

    [Fact]
    public async Task A_hand_over_is_done_by_the_visit_that_serves_it_in_the_same_deed()
    {
        await using var patron = await Begin(Database.Sqlite);
        var (book, tasks) = (patron.Get<ContactBook>(), patron.Get<Patron.Tasks.KeepTasks.TaskBook>());
        var (tom, mei, _, delivery) = await TaskTests.People(patron);
        var offered = (await tasks.Add(TaskTests.New(TaskKind.HandOver, "Visit") with { Team = delivery }, tom, Ct)).Value!.Task;
        patron.Clock.Advance(TimeSpan.FromHours(1));
        await tasks.Accept(Customer, offered.Id, offered.Version, mei, Ct);
        Assert.Equal("tasks.refused.proof", (await book.Log(new(Customer, "visit", Direction.Out, patron.Clock.GetUtcNow().AddMinutes(-30), new(null, null, null), Serves: offered.Id), mei, Ct)).Refusal!.Key);
        Assert.Empty(await patron.Get<IContacts>().Since(Customer, DateTimeOffset.MinValue, 10, Ct));

        var logged = (await book.Log(new(Customer, "visit", Direction.Out, patron.Clock.GetUtcNow(), new(null, null, null), Serves: offered.Id), mei, Ct)).Value!;
        var done = (await tasks.Find(Customer, offered.Id, Ct))!;
        Assert.Equal((TaskState.Done, new Reference(IContacts.ReferenceKind, logged.Contact!.Id.Value)), (done.State, done.Proof!.Value));
        Assert.Null((await patron.Get<DeedUndo>().Undo(logged.ChangeSet, mei, Ct)).Refusal);
        Assert.Equal(TaskState.Accepted, (await tasks.Find(Customer, offered.Id, Ct))!.State);
    }

    [Fact]
    public async Task What_says_nothing_lies_ahead_or_is_too_long_is_refused_and_so_are_files_that_run_or_are_too_large()
    {
        await using var patron = await Begin(Database.Sqlite);
        var book = patron.Get<ContactBook>();
        var now = patron.Clock.GetUtcNow();
        Assert.Equal("interactions.contact.refused.empty", await Refused(new(Customer, "call", null, now, new(" ", null, "\n"))));
        Assert.Equal("interactions.contact.refused.kind", await Refused(new(Customer, "note", null, now, new("x", null, null))));
        Assert.Equal("interactions.contact.refused.future", await Refused(new(Customer, "call", null, now.AddMinutes(6), new("x", null, null))));
        Assert.Equal("interactions.contact.refused.toolong", await Refused(new(Customer, "call", null, now, new(new('x', 201), null, null))));
        Assert.Equal("interactions.contact.refused.gone", await Refused(new(new(-1), "call", null, now, new("x", null, null))));
        Assert.Equal("interactions.contact.refused.type", await Refused(new(Customer, "call", null, now, new("x", null, null), File: Text("page.html", "x"))));
        Assert.Equal("interactions.contact.refused.large", await Refused(new(Customer, "call", null, now, new("x", null, null), File: new("big.pdf", FileKeeper.Largest + 1, () => Stream.Null))));
        Assert.NotNull((await book.Log(new(Customer, "call", null, now.AddMinutes(5), new(new('x', 200), null, null), File: new("..\\..\\a/b/c.pdf", 0, () => Stream.Null)), null, Ct)).Value);
        await using var db = await patron.Db();
        Assert.Equal("c.pdf", (await db.Set<ContactFile>().SingleAsync(Ct)).Name);

        async Task<string> Refused(NewContact contact) => (await book.Log(contact, null, Ct)).Refusal!.Key;
    }

    [Fact]
    public async Task Where_a_person_is_erased_the_files_of_the_contacts_go_too()
    {
        await using var patron = await Begin(Database.Sqlite);
        var logged = (await patron.Get<ContactBook>().Log(new(Customer, "letter", Direction.In, patron.Clock.GetUtcNow(), new("Contract", null, null), File: Text("contract.txt", "of nobody")), null, Ct)).Value!;
        var keeper = new KeepsContactFiles(patron.Get<FileKeeper>());
        await using var db = await patron.Db();
        var files = await keeper.FilesOf(db, [logged.ChangeSet, new(99)], Ct);
        Assert.Equal([$"{FileKeeper.Folder}/{logged.ChangeSet}"], files);
        await keeper.Lost(db, [.. files, "imports/other"], Ct);
        Assert.Empty(await db.Set<ContactFile>().ToListAsync(Ct));
    }

    private static SentFile Text(string name, string content) => new(name, content.Length, () => new MemoryStream(Encoding.UTF8.GetBytes(content)));

    private static Task<PatronServices> Begin(Database kind) => PatronServices.Start(kind, services => services.AddSingleton<Patron.Customers.Contracts.ICustomers, SimpleCustomers>());
}
