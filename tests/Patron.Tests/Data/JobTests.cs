using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Data;

public class JobTests
{
    /// <summary>Counts to ten, a step a transaction; may be told to break off.</summary>
    private sealed class Counting(IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IJobHandler
    {
        public string Kind => "test.count";
        public int BreakAt { get; set; } = -1;
        public bool Refuses { get; set; }
        public List<int> Steps { get; } = [];
        public TaskCompletionSource? Hold { get; set; }

        public async Task<string?> Run(IJobRun run, CancellationToken ct)
        {
            if (Refuses) throw new JobRefusedException(new Refused());
            for (var step = int.Parse(run.Cursor ?? "0", System.Globalization.CultureInfo.InvariantCulture); step < 10; step++)
            {
                ct.ThrowIfCancellationRequested();
                if (Hold is not null) await Hold.Task.WaitAsync(ct);
                if (step == BreakAt) throw new IOException("disk");
                await using var session = await BulkSession.Begin(contexts, clock, ct);
                run.Report("kernel.job.waiting", step + 1, 10);
                await run.SaveCursor(session, (step + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), ct);
                await session.Commit(ct);
                Steps.Add(step);
            }
            return """{"counted":10}""";
        }

        private sealed record Refused() : Refusal("test.refused");
    }

    private static async Task<(PatronServices App, Counting Handler, Jobs Jobs)> Start(Database kind)
    {
        var app = await PatronServices.Start(kind, s => s.AddSingleton<IJobHandler, Counting>());
        return (app, (Counting)app.Get<IEnumerable<IJobHandler>>().Single(h => h.Kind == "test.count"), app.Get<Jobs>());
    }

    private static async Task Work(Jobs jobs)
    {
        while (await jobs.Take(default) is { } job) await jobs.Run(job, null, default);
    }

    private sealed class Reckoning : IJobHandler
    {
        public string Kind => "test.reckon";
        public bool Reckons => true;

        public Task<string?> Run(IJobRun run, CancellationToken ct) => Task.FromResult<string?>(null);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_only_reckons_is_taken_beside_the_others_and_keeps_none_of_them_waiting(Database kind)
    {
        await using var app = await PatronServices.Start(kind, s => s.AddSingleton<IJobHandler, Counting>().AddSingleton<IJobHandler, Reckoning>());
        var jobs = app.Get<Jobs>();
        var first = await jobs.Start("test.reckon", "{}", null, null, default);
        var second = await jobs.Start("test.count", "{}", null, null, default);
        Assert.Equal(second, (await jobs.Take(default, reckoning: false))!.Id);
        Assert.Null(await jobs.Take(default, reckoning: false));
        Assert.Equal(first, (await jobs.Take(default, reckoning: true))!.Id);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_job_runs_to_its_result(Database kind)
    {
        var (app, _, jobs) = await Start(kind);
        await using var __ = app;
        var id = await jobs.Start("test.count", "{}", null, null, default);
        await Work(jobs);
        var end = await jobs.Find(id, default);
        Assert.Equal((JobState.Done, 10L, """{"counted":10}"""), (end!.State, end.Done, end.Result));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task After_a_failure_it_goes_on_from_its_cursor_and_does_no_step_twice(Database kind)
    {
        var (app, handler, jobs) = await Start(kind);
        await using var _ = app;
        handler.BreakAt = 4;
        var id = await jobs.Start("test.count", "{}", null, null, default);
        await Work(jobs);
        Assert.Equal(JobState.Waiting, (await jobs.Find(id, default))!.State);

        handler.BreakAt = -1;
        app.Clock.Advance(TimeSpan.FromHours(1));
        await Work(jobs);

        Assert.Equal(JobState.Done, (await jobs.Find(id, default))!.State);
        Assert.Equal(Enumerable.Range(0, 10), handler.Steps);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_job_whose_process_fell_silent_is_taken_over_and_the_old_holder_writes_no_more(Database kind)
    {
        var (app, handler, jobs) = await Start(kind);
        await using var _ = app;
        var id = await jobs.Start("test.count", "{}", null, null, default);
        var lost = await jobs.Take(default);
        Assert.Null(await jobs.Take(default));

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        using var other = new Jobs(app.Get<IDbContextFactory<PatronDb>>(), app.Get<IdMaker>(), app.Clock, app.Get<IServiceProvider>(), Microsoft.Extensions.Logging.Abstractions.NullLogger<Jobs>.Instance);
        var taken = await other.Take(default);
        Assert.Equal(id, taken!.Id);
        await jobs.Run(lost!, null, default);
        Assert.Empty(handler.Steps);

        await other.Run(taken, null, default);
        Assert.Equal(10, handler.Steps.Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_paused_job_stops_and_goes_on_when_it_is_resumed(Database kind)
    {
        var (app, handler, jobs) = await Start(kind);
        await using var _ = app;
        handler.Hold = new();
        var id = await jobs.Start("test.count", "{}", null, null, default);
        var running = Work(jobs);
        while ((await jobs.Find(id, default))!.State != JobState.Running) await Task.Delay(5);
        await jobs.Pause(id, default);
        await running;
        Assert.Equal(JobState.Paused, (await jobs.Find(id, default))!.State);

        handler.Hold.SetResult();
        await jobs.Resume(id, default);
        await Work(jobs);
        Assert.Equal(JobState.Done, (await jobs.Find(id, default))!.State);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_cancelled_job_never_runs_and_a_refused_one_says_why(Database kind)
    {
        var (app, handler, jobs) = await Start(kind);
        await using var _ = app;
        var cancelled = await jobs.Start("test.count", "{}", null, null, default);
        await jobs.Cancel(cancelled, default);
        handler.Refuses = true;
        var refused = await jobs.Start("test.count", "{}", null, null, default);
        await Work(jobs);
        Assert.Equal(JobState.Cancelled, (await jobs.Find(cancelled, default))!.State);
        var end = await jobs.Find(refused, default);
        Assert.Equal((JobState.Failed, "test.refused"), (end!.State, end.Error));
        Assert.Empty(handler.Steps);
    }
}
