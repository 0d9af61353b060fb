using FsCheck;
using FsCheck.Fluent;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.UndoImports;

/// <summary>Random files of few people with few addresses, so that they merge, split and cross over; taken back in every order.</summary>
public sealed class AnyOrderTests
{
    private static readonly string[] Systems = ["Shop", "Cards", "List"];

    private static readonly Gen<IncomingRecord> Rows =
        from id in Gen.Elements("1", "2", "3", "4")
        from name in Gen.Elements("John Smith", "J. Smith", "Mary Smith", null)
        from email in Gen.Elements("a@x.org", "b@x.org", null)
        from phone in Gen.Elements("020 7946 0001", "020 7946 0002", null)
        from city in Gen.Elements("Leeds", "York", null)
        from shoe in Gen.Elements("38", "44", null)
        select Row(id, name, email, phone, city: city, custom: shoe is null ? null : new Dictionary<string, string> { ["shoe"] = shoe });

    private static readonly Gen<(string System, IncomingRecord[] Rows)> Imports =
        from system in Gen.Elements(Systems)
        from rows in Gen.Choose(1, 4).SelectMany(n => Rows.ListOf(n))
        select (system, rows.DistinctBy(r => r.ExternalId).ToArray());

    private static readonly Gen<(string System, IncomingRecord[] Rows)[]> Files = Gen.Choose(2, 5).SelectMany(n => Imports.ListOf(n)).Select(f => f.ToArray());

    private static Config Seeded(ulong seed, int tests) => Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(new Replay(new Rnd(seed, 1), null));

    [Theory, InlineData(Database.Sqlite, 11, 20), InlineData(Database.Postgres, 13, 5)]
    public void Taken_back_in_reverse_order_each_undo_gives_exactly_what_was_before_its_file(Database kind, ulong seed, int tests) =>
        Prop.ForAll(Files.ToArbitrary(), files => Run(async () =>
        {
            await using var patron = await UndoImportsTests.Start(kind);
            var states = new Stack<(ChangeSetId Set, string[] Before)>();
            foreach (var (system, rows) in files)
            {
                var before = await patron.AllRows();
                states.Push((await patron.Import(system, rows, chunk: 2), before));
            }
            while (states.TryPop(out var last))
            {
                Assert.Empty(await patron.Undo(last.Set));
                UndoImportsTests.Same(last.Before, await patron.AllRows());
            }
        })).Check(Seeded(seed, tests));

    [Theory, InlineData(Database.Sqlite, 21, 20), InlineData(Database.Postgres, 23, 5)]
    public void Taken_back_in_any_order_nothing_is_left_of_them(Database kind, ulong seed, int tests) =>
        Prop.ForAll((from files in Files from order in Gen.Shuffle(Enumerable.Range(0, files.Length)) select (files, order)).ToArbitrary(), drawn => Run(async () =>
        {
            await using var patron = await UndoImportsTests.Start(kind);
            var empty = await patron.AllRows();
            var sets = new List<ChangeSetId>();
            foreach (var (system, rows) in drawn.files) sets.Add(await patron.Import(system, rows, chunk: 2));
            foreach (var at in drawn.order)
            {
                await patron.Undo(sets[at]);
                await NobodyIsLost(patron);
            }
            UndoImportsTests.Same(empty, await patron.AllRows());
        })).Check(Seeded(seed, tests));

    [Theory, InlineData(Database.Sqlite, 31, 12)]
    public void What_is_left_does_not_depend_on_the_order_in_which_the_others_were_taken_back(Database kind, ulong seed, int tests) =>
        Prop.ForAll((from files in Files from order in Gen.Shuffle(Enumerable.Range(0, files.Length)) select (files, order)).ToArbitrary(), drawn => Run(async () =>
        {
            var taken = drawn.order.Take(Math.Max(2, drawn.files.Length - 1)).ToArray();
            var one = await Left(kind, drawn.files, taken);
            var other = await Left(kind, drawn.files, [.. taken.Reverse()]);
            Assert.Equal(one, other);
        })).Check(Seeded(seed, tests));

    private static async Task<string> Left(Database kind, (string System, IncomingRecord[] Rows)[] files, int[] taken)
    {
        await using var patron = await UndoImportsTests.Start(kind);
        var sets = new List<ChangeSetId>();
        foreach (var (system, rows) in files) sets.Add(await patron.Import(system, rows));
        foreach (var at in taken) await patron.Undo(sets[at]);
        var records = new List<string> { await patron.Customers() };
        await using var session = await patron.Session();
        await using var command = session.Command(
            "select s.name, r.external_id, r.name, r.email, r.phone, r.city, r.custom, r.stub, c.name, c.email, c.phone, c.city, c.custom from identity_source_records r join identity_sources s on s.id = r.source_id join customers c on c.id = r.customer_id order by s.name, r.external_id");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct)) records.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(f => reader.GetValue(f))));
        return string.Join('\n', records);
    }

    /// <summary>Each record is with a customer who is there and not merged away, each claim leads to its record, and no customer is without rows.</summary>
    private static async Task NobodyIsLost(PatronServices patron)
    {
        Assert.Equal(0, await patron.Count("identity_source_records r", "not exists (select 1 from customers c where c.id = r.customer_id and c.merged_into is null)"));
        Assert.Equal(0, await patron.Count("kernel_claimed_keys k", "not exists (select 1 from identity_source_records r where r.customer_id = k.customer_id and r.id = k.id and r.external_id = k.key)"));
        Assert.Equal(0, await patron.Count("customers c", "merged_into is null and not exists (select 1 from identity_source_records r where r.customer_id = c.id)"));
        Assert.Equal(0, await patron.Count("identity_unsettled"));
    }

    private static void Run(Func<Task> test) => Task.Run(test, Ct).GetAwaiter().GetResult();
}
