using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Reports.Contracts;

namespace Patron.Reports.ShowReports;

internal static class ReportUrls
{
    public const string Page = "/reports", From = "from", To = "to";

    public static string One(string key, string period) => $"{Page}/{key}{period}";
    public static string File(string key, string period) => $"{Page}/{key}/export{period}";
}

/// <summary>Finds a report and reckons it for a period.</summary>
internal sealed class ReportReading(IEnumerable<IReport> reports, IDbContextFactory<PatronDb> contexts, IReckoningDay reckoning)
{
    private const int UsualDays = 30;

    public IReadOnlyList<IReport> All { get; } = [.. reports.OrderBy(r => r.Order)];

    public IReport? Find(string? key) => All.FirstOrDefault(r => r.Key == key);

    /// <summary>Thirty days up to the reckoning day where none are asked for; days the wrong way round are turned.</summary>
    public async Task<ReportScope> Scope(string? from, string? to, UserId? asker, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var organisation = await db.Organisation(ct);
        var last = Day(to) ?? reckoning.AsOf;
        var first = Day(from) ?? last.AddDays(1 - UsualDays);
        return first <= last ? new(first, last, organisation, asker, sentences) : new(last, first, organisation, asker, sentences);
    }

    public static string Plain(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000 ? day : null;
}

/// <summary>A report as a file: its tables below each other, each with its own headings.</summary>
internal static class ReportFile
{
    public static void MapReportFile(this IEndpointRouteBuilder app) => app.MapGet(ReportUrls.Page + "/{key}/export", Write).RequirePermission(Permissions.ExportData);

    private static async Task<IResult> Write(string key, string? from, string? to, ReportReading reading, ICurrentUser who, Sentences sentences, CancellationToken ct)
    {
        if (reading.Find(key) is not { } report) return TypedResults.NotFound();
        var scope = await reading.Scope(from, to, who.Id, sentences, ct);
        var lines = new StringBuilder();
        foreach (var table in (await report.Of(scope, ct)).Tables)
        {
            CsvLines.Write(lines, ["table", "from", "to", .. table.Columns.Select(c => c.Key)]);
            foreach (var line in table.Lines) CsvLines.Write(lines, [table.Key, ReportReading.Plain(scope.From), ReportReading.Plain(scope.To), .. line.Values.Zip(table.Columns, Text)]);
        }
        return TypedResults.File([.. CsvLines.Encoding.GetPreamble(), .. CsvLines.Encoding.GetBytes(lines.ToString())], "text/csv; charset=utf-8", $"{key}.csv");
    }

    private static string? Text(object? value, ReportColumn column) => (column.Unit, value) switch
    {
        (_, null) => null,
        (ReportUnit.Money, long micros) => Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture),
        (ReportUnit.Share or ReportUnit.Points, double share) => share.ToString("0.######", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
