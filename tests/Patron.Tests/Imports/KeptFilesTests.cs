using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Imports.Contracts;
using Patron.Imports.KeepFiles;
using Patron.Kernel;

namespace Patron.Tests.Imports;

public sealed class KeptFilesTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Files_go_a_month_after_the_end_and_the_import_can_still_be_undone(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var early = await app.Import(app.Write("a.csv", ImportFilesOf.Lines(30) + "x1,P1\n"), "order-lines");
        app.Clock.Advance(TimeSpan.FromDays(20));
        var late = await app.Import(app.Write("b.csv", ImportFilesOf.Lines(60) + "x1,P1\n"), "order-lines");
        app.Clock.Advance(TimeSpan.FromDays(15));

        await app.Get<IJobs>().RunNow(KeepJob.JobKind, "{}", null, null, default);

        Assert.False(File.Exists(early.RejectedFile));
        Assert.True(File.Exists(late.RejectedFile));
        Assert.Equal(0, (await app.Undo(late)).Left);
        Assert.Equal(0, (await app.Undo(early)).Left);
        Assert.Equal(0L, await ImportJobTests.Count(app, "purchases_order_lines"));
    }

    [Fact]
    public async Task How_long_they_are_kept_is_a_setting()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var import = await app.Import(app.Write("a.csv", ImportFilesOf.Lines(30) + "x1,P1\n"), "order-lines");
        await using (var db = await app.Db())
        {
            await db.Write(KeptTime.Key, new KeptTime(2), default);
            await db.SaveChangesAsync();
        }
        app.Clock.Advance(TimeSpan.FromDays(3));

        await app.Get<IJobs>().RunNow(KeepJob.JobKind, "{}", null, null, default);

        Assert.False(File.Exists(import.RejectedFile));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Once_somebody_is_erased_no_file_of_an_ended_import_and_no_archive_is_left(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var import = await app.Import(app.Write("a.csv", "id,name,email\n1,Ann Lee,ann@example.org\n,,nobody\n"), "customers");
        var archive = Path.Combine(app.Location.Files("exports"), "job_0000000000001.zip");
        await File.WriteAllTextAsync(archive, "everybody", TestContext.Current.CancellationToken);
        await using var db = await app.Db();
        var ann = await db.Set<Patron.Customers.Customer>().SingleAsync(c => c.Email == "ann@example.org");
        Assert.True(File.Exists(import.RejectedFile));

        await app.Get<Erasure>().Erase([ann.Id], null, TestContext.Current.CancellationToken);

        Assert.False(File.Exists(import.RejectedFile));
        Assert.False(File.Exists(archive));
    }
}
