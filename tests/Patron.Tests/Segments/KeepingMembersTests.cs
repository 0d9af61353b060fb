using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.FitLifetimes;
using Patron.Kernel;
using Patron.Segments;
using Patron.Segments.Contracts;
using Patron.Segments.EditSegment;
using Patron.Segments.KeepMembers;
using Patron.Tests.Insights;

namespace Patron.Tests.Segments;

public sealed class KeepingMembersTests
{
    /// <summary>A base that the test moves on; what it changes it tells the feed, as rooms do.</summary>
    private sealed class MovingBase : ICustomerBase, IReckoningDay
    {
        private readonly BaseWriter writer = new(LifetimeColumns.Alive);

        public CustomerBaseSnapshot Current => writer.Current;
        public long Position { get; set; }
        public BaseCodes Codes { get; } = new();
        public DateOnly AsOf { get; set; } = new(2026, 3, 2);
        public Task CatchUp(CancellationToken ct) => Task.CompletedTask;

        public void Buys(long customer, params (int DaysAgo, decimal Amount)[] bought) =>
            writer.Apply(new BaseBatch().Upsert(new CustomerRow(customer, true).Lines([.. bought.Select((b, n) => StillBase.Sale(n + 1, new DateOnly(2026, 3, 2).AddDays(-b.DaysAgo), b.Amount))])));

        public void Lives(long customer, double chance) => writer.Apply(new BaseBatch().Upsert(new CustomerRow(customer, true).Number(LifetimeColumns.Alive, (long)(chance * Micros.PerUnit))));

        public void Removes(long customer) => writer.Apply(new BaseBatch().Remove(customer));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_comes_and_goes_is_seen_at_once_and_written_with_the_rule_that_turned(Database kind)
    {
        var moving = new MovingBase();
        await using var patron = await PatronServices.Start(kind, services => services.AddSingleton<ICustomerBase>(moving).AddSingleton<IReckoningDay>(moving));
        moving.Buys(1, (5, 150));
        moving.Buys(2, (5, 50));
        moving.Buys(3, (40, 500));
        var (big, silent) = (await Made(patron, "Big", "spent >= 100\nand none ( in Silent )", "Silent", "days_since_order > 40 days"), patron.Get<SegmentBook>().Find("Silent")!.Id);
        var (keeper, segments) = (patron.Get<MemberKeeper>(), patron.Get<ISegments>());

        Assert.True(await keeper.Look(default));
        Assert.False(await keeper.Look(default));
        Assert.Equal([0, 2], segments.Members(big, moving.Current, null, moving.AsOf)!.ToIndexes());
        Assert.Empty(await Rows(patron));

        moving.Buys(2, (5, 50), (1, 50));
        await Tell(patron, moving, 2);
        Assert.True(await keeper.Look(default));
        Assert.Equal([0, 1, 2], segments.Members(big, moving.Current, null, moving.AsOf)!.ToIndexes());
        Assert.Equal([(2L, true, "spent >= 100")], await Rows(patron));

        // Time alone: on the next day the third has been silent for 41 days, enters the one segment and leaves the other.
        moving.AsOf = moving.AsOf.AddDays(1);
        Assert.True(await keeper.Look(default));
        Assert.Equal([2], segments.Members(silent, moving.Current, null, moving.AsOf)!.ToIndexes());
        Assert.Equal([(2L, true, "spent >= 100"), (3L, false, $"in {silent}"), (3L, true, "days_since_order > 40 days")], (await Rows(patron)).OrderBy(r => r.Customer).ThenBy(r => r.Entered));

        moving.Removes(1);
        await Tell(patron, moving, 1);
        Assert.True(await keeper.Look(default));
        Assert.Equal([1], segments.Members(big, moving.Current, null, moving.AsOf)!.ToIndexes());
        Assert.Equal(3, (await Rows(patron)).Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_start_sees_who_moved_while_nothing_ran_and_an_edit_moves_nobody(Database kind)
    {
        var moving = new MovingBase();
        await using var patron = await PatronServices.Start(kind, services => services.AddSingleton<ICustomerBase>(moving).AddSingleton<IReckoningDay>(moving).AddTransient<MemberKeeper>());
        moving.Buys(7, (30, 10));
        moving.Buys(8, (3, 10));
        var id = await Made(patron, "Silent", "days_since_order > 30 days", null, null);
        await patron.Get<MemberKeeper>().Look(default);
        patron.Get<MemberSets>().Now = null;
        moving.AsOf = moving.AsOf.AddDays(2);
        await patron.Get<MemberKeeper>().Look(default);
        Assert.Equal([(7L, true, "days_since_order > 30 days")], await Rows(patron));

        var keeper = patron.Get<MemberKeeper>();
        Assert.Null((await patron.Get<SegmentDeeds>().Save(id, new("Silent", null, "days_since_order > 3 days", null, null), null, null, default)).Refusal);
        await keeper.Look(default);
        Assert.Equal(2, patron.Get<ISegments>().Members(id, moving.Current, null, moving.AsOf)!.Count());
        Assert.Single(await Rows(patron));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Once_a_model_is_fitted_for_the_first_time_its_segments_begin_and_nobody_has_come(Database kind)
    {
        var moving = new MovingBase();
        await using var patron = await PatronServices.Start(kind, services => services.AddSingleton<ICustomerBase>(moving).AddSingleton<IReckoningDay>(moving).AddTransient<MemberKeeper>());
        moving.Buys(1, (5, 150));
        moving.Buys(2, (90, 50));
        // As after a restore: the segments are there, the model is not.
        var inner = (await Made(patron, "Leaving", "alive < 40% or in Nobody", "Nobody", "alive > 99%"), await Made(patron, "All who leave", "in Leaving", null, null)).Item1;
        var keeper = patron.Get<MemberKeeper>();
        await keeper.Look(default);
        Assert.Equal(0L, Convert.ToInt64(await patron.Ask("select count(*) from segments_kept"), System.Globalization.CultureInfo.InvariantCulture));

        moving.Lives(1, .95);
        moving.Lives(2, .2);
        await keeper.Look(default);
        await keeper.Look(default);
        Assert.Equal([1], patron.Get<ISegments>().Members(inner, moving.Current, null, moving.AsOf)!.ToIndexes());
        Assert.Empty(await Rows(patron));
        // A start after it finds nobody moved either; from then on who comes and goes is written.
        patron.Get<MemberSets>().Now = null;
        var next = patron.Get<MemberKeeper>();
        await next.Look(default);
        Assert.Empty(await Rows(patron));
        moving.Lives(2, .6);
        await next.Look(default);
        await next.Look(default);
        Assert.Equal([(2L, false, "alive < 40%"), (2L, false, $"in {inner}")], (await Rows(patron)).OrderBy(r => r.Why, StringComparer.Ordinal));
    }

    [Fact]
    public void Members_are_kept_as_bytes_and_read_again()
    {
        var moving = new MovingBase();
        foreach (var id in (long[])[5, 1, 1L << 60, 300]) moving.Buys(id);
        var members = Bitmap.Of(4, [0, 2, 3]);
        Assert.True(members.SameAs(MemberList.Read(MemberList.Write(members, moving.Current), moving.Current)));
        Assert.Empty(MemberList.Write(new Bitmap(4), moving.Current));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Segments_are_saved_refused_deleted_and_brought_back(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var (deeds, book, segments) = (patron.Get<SegmentDeeds>(), patron.Get<SegmentBook>(), patron.Get<ISegments>());
        var a = await Made(patron, "Buyers", "orders >= 1", null, null);
        var b = (await deeds.Save(null, new("Quiet buyers", null, "in buyers and days_since_order > 90", "orders(1 day)", 30), null, null, default)).Value;
        Assert.Equal($"in {a}\nand days_since_order > 90 days", segments.Find("QUIET BUYERS")!.Query);
        Assert.Equal("in Buyers\nand days_since_order > 90 days", book.Shown(book.Find(b.Id)!.Node!));

        Assert.Equal(new SegmentCircle("Quiet buyers"), (await deeds.Save(a, new("Buyers", null, "in \"Quiet buyers\"", null, null), null, null, default)).Refusal);
        Assert.IsType<SegmentNameTaken>((await deeds.Save(null, new("buyers", null, "", null, null), null, null, default)).Refusal);
        Assert.IsType<SegmentNameNeeded>((await deeds.Save(null, new(" ", null, "", null, null), null, null, default)).Refusal);
        Assert.IsType<NoSuchSegment>((await deeds.Save(null, new("X", null, "in Nobody", null, null), null, null, default)).Refusal);
        Assert.Equal(("unexpected", 11), (await deeds.Save(null, new("X", null, "orders >= many", null, null), null, null, default)).Refusal is QueryWrong wrong ? (wrong.Fault, wrong.Place) : default);
        Assert.Equal("goal", ((FieldRefusal)(await deeds.Save(null, new("X", null, "", "orders >", null), null, null, default)).Refusal!).Field);
        Assert.IsType<SegmentNeeded>((await deeds.Delete(a, null, default)).Refusal);

        var deleted = await deeds.Delete(b.Id, null, default);
        Assert.Null(segments.Find("Quiet buyers"));
        Assert.Equal("Quiet buyers", book.Bin.Single().Name);
        Assert.Null((await patron.Get<DeedUndo>().Undo(deleted.Value.Set!.Value, null, default)).Refusal);
        book.Forget();
        Assert.NotNull(segments.Find(b.Id.ToString()));
    }

    private static async Task<SegmentId> Made(PatronServices patron, string name, string query, string? firstName, string? firstQuery)
    {
        if (firstName is not null) Assert.Null((await patron.Get<SegmentDeeds>().Save(null, new(firstName, null, firstQuery, null, null), null, null, default)).Refusal);
        var made = await patron.Get<SegmentDeeds>().Save(null, new(name, null, query, null, null), null, null, default);
        Assert.Null(made.Refusal);
        return made.Value.Id;
    }

    private static async Task Tell(PatronServices patron, MovingBase moving, long customer)
    {
        await using (var session = await patron.Session())
        {
            session.Tell(Topics.Purchases, customer);
            await session.Commit(default);
        }
        await using var db = await patron.Db();
        moving.Position = await ChangeFeed.Head(db, default);
    }

    private static async Task<IReadOnlyList<(long Customer, bool Entered, string Why)>> Rows(PatronServices patron)
    {
        await using var db = await patron.Db();
        return [.. (await db.SegmentMoves.AsNoTracking().OrderBy(m => m.Id).ToListAsync()).Select(m => (m.CustomerId.Value, m.Entered, m.Why))];
    }
}
