using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Access.ManageUsers;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Data.Audit;

public sealed class AuditChainTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_did_what_to_which_rows_is_told_without_a_value(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var admin = (await patron.Get<IUserAccounts>().Add(new("ann@patron.example", "Ann Unspoken", Roles.Administrator, "correct-horse-battery"), null, Ct)).Value!.Id;
        var other = (await patron.Get<IUserAccounts>().Add(new("bob@patron.example", "Bob Unspoken", Roles.Analyst, "correct-horse-battery"), admin, Ct)).Value!.Id;
        patron.Clock.Advance(TimeSpan.FromSeconds(1));
        await patron.Get<ManageUsersHandler>().ChangeRole(other, Roles.Administrator, admin, Ct);

        var entries = await Chain(patron);

        Assert.Equal([1, 2, 3], entries.Select(e => e.Position));
        var role = entries[^1];
        Assert.Equal(("access-role", admin, $"access_users {other.Value}", "role"), (role.Kind, role.By, role.Subjects, role.Fields));
        Assert.Equal(patron.Clock.GetUtcNow(), role.At);
        Assert.DoesNotContain(entries, e => $"{e.Subjects}{e.Fields}".Contains("Unspoken", StringComparison.Ordinal) || $"{e.Subjects}{e.Fields}".Contains('@', StringComparison.Ordinal));
        Assert.Null((await Verify(patron)).FirstBad);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_import_is_one_entry_a_chunk_with_the_ranges_it_created(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var file = Path.Combine(patron.Location.Directory, "people.csv");
        await File.WriteAllLinesAsync(file, ["id,name,email", .. Enumerable.Range(1, 300).Select(i => $"{i},Person Number{i},p{i}@example.org")], Ct);

        var outcome = (await patron.Get<IImportFiles>().Run(new ImportFileRequest(file, "customers", "Shop"), null, Ct)).Value!;

        var entry = Assert.Single(await Chain(patron), e => e.Kind == "import");
        Assert.Equal(outcome.ChangeSet, entry.ChangeSetId);
        var rows = AuditSubjects.Counts(entry.Subjects).ToDictionary(c => c.Table, c => c.Rows);
        Assert.Equal((300, 300), (rows["customers"], rows["identity_source_records"]));
        Assert.Null((await Verify(patron)).FirstBad);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_was_rolled_back_is_not_told(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await using (var session = await patron.Session()) session.Db.Audit.Event("sign-in", null);
        await using (var session = await patron.Session())
        {
            session.Db.Audit.Event("sign-out", null);
            await session.Commit(Ct);
        }
        Assert.Equal("sign-out", Assert.Single(await Chain(patron)).Kind);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Many_writers_and_several_followers_at_once_make_one_chain_of_everything(Database kind)
    {
        const int Writers = 6, Each = 15;
        await using var patron = await PatronServices.Start(kind);
        using var written = new CancellationTokenSource();
        var following = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!written.IsCancellationRequested) await patron.Get<AuditChain>().Follow(Ct);
        }, Ct)).ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, Writers), new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = Ct }, async (writer, ct) =>
        {
            for (var i = 0; i < Each; i++) await patron.Get<AuditChain>().Tell(notes => notes.Event("sign-in", new UserId(writer * 1000 + i)), ct);
        });
        await written.CancelAsync();
        await Task.WhenAll(following);

        var entries = await Chain(patron);

        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(p => (long)p), entries.Select(e => e.Position));
        Assert.Equal(Writers * Each, entries.Select(e => e.By).Distinct().Count());
        var verdict = await Verify(patron);
        Assert.Equal((Writers * Each, null), (verdict.Position, verdict.FirstBad));
    }

    [Fact]
    public async Task A_writer_does_not_wait_for_whoever_makes_the_chain_longer()
    {
        await using var patron = await PatronServices.Start(Database.Postgres);
        await using var follower = await patron.Session();
        await follower.Execute("update kernel_audit_head set position = position", Ct);
        await using var first = await patron.Session();
        first.Db.Audit.Event("sign-in", null);
        await first.Db.Audit.Write(first.Connection, Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(first.Db.Database.CurrentTransaction!), patron.Clock.GetUtcNow(), Ct);

        // With the chain's end locked and another writer's entry not yet committed.
        await patron.Get<AuditChain>().Tell(notes => notes.Event("sign-out", null), Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_database_lets_nobody_change_or_delete_an_entry(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Get<AuditChain>().Tell(notes => notes.Event("sign-in", null), Ct);
        await Chain(patron);
        foreach (var sql in (string[])["update kernel_audit set kind = 'x'", "delete from kernel_audit"])
        {
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => patron.Ask(sql));
            Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_nightly_verification_is_a_schedule_made_once_and_keeps_its_verdict(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        for (var i = 0; i < 2; i++) await patron.Get<Schedules>().Ensure(VerifyAuditJob.JobKind, TimeSpan.FromDays(1), patron.Clock.GetUtcNow(), Ct);
        Assert.Equal(1, await patron.Count("kernel_jobs", $"kind = '{VerifyAuditJob.JobKind}'"));

        for (var night = 0; night < 7; night++)
        {
            await patron.Get<Jobs>().Run((await patron.Get<Jobs>().Take(Ct))!, null, Ct);
            Assert.Null(await patron.Get<Jobs>().Take(Ct));
            patron.Clock.Advance(TimeSpan.FromDays(1));
        }

        await using var db = await patron.Db();
        Assert.Equal(patron.Clock.GetUtcNow().AddDays(-1), (await db.Read<AuditVerdict>(AuditVerdict.SettingsKey, Ct))!.At);
        Assert.Equal(0, await patron.Count("kernel_jobs", "attempts > 0"));
    }

    internal static async Task<List<AuditEntry>> Chain(PatronServices patron)
    {
        await patron.Get<AuditChain>().Follow(Ct);
        await using var db = await patron.Db();
        return await db.Set<AuditEntry>().AsNoTracking().OrderBy(e => e.Position).ToListAsync(Ct);
    }

    internal static Task<AuditVerdict> Verify(PatronServices patron) => patron.Get<AuditVerification>().Verify(null, Ct);
}
