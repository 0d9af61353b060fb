using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Tests.Purchases;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Interactions;

public sealed class NotesTests
{
    private static readonly CustomerId Customer = new(7);
    private static readonly UserId Tom = new(1), Mei = new(2);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_note_is_added_edited_deleted_and_each_step_undone(Database kind)
    {
        await using var patron = await Start(kind);
        var notes = patron.Get<INotes>();
        var added = (await notes.Add(Customer, "  Mornings suit her  ", Tom, Ct)).Value!;
        Assert.Equal(("Mornings suit her", Tom, patron.Clock.GetUtcNow()), (added.Note!.Text, added.Note.By, added.Note.At));

        var edited = (await notes.Edit(Customer, added.Note.Id, added.Note.Version, "Evenings", Mei, Ct)).Value!;
        Assert.Equal("Evenings", (await notes.Of(Customer, Ct)).Single().Text);
        Assert.Equal(edited.Note, await notes.Find(Customer, added.Note.Id, Ct));

        var back = (await notes.Undo(edited.ChangeSet, Tom, Ct)).Value!;
        Assert.Equal("Mornings suit her", back.Note!.Text);
        Assert.Equal("interactions.note.undone", (await notes.Undo(edited.ChangeSet, Tom, Ct)).Refusal!.Key);

        var deleted = (await notes.Delete(Customer, added.Note.Id, back.Note.Version, Tom, Ct)).Value!;
        Assert.Empty(await notes.Of(Customer, Ct));
        var restored = (await notes.Undo(deleted.ChangeSet, Tom, Ct)).Value!;
        Assert.Equal(("Mornings suit her", Tom, added.Note.Id, added.Note.At), (restored.Note!.Text, restored.Note.By, restored.Note.Id, restored.Note.At));
        Assert.Null((await notes.Undo(restored.ChangeSet, Tom, Ct)).Value!.Note);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_comes_second_is_refused(Database kind)
    {
        await using var patron = await Start(kind);
        var notes = patron.Get<INotes>();
        var added = (await notes.Add(Customer, "One", Tom, Ct)).Value!;
        var note = added.Note!;
        var edited = await notes.Edit(Customer, note.Id, note.Version, "Two", Tom, Ct);
        Assert.Equal("interactions.note.changed", (await notes.Edit(Customer, note.Id, note.Version, "Three", Mei, Ct)).Refusal!.Key);
        Assert.Equal("interactions.note.changed", (await notes.Delete(Customer, note.Id, note.Version, Mei, Ct)).Refusal!.Key);
        Assert.Equal("interactions.note.changed", (await notes.Undo(added.ChangeSet, Mei, Ct)).Refusal!.Key);
        await notes.Delete(Customer, note.Id, edited.Value!.Note!.Version, Tom, Ct);
        Assert.Equal("interactions.note.gone", (await notes.Edit(Customer, note.Id, note.Version, "Four", Mei, Ct)).Refusal!.Key);
        Assert.Equal("interactions.note.gone", (await notes.Undo(edited.Value.ChangeSet, Mei, Ct)).Refusal!.Key);
        Assert.Equal("interactions.note.gone", (await notes.Undo(new(99), Mei, Ct)).Refusal!.Key);
    }

    [Fact]
    public async Task A_note_has_between_one_and_ten_thousand_characters_and_a_customer()
    {
        await using var patron = await Start(Database.Sqlite);
        var notes = patron.Get<INotes>();
        Assert.Equal("interactions.note.empty", (await notes.Add(Customer, " \n ", Tom, Ct)).Refusal!.Key);
        Assert.Equal("interactions.note.toolong", (await notes.Add(Customer, new('x', 10_001), Tom, Ct)).Refusal!.Key);
        Assert.Equal("interactions.note.gone", (await notes.Add(new(-1), "x", Tom, Ct)).Refusal!.Key);
        Assert.NotNull((await notes.Add(Customer, new('字', 10_000), Tom, Ct)).Value);
    }

    [Fact]
    public async Task Of_two_editors_at_the_same_time_one_is_refused()
    {
        await using var patron = await Start(Database.Sqlite);
        var notes = patron.Get<INotes>();
        var note = (await notes.Add(Customer, "One", Tom, Ct)).Value!.Note!;
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => notes.Edit(Customer, note.Id, note.Version, "Edit " + n, Tom, Ct))));
        var winner = Assert.Single(both, b => b.Refusal is null);
        Assert.All(both.Where(b => b.Refusal is not null), b => Assert.Equal("interactions.note.changed", b.Refusal!.Key));
        Assert.Equal(winner.Value!.Note, await notes.Find(Customer, note.Id, Ct));
        await using var db = await patron.Db();
        Assert.Equal(2, db.Set<ChangeSet>().Count());
    }
}
