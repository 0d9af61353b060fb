using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports;
using Patron.Imports.Contracts;
using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Tests.Imports;

/// <summary>What befalls an import that is under way.</summary>
public sealed class TroubledImportTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Two_imports_of_one_file_at_once_give_each_row_one_fate_and_double_nothing(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var file = app.Write("lines.csv", ImportFilesOf.Lines(12_000));
        await app.Get<ISources>().FindOrMake("Shop", false, default);

        var both = await Task.WhenAll(Task.Run(() => app.Import(file, "order-lines")), Task.Run(() => app.Import(file, "order-lines")));

        Assert.Equal([(12_000, 0, 0, 12_000, 0, 0), (12_000, 12_000, 0, 0, 0, 0)], both.Select(o => o.Counts()).Order());
        Assert.Equal(12_000L, await ImportJobTests.Count(app, "purchases_order_lines"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_has_not_the_turn_says_for_what_it_waits(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var source = (await app.Get<ISources>().FindOrMake("Shop", false, default)).Value!.Id;
        var turns = app.Get<SourceTurns>();
        var first = await turns.Take(source, () => Assert.Fail("Nobody was before it."), default);
        var waits = new TaskCompletionSource();
        var second = Task.Run(() => turns.Take(source, waits.SetResult, default));
        await waits.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(second.IsCompleted);
        await using (await turns.Take(new(source.Value + 1), () => Assert.Fail("Another source waits for nothing."), default)) { }

        await first.DisposeAsync();

        await using var turn = await second.WaitAsync(TimeSpan.FromSeconds(30));
        await turn.Check(default);
    }

    /// <summary>Pages that a connection of SQLite may use from now on.</summary>
    private sealed class Room : DbConnectionInterceptor
    {
        public long Pages { get; set; } = 1_073_741_823;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Limit(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Limit(connection);
            return Task.CompletedTask;
        }

        private void Limit(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"pragma max_page_count = {Pages}";
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task On_a_full_disk_an_import_is_paused_and_goes_on_when_there_is_room()
    {
        var room = new Room();
        await using var app = await PatronServices.Start(Database.Sqlite, s => s.ConfigureDbContext<PatronDb>(o => o.AddInterceptors(room)));
        var file = app.Write("lines.csv", ImportFilesOf.Lines(35_000));

        var stopped = await app.Get<IImportFiles>().Run(new(file, "order-lines", "Shop"), now =>
        {
            if (now.Rows is >= 10_000 and < 20_000) room.Pages = 1_500;
        }, default);

        Assert.StartsWith("The disk is full.", ((ImportRefused)stopped.Refusal!).Why, StringComparison.Ordinal);
        await using var db = await app.Db();
        var job = await db.Set<JobRow>().AsNoTracking().SingleAsync();
        Assert.Equal((JobState.Paused, Jobs.DiskFullKey), (job.State, job.Error));
        room.Pages = 1_073_741_823;
        await GoOn(app, job.Id);
        await IsWhole(app, 35_000, 0);
    }

    [Fact]
    public async Task Where_the_rejected_rows_find_no_room_the_import_is_paused_too()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var file = app.Write("lines.csv", ImportFilesOf.Lines(25_000) + "x1,P1,Product 1,none,1,2011-01-01 00:00:00,5000\n");
        var link = "";

        var stopped = await app.Get<IImportFiles>().Run(new(file, "order-lines", "Shop"), now =>
        {
            if (now.Rows < 10_000 || link.Length > 0) return;
            using var db = app.Get<IDbContextFactory<PatronDb>>().CreateDbContext();
            var folder = Path.Combine(app.Location.Directory, "imports", db.Imports.Select(i => i.Id).Single().ToString());
            Directory.CreateDirectory(folder);
            File.CreateSymbolicLink(link = Path.Combine(folder, ApplyJob.Refused.Rejected), "/dev/full");
        }, default);

        Assert.StartsWith("The disk is full.", ((ImportRefused)stopped.Refusal!).Why, StringComparison.Ordinal);
        File.Delete(link);
        await using var db = await app.Db();
        await GoOn(app, (await db.Set<JobRow>().AsNoTracking().SingleAsync()).Id);
        await IsWhole(app, 25_000, 1);
        Assert.Equal(2, File.ReadAllLines(link).Length);
    }

    [Fact]
    public async Task An_import_goes_on_by_itself_when_the_database_was_gone()
    {
        await using var way = new Way();
        await using var app = await PatronServices.Start(Database.Postgres, connect: way.Around);
        var file = app.Write("lines.csv", ImportFilesOf.Lines(45_000) + "x1,P1,Product 1,none,1,2011-01-01 00:00:00,5000\n");
        var (ended, cut) = (false, false);

        var outcome = await app.Get<IImportFiles>().Run(new(file, "order-lines", "Shop"), now =>
        {
            if (!ended && now.Rows >= 20_000)
            {
                ended = true;
                using var direct = new NpgsqlConnection(way.Direct);
                direct.Open();
                using var terminate = new NpgsqlCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", direct);
                terminate.ExecuteNonQuery();
            }
            else if (!cut && now.Rows >= 30_000)
            {
                cut = true;
                way.Cut(TimeSpan.FromSeconds(3));
            }
        }, default);

        Assert.True(ended && cut);
        Assert.Null(outcome.Refusal);
        Assert.Equal((45_001, 45_000, 0, 0, 0, 1), outcome.Value!.Counts());
        await IsWhole(app, 45_000, 1);
    }

    private static async Task GoOn(PatronServices app, JobId job)
    {
        var jobs = app.Get<Jobs>();
        await jobs.Resume(job, default);
        await jobs.Run((await jobs.Take(default))!, null, default);
    }

    private static async Task IsWhole(PatronServices app, long created, long rejected)
    {
        await using var db = await app.Db();
        var import = await db.Imports.AsNoTracking().SingleAsync();
        Assert.Equal(new ImportCounts(created + rejected, created, 0, 0, 0, rejected), ImportReport.Read(import.Result)!.Counts);
        Assert.Equal(created, await ImportJobTests.Count(app, "purchases_order_lines"));
        var ranges = await db.Set<ChangeRange>().Where(r => r.Entity == "purchases_order_lines" && r.ChangeSetId == import.ChangeSetId).ToListAsync();
        Assert.Equal(created, (await app.Ask("select count(*) from purchases_order_lines")) is long lines && ranges.Sum(r => r.LastId - r.FirstId + 1) >= lines ? lines : -1);
    }

    /// <summary>A way to the database that can be cut: what is open breaks off, and nobody is let in for a while.</summary>
    private sealed class Way : IAsyncDisposable
    {
        private readonly List<TcpClient> open = [];
        private TcpListener? listener;
        private int port;
        private int target;

        public string Direct { get; private set; } = "";

        public string Around(string direct)
        {
            Direct = direct;
            var parts = new NpgsqlConnectionStringBuilder(direct);
            target = parts.Port;
            Listen();
            return new NpgsqlConnectionStringBuilder(direct) { Host = "127.0.0.1", Port = port }.ToString();
        }

        public void Cut(TimeSpan time)
        {
            listener!.Stop();
            lock (open)
            {
                foreach (var client in open) client.Dispose();
                open.Clear();
            }
            _ = Task.Delay(time).ContinueWith(_ => Listen(), TaskScheduler.Default);
        }

        public ValueTask DisposeAsync()
        {
            listener?.Dispose();
            return ValueTask.CompletedTask;
        }

        private void Listen()
        {
            var opened = new TcpListener(IPAddress.Loopback, port);
            opened.Start();
            (listener, port) = (opened, ((IPEndPoint)opened.LocalEndpoint).Port);
            _ = Task.Run(async () =>
            {
                try
                {
                    while (true) _ = Carry(await opened.AcceptTcpClientAsync());
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
                {
                    // The way was cut.
                }
            });
        }

        private async Task Carry(TcpClient near)
        {
            using var far = new TcpClient();
            await far.ConnectAsync(IPAddress.Loopback, target);
            lock (open) open.AddRange([near, far]);
            try
            {
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // One end is gone.
            }
            near.Dispose();
        }
    }
}
