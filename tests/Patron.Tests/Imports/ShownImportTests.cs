using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports;
using Patron.Imports.ShowImport;
using Patron.Imports.TakeRows;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Tests.Imports;

/// <summary>A page reads its import and then the import's jobs: what a job leaves between the two is shown all the same.</summary>
public sealed class ShownImportTests
{
    [Fact]
    public async Task A_check_that_ends_between_two_readings_is_shown_with_its_plan()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var import = await Prepared(app);
        // The job is there and has not begun when the import is read; it has ended when the job is looked for.
        var meanwhile = new EndsMeanwhile(app, async () =>
        {
            var job = await app.Get<IJobs>().RunNow(CheckJob.JobKind, Arguments(app, import), null, null, default);
            await Set(app, row => row.CheckJobId = job.Id);
            return job.Id;
        });
        await Set(app, row => row.CheckJobId = new(1));

        var shown = await Show(app, import, meanwhile);

        Assert.Equal((ImportStep.Check, JobState.Done, 2L), (shown.Step, shown.Check!.State, shown.Plan?.Counts.Created));
    }

    [Fact]
    public async Task An_import_that_ends_between_two_readings_is_shown_with_its_result()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var import = await Prepared(app);
        var meanwhile = new EndsMeanwhile(app, async () => (await app.Get<IJobs>().RunNow(ApplyJob.JobKind, Arguments(app, import), null, null, default)).Id);
        await Set(app, row => row.ApplyJobId = new(1));

        var shown = await Show(app, import, meanwhile);

        Assert.Equal((ImportStep.Done, JobState.Done, 2L), (shown.Step, shown.Apply!.State, shown.Result?.Counts.Created));
    }

    private static string Arguments(PatronServices app, ImportId import) => Json.Write(new ImportJobArguments(import, "en", Path.Combine(app.Location.Directory, "people.csv")));

    /// <summary>A file that was planned once, as if its plan were not there yet.</summary>
    private static async Task<ImportId> Prepared(PatronServices app)
    {
        await app.Import(app.Write("people.csv", "id,name\n1,Ann Lee\n2,Tom Okafor\n"), "customers", plan: true);
        await Set(app, row => row.Plan = null);
        await using var db = await app.Db();
        return (await db.Imports.AsNoTracking().SingleAsync()).Id;
    }

    private static async Task Set(PatronServices app, Action<Import> change)
    {
        await using var db = await app.Db();
        change(await db.Imports.SingleAsync());
        await db.SaveChangesAsync();
    }

    private static async Task<ShownImport> Show(PatronServices app, ImportId import, IJobs jobs)
    {
        var shown = new ShownImport(app.Get<ImportPreparation>(), app.Get<IDbContextFactory<PatronDb>>(), app.Get<ISources>(), jobs, app.Get<Texts>().For(Language.English));
        Assert.True(await shown.Load(import.ToString(), columns: false, default));
        return shown;
    }

    /// <summary>The jobs, where the first that is looked for begins and ends just before it is found.</summary>
    private sealed class EndsMeanwhile(PatronServices app, Func<Task<JobId>> run) : IJobs
    {
        private JobId? ended;

        public async Task<JobProgress?> Find(JobId id, CancellationToken ct) => await app.Get<IJobs>().Find(ended ??= await run(), ct);

        public Task<JobId> Start(string kind, string arguments, UserId? by, DateTimeOffset? due, CancellationToken ct) => throw new NotSupportedException();
        public Task<JobProgress> RunNow(string kind, string arguments, UserId? by, Action<JobProgress>? onProgress, CancellationToken ct) => throw new NotSupportedException();
        public Task Pause(JobId id, CancellationToken ct) => throw new NotSupportedException();
        public Task Resume(JobId id, CancellationToken ct) => throw new NotSupportedException();
        public Task Cancel(JobId id, CancellationToken ct) => throw new NotSupportedException();

        public async IAsyncEnumerable<JobProgress> Watch(JobId id, [EnumeratorCancellation] CancellationToken ct)
        {
            if (await Find(id, ct) is { } found) yield return found;
        }
    }
}
