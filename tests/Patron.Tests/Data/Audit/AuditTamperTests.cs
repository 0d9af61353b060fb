using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Kernel;
using static Patron.Tests.Data.Audit.AuditChainTests;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Data.Audit;

/// <summary>Somebody who may write the database, and knows its tables, tries to hide what was done.</summary>
public sealed class AuditTamperTests
{
    private const string Columns = "id, at, \"by\", kind, change_set_id, first_seq, last_seq, subjects, fields, content, hash";

    public static TheoryData<Database, string, string, long, AuditFault> Tricks
    {
        get
        {
            var tricks = new TheoryData<Database, string, string, long, AuditFault>();
            foreach (var kind in (Database[])[Database.Sqlite, Database.Postgres])
            {
                tricks.Add(kind, "change who", "update kernel_audit set \"by\" = 99 where position = 4", 4, AuditFault.Changed);
                tricks.Add(kind, "change what", "update kernel_audit set kind = 'sign-in' where position = 2", 2, AuditFault.Changed);
                tricks.Add(kind, "change which rows", "update kernel_audit set subjects = 'customers 1' where position = 3", 3, AuditFault.Changed);
                tricks.Add(kind, "change a hash", "update kernel_audit set hash = content where position = 3", 3, AuditFault.Changed);
                tricks.Add(kind, "delete one", "delete from kernel_audit where position = 3", 3, AuditFault.Missing);
                tricks.Add(kind, "delete one and close the gap", "delete from kernel_audit where position = 3; update kernel_audit set position = position - 1 where position > 3; update kernel_audit_head set position = 5", 3, AuditFault.Changed);
                tricks.Add(kind, "delete the first", "delete from kernel_audit where position = 1", 1, AuditFault.Missing);
                tricks.Add(kind, "delete the last", "delete from kernel_audit where position = 6", 6, AuditFault.Missing);
                tricks.Add(kind, "delete all", "delete from kernel_audit", 1, AuditFault.Missing);
                tricks.Add(kind, "swap two", "update kernel_audit set position = 100 where position = 2; update kernel_audit set position = 2 where position = 3; update kernel_audit set position = 3 where position = 100", 2, AuditFault.Changed);
                tricks.Add(kind, "put one at the end", $"insert into kernel_audit select 7, {Columns} from kernel_audit where position = 2", 7, AuditFault.Changed);
                tricks.Add(kind, "put one between", $"update kernel_audit set position = position + 1000 where position > 2; update kernel_audit set position = position - 999 where position > 1000; insert into kernel_audit select 3, {Columns} from kernel_audit where position = 1", 3, AuditFault.Changed);
                tricks.Add(kind, "put one before", $"insert into kernel_audit select 0, {Columns} from kernel_audit where position = 1", 0, AuditFault.Changed);
                tricks.Add(kind, "change a change row", "update kernel_changes set fields = 'city' where entity_id = 3", 3, AuditFault.Rows);
                tricks.Add(kind, "delete a change row", "delete from kernel_changes where entity_id = 5", 5, AuditFault.Rows);
                tricks.Add(kind, "change a value", "update kernel_change_payloads set after = replace(after, 'Dos', 'Una') where customer_id = 2", 2, AuditFault.Values);
                tricks.Add(kind, "take a value's salt", "update kernel_change_payloads set salt = null where customer_id = 4", 4, AuditFault.Values);
            }
            return tricks;
        }
    }

    [Theory, MemberData(nameof(Tricks))]
    public async Task A_trick_is_found_and_the_first_bad_entry_named(Database kind, string trick, string sql, long firstBad, AuditFault fault)
    {
        await using var patron = await Six(kind);
        await Do(patron, sql);

        var verdict = await Verify(patron);

        Assert.True((firstBad, fault, Math.Max(0, firstBad - 1)) == (verdict.FirstBad, verdict.Fault, verdict.Position), $"{trick}: {verdict}");
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_chain_that_was_reckoned_anew_as_a_whole_differs_from_the_heads_noted_in_the_directory(Database kind)
    {
        await using var patron = await Six(kind);
        Assert.Null((await Verify(patron)).FirstBad);
        await Do(patron, "update kernel_audit set \"by\" = 99 where position = 2");
        await Forge(patron);
        var verdict = await Verify(patron);
        Assert.Equal((6, AuditFault.Rewritten), (verdict.FirstBad, verdict.Fault));

        await Do(patron, "delete from kernel_audit where position > 2; update kernel_audit_head set position = 2, hash = (select hash from kernel_audit where position = 2)");
        verdict = await Verify(patron);
        Assert.Equal((3, AuditFault.Missing), (verdict.FirstBad, verdict.Fault));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Erased_values_leave_the_chain_sound_and_their_digests_tell_nothing(Database kind)
    {
        await using var patron = await Six(kind);
        await using (var session = await patron.Session())
        {
            await patron.Get<CustomerRowMover>().Delete(session, [new CustomerId(3), new CustomerId(4)], Ct);
            await session.Commit(Ct);
        }

        var verdict = await Verify(patron);

        Assert.Equal((6, null, 2), (verdict.Position, verdict.FirstBad, verdict.Erased));
        Assert.Equal(0, await Count(patron, "kernel_change_payloads where customer_id in (3, 4) or after like '%Tres%'"));
        // Guessing the value does not help: equal values of two customers have differing digests.
        await using var db = await patron.Db();
        var digests = await db.Set<ChangeRow>().AsNoTracking().Select(r => r.Digest).ToListAsync(Ct);
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Change_sets_forgotten_with_their_source_are_told_and_no_fault(Database kind)
    {
        await using var patron = await Six(kind);
        await using (var db = await patron.Db())
        {
            var set = await db.Set<ChangeSet>().OrderBy(s => s.Id).Select(s => s.Id).FirstAsync(Ct);
            await using var session = await patron.Session();
            await session.ForgetChangeSets([set], Ct);
            await session.Commit(Ct);
        }
        Assert.Null((await Verify(patron)).FirstBad);
        Assert.Equal(AuditVerification.Forgotten, (await Chain(patron))[^1].Kind);
    }

    /// <summary>Six change sets, each of one row: customer 1 to 6, field "name". In the chain, in this order.</summary>
    private static async Task<PatronServices> Six(Database kind)
    {
        var patron = await PatronServices.Start(kind);
        foreach (var (at, name) in ((string[])["Dos", "Dos", "Tres", "Tres", "Cinco", "Seis"]).Index())
        {
            patron.Clock.Advance(TimeSpan.FromSeconds(1));
            await using var db = await patron.Db();
            new ChangeRecorder(db, new() { Id = patron.Get<IdMaker>().Next<ChangeSetId>(), At = patron.Clock.GetUtcNow(), By = new UserId(7), Kind = "note.edit" })
                .Row("note", at + 1, new(at + 1), new Dictionary<string, object?> { ["name"] = "Una" }, new Dictionary<string, object?> { ["name"] = name });
            await db.SaveChangesAsync(Ct);
        }
        Assert.Equal(6, (await Chain(patron)).Count);
        return patron;
    }

    /// <summary>As somebody would who knows the program: without the triggers.</summary>
    private static async Task Do(PatronServices patron, string sql)
    {
        await using var session = await patron.Session();
        foreach (var statement in (string[])
                 [.. session.IsPostgres ? (string[])["drop trigger if exists kernel_audit_no_change on kernel_audit"] : ["drop trigger if exists kernel_audit_no_update", "drop trigger if exists kernel_audit_no_delete"], .. sql.Split("; ")])
            await session.Execute(statement, Ct);
        await session.Commit(Ct);
    }

    private static async Task Forge(PatronServices patron)
    {
        await using var db = await patron.Db();
        var hash = AuditDigests.Beginning;
        foreach (var entry in await Chain(patron))
        {
            hash = AuditDigests.OfEntry(hash, entry.Position, entry, entry.Content);
            await db.Database.ExecuteSqlAsync($"update kernel_audit set hash = {hash} where position = {entry.Position}", Ct);
        }
        await db.Database.ExecuteSqlAsync($"update kernel_audit_head set hash = {hash}", Ct);
    }

    private static async Task<long> Count(PatronServices patron, string from) =>
        Convert.ToInt64(await patron.Ask($"select count(*) from {from}"), System.Globalization.CultureInfo.InvariantCulture);
}
