using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Patron.Analytics.Matching;

namespace Patron.Benchmarks;

/// <summary>Learning and linking a million records from typed columns.</summary>
internal static class LinkBenchmarks
{
    private const int Records = 1_000_000;
    private const int Questions = 2_000;
    private static readonly Process Own = Process.GetCurrentProcess();

    public static void Million() => Deduplicate(Records);

    /// <summary>The same people from a file, by the command that users type (./patron sets the variable), in a process of its own; on the way the file is read and its values are brought to one form.</summary>
    public static void FromFile() => FromFile(Records);

    public static void TenMillionFromFile() => FromFile(10 * Records);

    private static void FromFile(int records)
    {
        var file = Path.Combine(Path.GetTempPath(), $"patron-link-{records}.csv");
        Write(new LinkPeople(20111209).Febrl(records), file);
        GC.Collect();
        var program = Path.Combine(AppContext.BaseDirectory, "Patron.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "analyse", "link", file, "--id", "rec_id", "--truth-column", "person", "--json"]) { RedirectStandardOutput = true, Environment = { ["DOTNET_TieredCompilation"] = "0" } })!;
        var answer = JsonDocument.Parse(process.StandardOutput.ReadToEnd()).RootElement;
        process.WaitForExit();
        File.Delete(file);
        var clusters = answer.GetProperty("clusterPairs");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{records} records from the file: {answer.GetProperty("seconds").GetDouble():F1} s, peak {answer.GetProperty("peakMegabytes").GetDouble():F0} MB, {answer.GetProperty("candidatePairs").GetInt64()} pairs compared, clusters: precision {clusters.GetProperty("precision").GetDouble():F4}, recall {clusters.GetProperty("recall").GetDouble():F4}, F1 {clusters.GetProperty("f1").GetDouble():F4}"));
    }

    private static void Write(LinkSet people, string file)
    {
        using var text = new StreamWriter(file);
        text.WriteLine("rec_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id,person");
        for (var record = 0; record < people.Truth.Length; record++)
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"rec-{record}"));
            for (var field = 0; field < people.Table.Fields.Count; field++)
            {
                text.Write(',');
                text.Write(people.Table.Text(record, field));
            }
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $",{people.Truth[record]}"));
        }
    }

    public static void TenMillion() => Deduplicate(10 * Records);

    /// <summary>How well people of other faults are found, ten seeds of each hardness: the worst and the mean.</summary>
    public static void Hard()
    {
        foreach (var (people, missing, records, relatives) in new[] { (250, 100, 11, 12), (250, 125, 11, 12), (250, 150, 11, 12), (250, 125, 11, 30), (120, 125, 25, 12), (400, 125, 4, 12) })
            Hard($"missing {missing} %, {records} records a person, {relatives} % relatives", seed => new LinkHardPeople(seed).Make(people, missing, records, relatives));
        foreach (var (people, records) in new[] { (300, 20), (300, 10), (300, 4) })
            Hard($"who moved, {records} records a person", seed => new LinkPeople(seed).Movers(people, records));
    }

    private static void Hard(string what, Func<int, LinkSet> make)
    {
        var found = Enumerable.Range(1, 10).Select(make).Select(set => Agreement(Linkage.LearnAndRun(set.Table).Result.Clusters, set.Truth)).ToArray();
        var f1 = found.Select(f => 2 * f.Precision * f.Recall / (f.Precision + f.Recall)).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: precision at least {found.Min(f => f.Precision):F3}, F1 at least {f1.Min():F3}, in the mean {f1.Average():F3}"));
    }

    private static void Deduplicate(int records)
    {
        var people = new LinkPeople(20111209).Febrl(records);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records} records in columns: {Environment.WorkingSet >> 20} MB"));
        var (model, found) = (default(MatchModel), default(LinkageResult));
        var processor = Own.TotalProcessorTime;
        var linking = Measure.Milliseconds(() => (model, found) = Linkage.LearnAndRun(people.Table));
        Own.Refresh();
        var busy = (Own.TotalProcessorTime - processor).TotalSeconds;
        var (precision, recall) = Agreement(found!.Clusters, people.Truth);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"learning and linking {linking / 1000:F1} s, processors {busy:F1} s, peak {Own.PeakWorkingSet64 >> 20} MB, {found.CandidatePairs} pairs compared, clusters: precision {precision:F4}, recall {recall:F4}, F1 {2 * precision * recall / (precision + recall):F4}"));
        if (records == Records) Ask(people.Table, model!);
    }

    private static void Ask(MatchTable table, MatchModel model)
    {
        var index = new MatchIndex(table, model);
        var times = new double[Questions];
        for (var q = 0; q < Questions; q++)
        {
            var record = q * (table.Count / Questions);
            string?[] row = [.. Enumerable.Range(0, table.Fields.Count).Select(f => table.Text(record, f))];
            times[q] = Measure.Milliseconds(() => index.Candidates(row, .5));
        }
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one record against the index: median {times[Questions / 2]:F2} ms, 99 of 100 within {times[Questions * 99 / 100]:F2} ms, longest {times[^1]:F1} ms"));
    }

    private static (double Precision, double Recall) Agreement(int[] clusters, int[] truth)
    {
        var right = clusters.Zip(truth).CountBy(c => c).Sum(c => c.Value * (c.Value - 1L) / 2);
        return ((double)right / Pairs(clusters), (double)right / Pairs(truth));
    }

    private static long Pairs(int[] groups) => groups.CountBy(g => g).Sum(g => g.Value * (g.Value - 1L) / 2);
}
