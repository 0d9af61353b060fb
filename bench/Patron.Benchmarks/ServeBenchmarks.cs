using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>
/// Fifty people who click every five seconds on the real program, served by a process of its own from a company's database: pages of the customers' list
/// (sorted, filtered, searched, far down) and 360 pages of customers drawn at random; before them Home, the first page of all. The limit of the same run: the page of one's own account, which
/// reads nothing of customers. Once with ten thousand customers, once with a million.
/// </summary>
internal static partial class ServeBenchmarks
{
    private const int People = 50;
    private const string Email = "bench@patron.example";
    private const string Password = "three calm words";
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Clicking = TimeSpan.FromSeconds(60);

    private static readonly string[] Lists =
    [
        "/customers", "/customers?sort=-spent", "/customers?sort=name", "/customers?country=KR", "/customers?country=DE&sort=-spent", "/customers?page=1000", "/customers?q=mar", "/customers?q=%EA%B9%80%EC%84%9C",
    ];

    public static async Task Run()
    {
        var small = await Company.In(10_000, 100_000, Serve);
        var large = await Company.In(BaseData.Customers, BaseData.Lines, Serve);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"list and 360 pages together, 95 of 100, from ten thousand to a million customers: {small:N0} ms to {large:N0} ms, {large / small:N1} times"));
    }

    /// <summary>The time within which 95 of 100 pages came, in milliseconds.</summary>
    private static async Task<double> Serve(IServiceProvider services, string folder)
    {
        var customers = await Customers(services);
        await UserOf(services);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return await WithProgram(folder, async (client, program) =>
        {
            var (first, second) = (await Load(client, "/"), await Load(client, "/"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{customers.Length:N0} customers, Home: {first:N0} ms the first time, {second:N0} ms the second"));
            var firsts = new List<string>(); // first orders by name, first numbers of a day, the questions to the database put together
            foreach (var page in Lists.Append(Of(customers[0]))) firsts.Add((await Load(client, page)).ToString("N0", CultureInfo.InvariantCulture));
            Console.WriteLine($"{customers.Length:N0} customers, the first of each list and of the 360 pages: {string.Join(", ", firsts)} ms");
            using var self = Process.GetCurrentProcess();
            var (of, own, since) = (Spent(program), Spent(self), Stopwatch.GetTimestamp());
            var taken = await Click(client, customers);
            var (seconds, pages) = (Stopwatch.GetElapsedTime(since).TotalSeconds, taken.Values.Sum(t => t.Count));
            foreach (var (kind, times) in taken) Tell($"{customers.Length:N0} customers, {kind}", times, program);
            var (served, clicked) = (Spent(program) - of, Spent(self) - own);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{customers.Length:N0} customers: a page takes {served / pages * 1e3:N1} ms of a processor, and who clicks {clicked / pages * 1e3:N1} ms; of {Environment.ProcessorCount} cores {served / seconds / Environment.ProcessorCount:P0} and {clicked / seconds / Environment.ProcessorCount:P0} were busy with them"));
            return At(Order(taken.Where(t => t.Key != "account").SelectMany(t => t.Value)), 0.95);
        });
    }

    /// <summary>Seconds of a processor that a program has taken since it began.</summary>
    private static double Spent(Process program)
    {
        program.Refresh();
        return program.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>The one who signs in, made where missing.</summary>
    internal static async Task<UserId> UserOf(IServiceProvider services)
    {
        var added = await services.GetRequiredService<IUserAccounts>().Add(new(Email, "Bench", Roles.Administrator, Password), null, default);
        if (added.Value is { } made) return made.Id;
        await using var db = await services.GetRequiredService<IDbContextFactory<PatronDb>>().CreateDbContextAsync();
        return await db.Set<Access.User>().Where(u => u.EmailKey == Email).Select(u => u.Id).SingleAsync();
    }

    private static Task<double> WithProgram(string folder, Func<HttpClient, Process, Task<double>> measure) => WithProgram(new DataLocation(folder, null), measure);

    /// <summary>The real program serves the company to somebody who has signed in.</summary>
    internal static async Task<double> WithProgram(DataLocation location, Func<HttpClient, Process, Task<double>> measure)
    {
        var port = FreePort();
        string[] database = location.Connection is { } connection ? ["--database", connection] : [];
        using var program = Process.Start(new ProcessStartInfo("dotnet", [Program(), "serve", "--data", location.Directory, "--port", port.ToString(CultureInfo.InvariantCulture), .. database]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The program did not start.");
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new(), MaxConnectionsPerServer = People }) { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
            await SignIn(client);
            return await measure(client, program);
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync();
        }
    }

    private static async Task<Dictionary<string, List<double>>> Click(HttpClient client, long[] customers)
    {
        var taken = new Dictionary<string, List<double>> { ["list"] = [], ["360"] = [], ["account"] = [] };
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, People).Select(async person =>
        {
            var random = new Random(person);
            // By the clock: if each waited five seconds from the answer, all whom one delay had held up would click together from then on.
            for (var click = Between * random.NextDouble(); click < Clicking; click += Between)
            {
                if (click - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero) await Task.Delay(left);
                var kind = random.Next(10) switch { < 5 => "list", < 9 => "360", _ => "account" };
                var page = kind switch
                {
                    "list" => Lists[random.Next(Lists.Length)],
                    "360" => Of(customers[random.Next(customers.Length)]),
                    _ => "/account",
                };
                var milliseconds = await Load(client, page);
                lock (taken) taken[kind].Add(milliseconds);
            }
        }));
        return taken;
    }

    private static string Of(long customer) => $"/customers/{new CustomerId(customer)}";

    private static async Task<double> Load(HttpClient client, string page)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync(new Uri(page, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static void Tell(string what, List<double> times, Process program)
    {
        program.Refresh();
        var sorted = Order(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {sorted.Length:N0} pages, median {At(sorted, 0.5):N0} ms, 95 of 100 within {At(sorted, 0.95):N0} ms, 99 within {At(sorted, 0.99):N0} ms, longest {sorted[^1]:N0} ms; the program holds {program.WorkingSet64 / 1e6:N0} MB, at most {program.PeakWorkingSet64 / 1e6:N0} MB"));
    }

    private static async Task SignIn(HttpClient client)
    {
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            try
            {
                var form = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
                using var fields = new FormUrlEncodedContent([new("_handler", "sign-in"), new("email", Email), new("password", Password), new("__RequestVerificationToken", Token().Match(form).Groups[1].Value)]);
                using var answer = await client.PostAsync(new Uri("/sign-in?ReturnTo=/account", UriKind.Relative), fields);
                answer.EnsureSuccessStatusCode();
                if (answer.RequestMessage!.RequestUri!.AbsolutePath != "/account") throw new InvalidOperationException("Nobody was signed in.");
                return;
            }
            catch (HttpRequestException e) when (e.InnerException is SocketException && patience.Elapsed < TimeSpan.FromMinutes(2))
            {
                // It is still loading the base.
            }
        }
    }

    internal static async Task<long[]> Customers(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PatronDb>>().CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        using var reader = FastReader.Open(db.Database.GetDbConnection(), "select id from customers");
        var ids = new List<long>();
        while (reader.Read()) ids.Add(reader.Long(0));
        return [.. ids];
    }

    private static double[] Order(IEnumerable<double> times) => [.. times.Order()];

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static string Program()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "artifacts", "bin", "Patron", "release", "Patron.dll") is var program && File.Exists(program)) return program;
        throw new InvalidOperationException("The program is not built: dotnet build -c Release src/Patron.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
