using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Imports;
using Patron.Imports.Contracts;
using Patron.Imports.UndoImport;
using Patron.Kernel;

namespace Patron.Tests.Imports;

public sealed class UndoTests
{
    private static readonly string[] Rooms = ["purchases_order_lines", "purchases_orders", "purchases_holdings", "interactions", "consents_ledger", "catalog_products"];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Undone_an_import_has_left_nothing_and_the_file_can_be_imported_again(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var file = app.Write("lines.csv", ImportFilesOf.Lines(25_000) + "a1,P1,Product 1,1,2.50,2011-01-01 00:00:00,\na2,P2,Product 2,1,2.50,2011-01-01 00:00:00,\n");
        var first = await app.Import(file, "order-lines");
        // That somebody came into a segment keeps nobody: the program saw it of itself.
        await app.Ask("insert into segments_moves (customer_id, id, segment_id, at, day, entered, why) select id, id, 1, created_at, 738000, true, '' from customers");
        Assert.NotEqual(0L, await ImportJobTests.Count(app, "segments_moves"));

        var undone = await app.Undo(first);

        Assert.Equal(0L, await app.Ask("select count(*) from segments_moves"));
        foreach (var table in Rooms) Assert.Equal(0L, await ImportJobTests.Count(app, table));
        Assert.Equal(0L, await app.Ask("select count(*) from customers where anonymous"));
        Assert.Equal(0L, await app.Ask("select count(*) from kernel_claimed_keys where scope like 'order:%'"));
        Assert.Equal((0, null), (undone.Left, undone.LeftFile));
        Assert.Equal(first.Counts(), (await app.Import(file, "order-lines")).Counts());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_customer_base_learns_it(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("a.csv", ImportFilesOf.Lines(300)), "order-lines");
        var customerBase = app.Get<ICustomerBase>();
        await customerBase.CatchUp(default);
        var before = Sums(customerBase);
        var second = await app.Import(app.Write("b.csv", ImportFilesOf.Lines(900)), "order-lines");
        await customerBase.CatchUp(default);
        Assert.NotEqual(before, Sums(customerBase));

        await app.Undo(second);
        await customerBase.CatchUp(default);

        Assert.Equal(before, Sums(customerBase));
        Assert.Equal(300, before.Lines);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_was_updated_is_as_it_was_in_every_room(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("p.csv", "product,name,price\nP1,Tea,2.5\nP2,,3\n"), "products");
        await app.Import(app.Write("l.csv", "order,line,product,quantity,price,at,customer\n1,1,P1,2,2.5,2011-01-05,A\n1,2,P2,1,3,2011-01-06,A\n"), "order-lines");
        await app.Import(app.Write("o.csv", "order,customer,at,total,channel\n9,A,2011-02-01,12,\n"), "orders");
        await app.Import(app.Write("h.csv", "id,customer,kind,balance,opened\nH1,A,loan,100,2010-01-01\n"), "holdings");
        await app.Import(app.Write("i.csv", "id,customer,at,kind,text\nI1,A,2011-01-07 10:00:00,call,Asked\n"), "interactions");
        var before = await app.Everything();

        ImportOutcome[] changes =
        [
            await app.Import(app.Write("p2.csv", "product,name,price\nP1,Green tea,2.75\nP2,Milk,3\n"), "products"),
            await app.Import(app.Write("l2.csv", "order,line,product,quantity,price,at,customer\n1,1,P2,5,2.6,2011-01-01,A\n1,1,P2,6,2.6,2011-01-02,A\n1,3,P1,1,1,2011-01-01,A\n9,1,P1,1,1,2011-01-30,A\n"), "order-lines"),
            await app.Import(app.Write("o2.csv", "order,customer,at,total,channel\n9,A,2011-02-03,13,web\n1,A,2011-02-03,4,shop\n"), "orders"),
            await app.Import(app.Write("h2.csv", "id,customer,kind,balance,closed\nH1,A,card,80,2012-01-01\n"), "holdings"),
            await app.Import(app.Write("i2.csv", "id,customer,at,kind,text,outcome\nI1,A,2011-01-08 10:00:00,visit,Bought,sold\n"), "interactions"),
        ];
        Assert.All(changes, c => Assert.True(c.Updated > 0));
        foreach (var change in changes.Reverse()) Assert.Equal(0, (await app.Undo(change)).Left);

        Assert.Equal(before, await app.Everything());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_later_files_changed_stays_and_is_named(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var first = await app.Import(app.Write("l.csv", "order,line,product,quantity,price,at,customer\n1,1,P1,2,2.5,2011-01-05,A\n1,2,P2,1,3,2011-01-06,A\n2,1,P1,1,3,2011-01-07,B\n"), "order-lines");
        var second = await app.Import(app.Write("l2.csv", "order,line,product,quantity,price,at,customer\n1,1,P1,4,2.5,2011-01-05,A\n2,2,P3,1,3,2011-01-08,B\n"), "order-lines");

        var undone = await app.Undo(first);

        Assert.Equal([("1", 1), ("2", 1)], await app.Lines());
        Assert.Equal(["Line of order 1,,,It was changed since.", "Order 1,,,It has lines of other files.", "Order 2,,,It has lines of other files.", "Product P1,,,Order lines name it.",
                "Record A,,,Rows of other imports hang on it; its id alone stays.", "Record B,,,Rows of other imports hang on it; its id alone stays."],
            File.ReadAllLines(undone.LeftFile!).Skip(1).Order(StringComparer.Ordinal));
        Assert.Equal(6, undone.Left);
        // Its earliest line is gone: the time is that of the line that is left.
        Assert.Equal(new DateTimeOffset(2011, 1, 8, 0, 0, 0, TimeSpan.Zero), (await app.Orders()).Single(o => o.Number == "2").At);

        // The line that was changed is what the first import wrote.
        Assert.Equal(0, (await app.Undo(second)).Left);
        Assert.Equal([("1", 1), ("2", 0)], await app.Lines());
        Assert.Equal(2_000_000L, await app.Ask("select quantity from purchases_order_lines"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_field_that_was_changed_since_stays_and_the_others_become_what_they_were(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("h.csv", "id,customer,kind,balance,fees\nH1,A,loan,100,1\n"), "holdings");
        var change = await app.Import(app.Write("h2.csv", "id,customer,kind,balance,fees\nH1,A,loan,80,2\n"), "holdings");
        await app.Import(app.Write("h3.csv", "id,customer,kind,balance\nH1,A,loan,70\n"), "holdings");

        var undone = await app.Undo(change);

        await using var db = await app.Db();
        var holding = await db.Set<Patron.Purchases.Holding>().SingleAsync();
        Assert.Equal((70_000_000, 1_000_000), (holding.Balance, holding.Fees));
        Assert.Equal((1, 1), (undone.Restored, undone.Left));
        Assert.Equal("Holding H1,balance,70000000,It was changed since.", File.ReadAllLines(undone.LeftFile!)[1]);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_interaction_that_a_person_wrote_to_stays(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var import = await app.Import(app.Write("i.csv", "id,customer,at,kind,text\nI1,A,2011-01-07 10:00:00,note,Asked\nI2,A,2011-01-07 11:00:00,note,Asked again\n"), "interactions");
        await using var db = await app.Db();
        var notes = app.Get<Patron.Interactions.Contracts.INotes>();
        var customer = await db.Set<Patron.Interactions.Interaction>().Select(i => i.CustomerId).FirstAsync();
        var note = (await notes.Of(customer, default)).Single(n => n.Text == "Asked");
        await notes.Edit(customer, note.Id, note.Version, "Asked for tea", new UserId(7), default);

        var undone = await app.Undo(import);

        Assert.Equal(["Asked for tea"], (await notes.Of(customer, default)).Select(n => n.Text));
        Assert.Equal("Interaction I1,,,It was changed since.", File.ReadAllLines(undone.LeftFile!)[1]);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_half_applied_import_can_be_undone(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.Get<IImportFiles>().Run(new(app.Write("l.csv", ImportFilesOf.Lines(25_000)), "order-lines", "Shop"), now =>
        {
            if (now.Rows >= 20_000) stop.Cancel();
        }, stop.Token));
        await using var db = await app.Db();
        var import = await db.Imports.AsNoTracking().SingleAsync();
        Assert.IsType<ImportUnderWay>((await app.Get<IUndoImports>().Run(import.Id, "en", null, null, default)).Refusal);
        await app.Get<IJobs>().Cancel(import.ApplyJobId!.Value, default);
        Assert.Equal(10_000L, await ImportJobTests.Count(app, "purchases_order_lines"));

        var undone = await app.Get<IUndoImports>().Run(import.Id, "en", null, null, default);

        Assert.Null(undone.Refusal);
        foreach (var table in Rooms) Assert.Equal(0L, await ImportJobTests.Count(app, table));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task It_is_refused_a_second_time_and_the_sets_know_each_other(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var import = await app.Import(app.Write("l.csv", ImportFilesOf.Lines(30)), "order-lines");
        var undone = await app.Undo(import);

        var again = await app.Get<IUndoImports>().Run(import.Import, "en", null, null, default);

        Assert.IsType<UndoneAlready>(again.Refusal);
        await using var db = await app.Db();
        Assert.Equal(undone.ChangeSet, (await db.Set<ChangeSet>().SingleAsync(s => s.Id == import.ChangeSet)).UndoneBy);
        Assert.Equal(import.ChangeSet, (await db.Set<ChangeSet>().SingleAsync(s => s.Id == undone.ChangeSet)).Undoes);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Cancelled_half_way_and_begun_again_it_ends_as_an_undisturbed_one(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("l.csv", Keyed(4_000, quantity: 1)), "order-lines");
        var import = await app.Import(app.Write("l2.csv", Keyed(14_000, quantity: 2)), "order-lines");
        var (parts, undo) = (0, app.Get<IUndoImports>());
        for (var refused = true; refused; )
        {
            using var stop = new CancellationTokenSource();
            var goal = 4 * ++parts;
            var reports = 0;
            try
            {
                refused = (await undo.Run(import.Import, "en", null, _ => { if (++reports > goal) stop.Cancel(); }, stop.Token)).Refusal is not null and not UndoneAlready;
            }
            catch (OperationCanceledException)
            {
                await using var db = await app.Db();
                await app.Get<IJobs>().Cancel((await db.Imports.AsNoTracking().SingleAsync(i => i.Id == import.Import)).UndoJobId!.Value, default);
            }
        }

        Assert.InRange(parts, 3, 40);
        Assert.Equal(4_000L, await ImportJobTests.Count(app, "purchases_order_lines"));
        Assert.Equal(4_000L, await app.Ask("select count(*) from purchases_order_lines where quantity = 1000000 and amount = 1500000"));
        Assert.False(File.Exists(Path.Combine(app.Location.Directory, "imports", import.Import.ToString(), UndoJob.LeftName)));
    }

    private static (int Lines, decimal Amount) Sums(ICustomerBase customerBase)
    {
        var (lines, count, sum) = (customerBase.Current.Purchases, 0, 0m);
        foreach (var customer in customerBase.Current.Present.Indexes())
        {
            foreach (var line in lines.Of(customer)) (count, sum) = (count + 1, sum + line.Amount);
        }
        return (count, sum);
    }

    private static string Keyed(int count, int quantity) => "order,line,product,quantity,price,at,customer\n"
        + string.Concat(Enumerable.Range(0, count).Select(i => $"{i / 5},{i % 5},P{i % 9},{quantity},1.5,2011-01-05,C{i / 50}\n"));
}

internal static class Undoing
{
    public static async Task<UndoOutcome> Undo(this PatronServices app, ImportOutcome import)
    {
        var result = await app.Get<IUndoImports>().Run(import.Import, "en", null, null, default);
        return result.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Key) : result.Value!;
    }

    public static async Task<List<(string Order, int Lines)>> Lines(this PatronServices app)
    {
        await using var db = await app.Db();
        var lines = await db.Set<Patron.Purchases.OrderLine>().ToListAsync();
        return [.. (await app.Orders()).Select(o => (o.Number, lines.Count(l => l.OrderId == o.Id))).OrderBy(o => o.Number, StringComparer.Ordinal)];
    }

    public static async Task<List<Patron.Purchases.Order>> Orders(this PatronServices app)
    {
        await using var db = await app.Db();
        return await db.Set<Patron.Purchases.Order>().AsNoTracking().ToListAsync();
    }

    /// <summary>Every row of the rooms whose imports are undone, as text.</summary>
    public static async Task<List<string>> Everything(this PatronServices app)
    {
        await using var db = await app.Db();
        var rows = new List<string>();
        rows.AddRange((await db.Set<Patron.Purchases.OrderLine>().ToListAsync()).Select(Text));
        rows.AddRange((await db.Set<Patron.Purchases.Order>().ToListAsync()).Select(Text));
        rows.AddRange((await db.Set<Patron.Purchases.Holding>().ToListAsync()).Select(Text));
        rows.AddRange((await db.Set<Patron.Catalog.Product>().ToListAsync()).Select(p => Text(new { p.Id, p.Code, p.Name, p.Category, p.Price, p.Cost })));
        rows.AddRange((await db.Set<Patron.Interactions.Interaction>().ToListAsync()).Select(i => Text(new { i.CustomerId, i.Id, i.At, i.Kind, i.Channel, i.Payload })));
        return [.. rows.Order(StringComparer.Ordinal)];

        static string Text<T>(T row) => System.Text.Json.JsonSerializer.Serialize(row);
    }
}
