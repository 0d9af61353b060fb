using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Messaging.SendMessages;
using Patron.Messaging.WriteTemplates;

namespace Patron.Benchmarks;

/// <summary>
/// Not a speed but a proof that takes too long for the tests: a program that sends into smtp-sink is killed (SIGKILL) at random moments of its sending, and begins again, while the
/// mail server is healthy, slow, or has one of smtp-sink's faults. At every moment the states add up to what was planned; at the end every message was taken once, or is unknown and
/// was taken at most once, and none is unknown that was never handed off.
/// </summary>
internal static partial class KillBenchmarks
{
    private const int Messages = 30_000, Port = 18_926;
    private const string FolderName = "PATRON_SEND_FOLDER", DatabaseName = "PATRON_SEND_DATABASE";
    private static readonly TemplateContent Words = new(BodyFormat.Text, Layouts.Letter, false, "en", new Dictionary<string, TemplateWords> { ["en"] = new("Hello {{givenName}}", "Text") });

    // What was claimed is free again soon, so that the trial need not wait for minutes.
    private static readonly SendPace Hasty = new(50, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), 30, TimeSpan.FromMilliseconds(50));

    /// <summary>Switches of smtp-sink, one after the other; and whether what it writes to a file counts as taken: it does so before it refuses what stands at the end of a message.</summary>
    private static readonly (string What, string Switches, bool Takes)[] Servers =
    [
        ("healthy", "", true), ("healthy", "", true), ("slow at DATA", "-w 1", true), ("450 to RCPT", "-r RCPT", true), ("450 at the end", "-r .", false), ("421 to DATA", "-Q DATA", true),
        ("healthy", "", true), ("drops at MAIL", "-q MAIL", true), ("drops after the end", "-q .", true), ("421 at the end", "-Q .", true), ("slow at the end", "-W .:1:50", true), ("healthy", "", true),
    ];

    public static Task Run() => ImportBenchmarks.OnBoth((name, postgres) => ImportBenchmarks.InFreshPatron(postgres, services => Trial(name, services.GetRequiredService<DataLocation>())));

    private static async Task<int> Trial(string name, DataLocation location)
    {
        var (taken, refused) = (Directory.CreateTempSubdirectory("patron-taken-").FullName, Directory.CreateTempSubdirectory("patron-refused-").FullName);
        try
        {
            await using var services = MadeSending.Services(location, Hasty);
            await MadeSending.Prepare(services, Port, Messages, Words);
            var random = new Random(7);
            foreach (var (what, switches, takes) in Servers)
            {
                using var sink = await MadeSending.Sink(Port, $"{switches} -d {(takes ? taken : refused)}/m.");
                using var child = Start(location);
                await Begun(services);
                for (var looks = random.Next(2, 20); looks > 0; looks--)
                {
                    await Task.Delay(random.Next(50, 350));
                    AddsUp(await MadeSending.Counts(services), what);
                }
                child.Kill();
                await child.WaitForExitAsync();
                sink.Kill();
                await sink.WaitForExitAsync();
                AddsUp(await MadeSending.Counts(services), what);
                Console.WriteLine($"  {what}: {MadeSending.Say(await MadeSending.Counts(services))}");
            }
            using var last = await MadeSending.Sink(Port, $"-d {taken}/m.");
            for (var rest = await MadeSending.Counts(services); rest.Queued + rest.Claimed + rest.HandedOff > 0; rest = await MadeSending.Counts(services))
                if (await services.GetRequiredService<SendWorker>().Pass(default) == 0) await Task.Delay(200);
            last.Kill();
            await Judge(name, services, taken);
        }
        finally
        {
            Directory.Delete(taken, recursive: true);
            Directory.Delete(refused, recursive: true);
        }
        return 0;
    }

    /// <summary>The killed program takes a second to start; the moments that matter come afterwards.</summary>
    private static async Task Begun(IServiceProvider services)
    {
        var before = States(await MadeSending.Counts(services));
        for (var looks = 0; looks < 500; looks++)
        {
            if (States(await MadeSending.Counts(services)) != before) return;
            await Task.Delay(10);
        }
        throw new InvalidOperationException("The program that is to be killed does nothing.");

        static (long, long, long, long, long) States(Patron.Messaging.Contracts.SendingCounts now) => (now.Queued, now.Claimed, now.HandedOff, now.Sent, now.Unknown);
    }

    private static void AddsUp(Patron.Messaging.Contracts.SendingCounts now, string what)
    {
        if (now.Planned != Messages || MadeSending.Sum(now) != Messages) throw new InvalidOperationException($"The states do not add up ({what}): {MadeSending.Say(now)}");
    }

    private static async Task Judge(string name, IServiceProvider services, string taken)
    {
        var end = await MadeSending.Counts(services);
        AddsUp(end, "end");
        var ids = Directory.EnumerateFiles(taken).Select(File.ReadAllText).Select(t => MessageIdLine().Match(t).Groups[1].Value).Where(i => i.Length > 0).ToList();
        var twice = ids.Count - ids.Distinct().Count();
        await using var db = await services.GetRequiredService<IDbContextFactory<PatronDb>>().CreateDbContextAsync();
        // The version of the words is written with the hand-off.
        var never = await db.Database.SqlQueryRaw<long>("select count(*) as \"Value\" from messaging_messages where state = 5 and template_version = 0").SingleAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: killed {Servers.Length} times amid {Messages} messages: sent {end.Sent}, unknown {end.Unknown}, failed {end.Failed}; the mail server took {ids.Count}, {twice} of them twice; unknown without a hand-off {never}"));
        if (twice > 0 || ids.Count < end.Sent || ids.Count > end.Sent + end.Unknown || end.Failed > 0 || never > 0) throw new InvalidOperationException("A message was lost or sent twice.");
    }

    /// <summary>What the killed program does.</summary>
    public static async Task Child()
    {
        await using var services = MadeSending.Services(new(Environment.GetEnvironmentVariable(FolderName)!, Environment.GetEnvironmentVariable(DatabaseName) is { Length: > 0 } database ? database : null), Hasty);
        var worker = services.GetRequiredService<SendWorker>();
        await Task.WhenAll(Enumerable.Range(0, MessageSender.Workers).Select(async _ =>
        {
            while (true)
                if (await worker.Pass(default) == 0) await Task.Delay(50);
        }));
    }

    private static Process Start(DataLocation location)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(KillBenchmarks).Assembly.Location);
        start.ArgumentList.Add("send-child");
        (start.Environment[FolderName], start.Environment[DatabaseName]) = (location.Directory, location.Connection ?? "");
        return Process.Start(start)!;
    }

    [GeneratedRegex("^Message-ID: <([^@]+)@", RegexOptions.Multiline)]
    private static partial Regex MessageIdLine();
}
