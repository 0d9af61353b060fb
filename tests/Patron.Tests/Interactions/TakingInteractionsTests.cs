using Microsoft.EntityFrameworkCore;
using Patron.Interactions;
using Patron.Access.Contracts;
using Patron.Interactions.Contracts;
using Patron.Interactions.KeepContacts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tests.Purchases;
using Patron.Web.Contracts;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Interactions;

public sealed class TakingInteractionsTests
{
    private static readonly IncomingInteraction Call = new(1, "I1", "A", At("2026-05-20T09:00:00Z"), "call", "phone", "in", "Late delivery", "Asked where it is", null);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Interactions_are_known_by_their_number(Database kind)
    {
        await using var patron = await Start(kind);
        Assert.Equal([Fate.Created, Fate.Unchanged], (await patron.Take([Call, Call])).Kinds());
        var fates = await patron.Take([Call, Call with { Text = null, Channel = null, Direction = null }, Call with { Outcome = "<b>Solved</b>" }, Call with { Number = "I2", Customer = "B", Kind = "Workshop" },
            Call with { Customer = "B" }, Call with { Customer = "nobody" }, Call with { Direction = "up" }, Call with { Kind = new('k', 41) }, Call with { Number = "I3", Kind = new('k', 40) }], chunk: 4);
        Assert.Equal([Fate.Unchanged, Fate.Unchanged, Fate.Updated, Fate.Created, Fate.Conflict, Fate.Conflict, Fate.Rejected, Fate.Rejected, Fate.Created], fates.Kinds());
        Assert.Equal(2L, Convert.ToInt64(await patron.Ask("select count(*) from customers"), null));

        await using var db = await patron.Db();
        var row = await db.Interactions.AsNoTracking().SingleAsync(i => i.Kind == "call", Ct);
        Assert.Equal((1, Direction.In, "phone"), (row.Version, row.Direction, row.Channel));
        var source = patron.Get<IEnumerable<ITimelineSource>>().OfType<InteractionTimeline>().Single();
        var entry = (await source.Latest(row.CustomerId, null, 5, patron.Get<Texts>().For(Language.English), Ct)).Single(e => e.Icon == "phone");
        Assert.Equal(("call", "Called us: <b>Late delivery</b>", "Asked where it is – <b>Solved</b>"), (entry.Kind, entry.Text.Value, entry.Detail));

        await patron.Take([Call with { Seconds = 261 }]);
        Assert.Equal("Asked where it is – <b>Solved</b> – 4 min 21 s", (await source.Latest(row.CustomerId, null, 5, patron.Get<Texts>().For(Language.English), Ct)).Single(e => e.Icon == "phone").Detail);

        // Who of us it was, with whom and how it went: filled later, and what a row leaves out stays.
        var ann = (await patron.Get<IUserAccounts>().Add(new("ann@mill.example", "Ann Lee", Roles.Administrator, null), null, Ct)).Value!.Id;
        Assert.Equal([Fate.Updated, Fate.Unchanged, Fate.Rejected, Fate.Unchanged], (await patron.Take([
            Call with { Agent = "Ann@mill.example", With = "The buyer", Mood = "bad", Critical = true }, Call with { Agent = "ann lee", Mood = "bad" }, Call with { Mood = "sunny" }, Call with { Agent = "Nobody" }])).Kinds());
        row = await db.Interactions.AsNoTracking().SingleAsync(i => i.Id == row.Id, Ct);
        Assert.Equal((ann, new ContactSaid("Late delivery", "Asked where it is", "<b>Solved</b>", "The buyer", Mood.Bad, true, 261)), (row.Agent, ContactSaid.Read(row.Payload)));
    }

    [Fact]
    public async Task A_plan_tells_the_same_fates_and_writes_nothing()
    {
        await using var patron = await Start(Database.Sqlite);
        IncomingInteraction[] file = [Call, Call with { Outcome = "x" }, Call with { Customer = "B" }, Call with { Number = "I2", Customer = "B" }];
        var planned = (await patron.Take(file, chunk: 1, planOnly: true)).Kinds();
        Assert.Equal(0L, await patron.Ask("select count(*) from interactions"));
        Assert.Equal(planned, (await patron.Take(file, chunk: 1)).Kinds());
    }
}
