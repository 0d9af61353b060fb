using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patron.Analytics.Matching;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>What a run took.</summary>
internal sealed record LinkEffort(double Seconds, double PeakMegabytes);

/// <summary>A report as JSON, as a few lines, and as files.</summary>
internal static class LinkOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(LinkReport report, LinkEffort effort)
    {
        var answer = new Dictionary<string, object>
        {
            ["records"] = report.Records,
            ["candidatePairs"] = report.Result.CandidatePairs,
            ["links"] = report.Result.Pairs.Length,
            ["clusters"] = report.Result.ClusterCount,
            ["seconds"] = Math.Round(effort.Seconds, 3),
            ["peakMegabytes"] = Math.Round(effort.PeakMegabytes, 1),
            ["fields"] = report.Model.Fields.Select(Field),
        };
        if (report.Pairs is { } pairs) answer["pairs"] = Quality(pairs);
        if (report.ClusterPairs is { } clusters) answer["clusterPairs"] = Quality(clusters);
        return JsonSerializer.Serialize(answer, Options);
    }

    public static string Text(LinkReport report, LinkEffort effort)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Records} records, {report.Result.Pairs.Length} links, {report.Result.ClusterCount} clusters in {effort.Seconds:0.0} s").AppendLine();
        foreach (var field in report.Model.Fields)
            text.Append(CultureInfo.InvariantCulture, $"  {field.Field.Role} ({field.Field.Name}): {string.Join(", ", field.Levels.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Level} {l.Bits:+0.0;-0.0}")))}").AppendLine();
        foreach (var (what, quality) in new[] { ("Pairs", report.Pairs), ("Clusters", report.ClusterPairs) })
            if (quality is not null) text.Append(CultureInfo.InvariantCulture, $"{what}: precision {quality.Precision:0.0000}, recall {quality.Recall:0.0000}, F1 {quality.F1:0.0000}").AppendLine();
        return text.ToString().TrimEnd();
    }

    /// <summary>The links, most certain first.</summary>
    public static void WritePairs(string path, LinkReport report)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        file.WriteLine("id_l,id_r,weight,probability");
        foreach (var pair in report.Result.Pairs)
        {
            WriteField(file, report.Files[0][pair.A]);
            file.Write(',');
            WriteField(file, report.Files[^1][pair.B]);
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $",{pair.Weight:0.####},{pair.Probability:0.######}"));
        }
    }

    /// <summary>Every record, those of a second file behind those of the first.</summary>
    public static void WriteClusters(string path, LinkReport report)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        file.WriteLine("id,cluster");
        var at = 0;
        foreach (var records in report.Files)
            for (var record = 0; record < records.Count; record++)
            {
                WriteField(file, records[record]);
                file.Write(',');
                file.WriteLine(report.Result.Clusters[at++]);
            }
    }

    private static object Field(FieldModel field) => new
    {
        role = JsonNamingPolicy.CamelCase.ConvertName(field.Field.Role.ToString()),
        column = field.Field.Name,
        weights = field.Levels.ToDictionary(l => JsonNamingPolicy.CamelCase.ConvertName(l.Level.ToString()), l => Math.Round(l.Bits, 3)),
    };

    private static object Quality(PairQuality quality) => new { precision = Math.Round(quality.Precision, 6), recall = Math.Round(quality.Recall, 6), f1 = Math.Round(quality.F1, 6) };

    private static void WriteField(StreamWriter file, ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(",\"\r\n"))
        {
            file.Write(text);
            return;
        }
        file.Write('"');
        file.Write(text.ToString().Replace("\"", "\"\"", StringComparison.Ordinal));
        file.Write('"');
    }
}
