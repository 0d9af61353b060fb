using System.CommandLine;
using System.Globalization;
using Patron.Analytics.Clustering;
using Patron.Imports.Contracts;
using Patron.Insights.Frame;
using Patron.Insights.ReckonClusters;
using Patron.Kernel;

namespace Patron.Insights.AnalyseFiles;

/// <summary>./patron analyse clusters FILE: groups of rows that are alike.</summary>
internal sealed class ClustersCommand() : FileCommand("clusters", "Groups of rows that are alike, by k-means on standardised columns.")
{
    private const int MostClusters = 100;

    /// <summary>Standard deviations from the mean of all from which on a column marks a cluster out.</summary>
    private const double Marked = 0.5;

    private readonly Option<string> columns = new("--columns") { Description = "Columns of numbers, with commas between them.", HelpName = "COLUMN,...", Required = true };
    private readonly Option<string> clusters = new("--k") { Description = "How many clusters, or auto: the clearest number by silhouette.", HelpName = "N", DefaultValueFactory = _ => "auto" };
    private readonly Option<bool> log = new("--log") { Description = "Take ln(1 + value) first, for columns with few very large values." };
    private readonly Option<int> seed = new("--seed") { Description = "The same seed gives the same clusters.", HelpName = "N", DefaultValueFactory = _ => 1 };

    protected override IReadOnlyList<Option> Options => [columns, clusters, log, seed];

    protected override Result<FileAnswer> Answer(FileAsk ask)
    {
        var names = ask.Parsed.GetRequiredValue(columns).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var wished = ask.Get(clusters) == "auto" ? 0 : int.TryParse(ask.Get(clusters), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= MostClusters ? n : -1;
        if (wished < 0 || names.Length == 0) return new AnalyseRefused("insights.analyse.clusters.no_k", new { value = ask.Get(clusters), most = MostClusters });
        var read = ask.Columns([.. names.Select(name => new AskedColumn(columns.Name, name, ColumnContent.Number))]);
        if (read.Value is not { } file) return read.Refusal!;
        var values = file.Columns.Select(c => c.Numbers).ToArray();
        if (ask.Get(log))
        {
            if (file.Columns.FirstOrDefault(c => c.Numbers.Min() <= -1) is { } below) return new AnalyseRefused("insights.analyse.clusters.no_log", new { column = below.Name });
            values = Array.ConvertAll(values, column => Array.ConvertAll(column, v => Math.Log(1 + v)));
        }
        var (data, _, _) = RowData.Of(values).Standardised();
        var different = data.DifferentRows();
        if (wished > different) return new AnalyseRefused("insights.analyse.clusters.too_few", new { rows = different, k = wished });
        var k = wished > 0 ? wished : ClusterQuality.ChooseK(data, seed: ask.Get(seed));
        return Report(ask, file, data, KMeans.Of(data, k, ask.Get(seed)), wished == 0);
    }

    private FileAnswer Report(FileAsk ask, FileColumns file, RowData data, KMeansResult found, bool chosen)
    {
        var silhouette = ClusterQuality.Silhouette(data, found.Centres, ask.Get(seed));
        var stability = ClusterQuality.Stability(data, found.Centres, ask.Get(seed));
        var means = Means(file, found);
        // A single cluster was asked for, or nothing can be told apart: nothing is claimed.
        var doubts = found.Centres.Length == 1 ? [] : ClusterDoctor.Division(stability, silhouette).Where(d => d.Level != Trust.Reliable).ToArray();
        string Name(int c) => NameOf(ask, file, found.Centres[c]);
        return new FileAnswer(
            new()
            {
                ["rows"] = file.Rows,
                ["columns"] = file.Columns.Select(c => c.Name),
                ["log"] = ask.Get(log),
                ["k"] = found.Centres.Length,
                ["kChosenBy"] = chosen ? "silhouette" : null,
                ["inertia"] = found.Inertia,
                ["silhouette"] = silhouette,
                ["stability"] = stability,
                ["trust"] = doubts.Length == 0 ? "reliable" : doubts.Max(d => d.Level) == Trust.WithCare ? "care" : "not-here",
                ["leftOut"] = file.Blank + file.Unreadable,
                ["clusters"] = found.Centres.Select((centre, c) => new
                {
                    cluster = c + 1,
                    size = found.Sizes[c],
                    share = (double)found.Sizes[c] / file.Rows,
                    name = Name(c),
                    means = ByColumn(file, column => means[c][column]),
                    standardised = ByColumn(file, column => centre[column]),
                }),
            },
            [
                ask.Sentences.Get("insights.analyse.clusters.found", new
                {
                    rows = file.Rows, k = found.Centres.Length, chosen = chosen ? "silhouette" : "asked", silhouette = ask.Formats.Number(silhouette, 2), stability = ask.Formats.Number(stability, 2),
                }),
                .. doubts.Select(d => ask.Sentences.Get($"insights.doctor.{d.Name}", d.Arguments)),
                .. found.Centres.Select((_, c) => ask.Sentences.Get("insights.analyse.clusters.one", new
                {
                    n = c + 1, name = Name(c), size = found.Sizes[c], share = ask.Formats.Percent((double)found.Sizes[c] / file.Rows),
                    means = string.Join(", ", file.Columns.Select((column, at) => $"{column.Name} {ask.Formats.Number(means[c][at], 2)}")),
                })),
            ],
            () => found.Labels.Select((label, row) => string.Create(CultureInfo.InvariantCulture, $"{row + 1},{label + 1}")).Prepend("row,cluster"));
    }

    private static string NameOf(FileAsk ask, FileColumns file, double[] centre)
    {
        var marks = centre.Select((z, column) => (Z: z, Column: column)).Where(m => Math.Abs(m.Z) >= Marked).OrderByDescending(m => Math.Abs(m.Z)).ThenBy(m => m.Column)
            .Select(m => ask.Sentences.Get("insights.analyse.clusters.mark", new { column = file.Columns[m.Column].Name, side = m.Z > 0 ? "high" : "low" })).ToArray();
        return marks.Length == 0 ? ask.Sentences["insights.analyse.clusters.average"] : string.Join(", ", marks);
    }

    private static double[][] Means(FileColumns file, KMeansResult found)
    {
        var means = found.Centres.Select(_ => new double[file.Columns.Count]).ToArray();
        for (var column = 0; column < file.Columns.Count; column++)
            for (var row = 0; row < file.Rows; row++) means[found.Labels[row]][column] += file.Columns[column].Numbers[row] / found.Sizes[found.Labels[row]];
        return means;
    }

    private static Dictionary<string, double> ByColumn(FileColumns file, Func<int, double> value)
    {
        var named = new Dictionary<string, double>();
        for (var column = 0; column < file.Columns.Count; column++) named[file.Columns[column].Name] = value(column);
        return named;
    }
}
