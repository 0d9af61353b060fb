using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Patron.Data;
using Patron.Tests.CommandLine;

namespace Patron.Tests.IdentityResolution.DecidePairs;

/// <summary>A server that takes one customer after the other apart, and is killed in the midst of it.</summary>
public sealed class KilledDecisionsTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 3, People = 240, LongestMilliseconds = 200;
    private const string Amounts = "select sum(amount) || ' ' || count(*) from purchases_order_lines";

    private int told; // splits told to be done

    private readonly string data = Directory.CreateTempSubdirectory("patron-killed-decisions-").FullName;

    [Fact]
    public async Task A_server_that_is_killed_leaves_every_split_done_or_not_begun()
    {
        await Import("Shop", "customers", "id,name,email", i => $"{i},Ann Person{i},p{i}@people.org");
        await Import("Cards", "customers", "id,name,email", i => $"c{i},Ann Person{i},p{i}@people.org");
        await Import("Cards", "order-lines", "order,line,product,quantity,price,at,customer", i => $"{i},1,P1,2,2.5,2011-01-05,c{i}");
        Assert.Equal(People, await Ask("select count(distinct customer_id) from identity_source_records"));
        var amounts = await Text(Amounts);
        var seed = (int)TimeProvider.System.GetTimestamp();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var next = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var port = FreePort();
            using var server = RealProgram.Begin("serve", "--data", data, "--port", $"{port}");
            while (await server.StandardOutput.ReadLineAsync(Ct) is { } line && !line.Contains("serves at", StringComparison.Ordinal)) { }
            var splitting = Splitting(port, next);
            // Once the first one is done, at any moment of those that follow.
            while (!splitting.IsCompleted && Volatile.Read(ref told) <= next) await Task.Delay(5, Ct);
            await Task.Delay(random.Next(LongestMilliseconds), Ct);
            server.Kill();
            await server.WaitForExitAsync(Ct);
            await splitting;

            await using var connection = await Open();
            Assert.Empty(await Invariants.Broken(Command));
            // What was told to be done is done; of the one that was under way it may be either.
            var apart = await Ask("select count(distinct customer_id) from identity_source_records") - People;
            Assert.InRange(apart, told, told + 1);
            Assert.Equal(apart, await Ask("select count(*) from identity_decisions where ended_at is null"));
            Assert.Equal(amounts, await Text(Amounts));
            next = told;
            while (next < People && await Ask($"select count(distinct customer_id) from identity_source_records where external_id in ('{next}', 'c{next}')") == 2) next++;
            output.WriteLine($"{apart} apart at kill {kill + 1}");

            SqliteCommand Command(string sql) => new(sql, connection);
        }
        Assert.True(next > 0, "Nothing was ever taken apart.");
    }

    /// <summary>Asks for one split after another until the server is gone.</summary>
    private async Task Splitting(int port, int from)
    {
        var token = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "server.json"), Ct)).RootElement.GetProperty("Token").GetString();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Patron-Command-Token", token);
        for (told = from; told < People; Interlocked.Increment(ref told))
        {
            try
            {
                string[] args = ["match", "split", $"Shop:{told}", "--records", $"Cards:c{told}", "--json"];
                using var answer = await http.PostAsJsonAsync($"http://127.0.0.1:{port}/internal/command", new { args, input = (string?)null, folder = "/", live = false }, Ct);
                var said = await answer.Content.ReadAsStringAsync(Ct);
                if (!said.Contains("\"Exit\":0", StringComparison.Ordinal)) return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private async Task Import(string source, string kind, string header, Func<int, string> row)
    {
        var file = Path.Combine(data, $"{source}-{kind}.csv");
        var text = new StringBuilder(header).Append('\n');
        for (var i = 0; i < People; i++) text.Append(row(i)).Append('\n');
        await File.WriteAllTextAsync(file, text.ToString(), Ct);
        // In this process, which spares the start; nothing of it stays open while the servers are killed.
        using var error = new StringWriter();
        var exit = await Composition.CommandLine().Run(["import", file, "--as", kind, "--source", source, "--json", "--data", data], new(TextReader.Null, TextWriter.Null, error, data, Live: false), Ct);
        Assert.True(exit == 0, error.ToString());
        await using var pooled = new SqliteConnection(DataModule.SqliteConnectionString(new(data, null)));
        SqliteConnection.ClearPool(pooled);
    }

    private async Task<SqliteConnection> Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(data, "patron.db")};Pooling=False");
        await connection.OpenAsync(Ct);
        return connection;
    }

    private async Task<string> Text(string sql)
    {
        await using var connection = await Open();
        await using var command = new SqliteCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(Ct), CultureInfo.InvariantCulture)!;
    }

    private async Task<long> Ask(string sql) => long.Parse(await Text(sql), CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(data, recursive: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
