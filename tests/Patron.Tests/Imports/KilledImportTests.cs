using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using Patron.Imports.TakeRows;
using Patron.Tests.Databases;

namespace Patron.Tests.Imports;

/// <summary>A server that is killed in the middle of an import, again and again, at moments that a seed tells.</summary>
public sealed class KilledImportTests(ITestOutputHelper output)
{
    /// <summary>On each database. A start of the server takes two seconds of a processor, which is what this test costs; so every other kill comes while the server is about to take the import up again.</summary>
    private const int Kills = 20;
    private const int Starting = 1_200;
    private const int Orders = 900;
    private const string Rows = "100";

    private static readonly DatabaseTemplate Empty = new("nothing", (_, _) => Task.CompletedTask);

    /// <summary>What the undisturbed import of the same file leaves, the same on either database.</summary>
    private static readonly Lazy<Task<(string Report, List<string> Rejected, List<string> Rows)>> Calm = new(async () =>
    {
        await using var calm = await Place.New(Database.Sqlite);
        calm.Write();
        await calm.Command();
        return (await calm.Report(), calm.Rejected(), await calm.Rows());
    });

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Twenty_kills_lose_no_row_and_double_none(Database kind)
    {
        var seed = (int)TimeProvider.System.GetTimestamp();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var calm = await Calm.Value;
        await using var troubled = await Place.New(kind);
        troubled.Write();

        var server = await troubled.Serve();
        using var command = troubled.Start("import", troubled.File, "--as", "order-lines", "--source", "Shop", "--json");
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill % 2 == 0)
            {
                // At a place in the file that lies further on with each kill, and at any moment there.
                await troubled.Until($"select coalesce(max(done), 0) from kernel_jobs where kind = '{ApplyJob.JobKind}'", done => done >= troubled.Lines * (kill + 0.5) / Kills * 0.9);
                await Task.Delay(random.Next(0, 120), TestContext.Current.CancellationToken);
                await Kill();
                server = troubled.Begin();
            }
            else
            {
                await Task.Delay(random.Next(0, Starting), TestContext.Current.CancellationToken);
                await Kill();
                server = await troubled.Serve();
            }
        }
        // Of other rooms' jobs some may have ended as well.
        await troubled.Until($"select count(*) from kernel_jobs where kind = '{ApplyJob.JobKind}' and state = 4", done => done == 1);
        await Kill();

        Assert.Equal(calm.Report, await troubled.Report());
        Assert.Equal(calm.Rejected, troubled.Rejected());
        Assert.Equal(calm.Rows, await troubled.Rows());

        async Task Kill()
        {
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
            server.Dispose();
        }
    }

    /// <summary>A data directory, its database, and the programs on it.</summary>
    private sealed class Place(Database kind, RunFolder folder, TestDatabase? database) : IAsyncDisposable
    {
        public static async Task<Place> New(Database kind) =>
            new(kind, RunFolder.Create("patron-killed"), kind == Database.Postgres ? await TestDatabase.New(kind, Empty) : null);

        public string File => Path.Combine(folder.Path, "lines.csv");
        public int Lines { get; private set; }

        /// <summary>Orders of numbered and other lines, true duplicates, corrections, anonymous buyers, and rows that cannot be used.</summary>
        public void Write()
        {
            var text = new StringBuilder("order,line,product,name,quantity,price,at,customer\n");
            for (var order = 0; order < Orders; order++)
            {
                var (at, customer) = (new DateTime(2011, 1, 1).AddMinutes(order).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), order % 11 == 0 ? "" : $"C{order % 400}");
                text.Append(CultureInfo.InvariantCulture, $"{order},1,P{order % 90},Product {order % 90},{1 + order % 4},2.5,{at},{customer}\n");
                text.Append(CultureInfo.InvariantCulture, $"{order},,P{order % 70},,1,1.5,{at},{customer}\n");
                text.Append(CultureInfo.InvariantCulture, $"{order},,P{order % 70},,1,1.5,{at},{customer}\n");
                Lines += 3;
                if (order % 7 == 0) text.Append(CultureInfo.InvariantCulture, $"{order},1,P{order % 90},,9,2.5,{at},{customer}\n");
                if (order % 13 == 0) text.Append(CultureInfo.InvariantCulture, $"{order},2,P1,,many,2.5,{at},{customer}\n");
                if (order % 17 == 0) text.Append(CultureInfo.InvariantCulture, $"{order},3,P1,,1,2.5,{at},Stranger\n");
                Lines += (order % 7 == 0 ? 1 : 0) + (order % 13 == 0 ? 1 : 0) + (order % 17 == 0 ? 1 : 0);
            }
            System.IO.File.WriteAllText(File, text.ToString());
        }

        public async Task Command()
        {
            using var command = Start("import", File, "--as", "order-lines", "--source", "Shop", "--json");
            _ = command.StandardOutput.ReadToEndAsync();
            await command.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, command.ExitCode);
        }

        /// <summary>A free port may be taken by somebody else before the server takes it: then another one is tried.</summary>
        public async Task<Process> Serve()
        {
            for (var tries = 0; tries < 5; tries++)
            {
                var server = Begin();
                while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                    if (line.Contains("serves at", StringComparison.Ordinal)) return server;
                await server.WaitForExitAsync(TestContext.Current.CancellationToken);
                server.Dispose();
            }
            throw new InvalidOperationException("The server does not start.");
        }

        /// <summary>A server that has just been started.</summary>
        public Process Begin() => Start("serve", "--port", FreePort().ToString(CultureInfo.InvariantCulture));

        public Process Start(params string[] args)
        {
            string[] at = database is null ? [] : ["--database", database.Connection];
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Patron.dll"), .. args, "--data", Path.Combine(folder.Path, "data"), .. at])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            };
            start.Environment["PATRON_IMPORT_CHUNK"] = KilledImportTests.Rows;
            var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }

        public async Task Until(string question, Func<long, bool> holds)
        {
            var begun = TimeProvider.System.GetTimestamp();
            while (!holds(Convert.ToInt64((await Ask(question))[0], CultureInfo.InvariantCulture)))
            {
                if (TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromMinutes(3)) throw new TimeoutException($"{question} did not come true.");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }

        public async Task<string> Report()
        {
            var counts = ImportReport.Read((await Ask("select result from imports"))[0])!.Counts;
            Assert.Equal(Lines, counts.Created + counts.Updated + counts.Unchanged + counts.Conflicts + counts.Rejected);
            return counts.ToString();
        }

        public List<string> Rejected() => [.. System.IO.File.ReadLines(Directory.GetFiles(Path.Combine(folder.Path, "data", "imports"), ApplyJob.Refused.Rejected, SearchOption.AllDirectories).Single())];

        /// <summary>What was written, without ids: those of an undisturbed run are others.</summary>
        public async Task<List<string>> Rows() =>
        [
            .. (await Ask("""
                select o.number || '|' || coalesce(l.line, '') || '|' || p.code || '|' || coalesce(p.name, '') || '|' || l.quantity || '|' || l.price || '|' || l.amount || '|' || coalesce(r.external_id, '') || '|' || case when l.at = o.at then 1 else 0 end
                from purchases_order_lines l join purchases_orders o on o.customer_id = l.customer_id and o.id = l.order_id join catalog_products p on p.id = l.product_id
                left join identity_source_records r on r.customer_id = l.customer_id and r.id = l.source_record_id
                """)).Order(StringComparer.Ordinal),
            .. await Ask("select 'orders ' || count(*) from purchases_orders"), .. await Ask("select 'customers ' || count(*) from customers"),
            .. await Ask("select 'claims ' || count(*) from kernel_claimed_keys"), .. await Ask("select 'products ' || count(*) from catalog_products"),
            .. await Ask("select 'sets ' || count(*) from kernel_change_sets where kind = 'import'"),
        ];

        public async ValueTask DisposeAsync()
        {
            SqliteConnection.ClearAllPools();
            if (database is not null) await database.DisposeAsync();
            folder.Dispose();
        }

        private async Task<List<string>> Ask(string question)
        {
            await using DbConnection connection = kind == Database.Postgres
                ? new NpgsqlConnection(database!.Connection) : new SqliteConnection($"Data Source={Path.Combine(folder.Path, "data", "patron.db")};Default Timeout=30;Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = question;
            await using var reader = await command.ExecuteReaderAsync();
            var answers = new List<string>();
            while (await reader.ReadAsync()) answers.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
            return answers;
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
