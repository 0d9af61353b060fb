using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Messaging.SendMessages;
using Patron.Messaging.WriteTemplates;

namespace Patron.Benchmarks;

/// <summary>
/// Not a speed but a proof that takes too long for the tests: a program that sends into smtp-sink is killed (SIGKILL) at random moments, ten times on each database, and begins again.
/// At the end every message was sent once, or is unknown and was sent at most once.
/// </summary>
internal static partial class KillBenchmarks
{
    private const int Messages = 4_000, Kills = 10, Port = 18_926;
    private const string FolderName = "PATRON_SEND_FOLDER", DatabaseName = "PATRON_SEND_DATABASE";
    private static readonly TemplateContent Words = new(BodyFormat.Text, Layouts.Letter, false, "en", new Dictionary<string, TemplateWords> { ["en"] = new("Hello {{givenName}}", "Text") });

    // What was claimed is free again soon, so that the trial need not wait for minutes.
    private static readonly SendPace Hasty = new(50, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), 8);

    public static Task Run() => ImportBenchmarks.OnBoth((name, postgres) => postgres is null ? Trial(name, null) : ImportBenchmarks.InFreshPatron(postgres, services => Trial(name, services.GetRequiredService<DataLocation>().Connection)));

    private static async Task<int> Trial(string name, string? postgres)
    {
        var (folder, taken) = (Directory.CreateTempSubdirectory("patron-kill-").FullName, Directory.CreateTempSubdirectory("patron-taken-").FullName);
        using var sink = await MadeSending.Sink(Port, $"-d {taken}/m.");
        try
        {
            await using var services = MadeSending.Services(new(folder, postgres), Hasty);
            await DataModule.Migrate(services, default);
            await MadeSending.Prepare(services, Port, Messages, Words);
            var random = new Random(7);
            for (var kill = 0; kill < Kills; kill++)
            {
                using var child = Start(folder, postgres);
                await Task.Delay(random.Next(900, 2_200));
                child.Kill();
                await child.WaitForExitAsync();
                var now = await MadeSending.Counts(services);
                if (now.Planned != Messages || MadeSending.Sum(now) != Messages) throw new InvalidOperationException("The states do not add up: " + MadeSending.Say(now));
            }
            for (var rest = await MadeSending.Counts(services); rest.Queued + rest.Claimed + rest.HandedOff > 0; rest = await MadeSending.Counts(services))
                if (await services.GetRequiredService<SendWorker>().Pass(default) == 0) await Task.Delay(200);
            var end = await MadeSending.Counts(services);
            var ids = Directory.EnumerateFiles(taken).Select(f => MessageIdLine().Match(File.ReadAllText(f)).Groups[1].Value).Where(i => i.Length > 0).ToList();
            var twice = ids.Count - ids.Distinct().Count();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: killed {Kills} times amid {Messages} messages: sent {end.Sent}, unknown {end.Unknown}, failed {end.Failed}; the mail server took {ids.Count}, {twice} of them twice"));
            if (twice > 0 || ids.Count < end.Sent || ids.Count > end.Sent + end.Unknown || MadeSending.Sum(end) != Messages) throw new InvalidOperationException("A message was lost or sent twice.");
        }
        finally
        {
            sink.Kill();
            Directory.Delete(folder, recursive: true);
            Directory.Delete(taken, recursive: true);
        }
        return 0;
    }

    /// <summary>What the killed program does.</summary>
    public static async Task Child()
    {
        await using var services = MadeSending.Services(new(Environment.GetEnvironmentVariable(FolderName)!, Environment.GetEnvironmentVariable(DatabaseName) is { Length: > 0 } database ? database : null), Hasty);
        var worker = services.GetRequiredService<SendWorker>();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            while (true)
                if (await worker.Pass(default) == 0) await Task.Delay(50);
        }));
    }

    private static Process Start(string folder, string? postgres)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(KillBenchmarks).Assembly.Location);
        start.ArgumentList.Add("send-child");
        (start.Environment[FolderName], start.Environment[DatabaseName]) = (folder, postgres ?? "");
        return Process.Start(start)!;
    }

    [GeneratedRegex("^Message-ID: <([^@]+)@", RegexOptions.Multiline)]
    private static partial Regex MessageIdLine();
}
