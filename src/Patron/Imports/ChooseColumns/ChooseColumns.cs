using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Imports.ShowImport;
using Patron.Imports.TakeRows;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Imports.ChooseColumns;

/// <summary>Keeps how a file is read and what its columns become; then reads it again, or checks all its rows.</summary>
internal static class ChooseColumns
{
    public static void MapChooseColumns(this IEndpointRouteBuilder app)
    {
        var import = app.MapGroup(Urls.Import("{id}")).RequirePermission(Permissions.ImportData);
        import.MapPost("/columns", Read);
        import.MapPost("/check", Check);
    }

    private static async Task<IResult> Read(string id, HttpContext http, ShownImport shown, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: true, ct) || shown.Step == ImportStep.Done) return TypedResults.NotFound();
        await Keep(shown, await http.Request.ReadFormAsync(ct), contexts, ct);
        return TypedResults.Redirect(shown.Url + "?step=columns");
    }

    private static async Task<IResult> Check(
        string id, HttpContext http, ShownImport shown, IDbContextFactory<PatronDb> contexts, IJobs jobs, ICurrentUser user, Sentences text, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: true, ct) || shown.Step == ImportStep.Done) return TypedResults.NotFound();
        await Keep(shown, await http.Request.ReadFormAsync(ct), contexts, ct);
        await shown.Load(id, columns: true, ct);
        if (shown.Survey is not { } survey || survey.Mapping.Missing.Count > 0) return TypedResults.Redirect(shown.Url + "?step=columns");
        var row = shown.Row.Id;
        if (shown.Check is { State: JobState.Waiting or JobState.Running } before) await jobs.Cancel(before.Id, ct);
        var job = await jobs.Start(CheckJob.JobKind, Json.Write(new ImportJobArguments(row, text.Language.Tag, null)), user.Id, null, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Imports.Where(i => i.Id == row).ExecuteUpdateAsync(set => set.SetProperty(i => i.CheckJobId, job), ct);
        return TypedResults.Redirect(shown.Url);
    }

    private static async Task Keep(ShownImport shown, IFormCollection form, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        var kind = ImportFields.KindOf(form["kind"].ToString()) ?? shown.Kind;
        var settings = Settings(shown, form, sameKind: kind == shown.Kind);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var import = await db.Imports.FirstAsync(i => i.Id == shown.Row.Id, ct);
        (import.Kind, import.Settings, import.Plan) = (ImportFields.WordOf(kind), Json.Write(settings), null);
        await db.SaveChangesAsync(ct);
    }

    private static ImportSettings Settings(ShownImport shown, IFormCollection form, bool sameKind)
    {
        var (encoding, delimiter, header, date, sign) = (Said("encoding"), Said("delimiter"), Said("header"), Said("date"), Said("decimal"));
        var wishes = FormatWishes.Parse(encoding, delimiter, header is null ? null : header == "yes").Value;
        var dateFormat = date is not null && ColumnFormats.ParseDate(date).Value is not null ? date : null;
        return shown.Settings.WithRules(form) with
        {
            Encoding = wishes?.Encoding, Delimiter = wishes?.Delimiter?.ToString(), HasHeader = wishes?.HasHeader, DateFormat = dateFormat,
            Decimal = sign is "." or "," ? sign[0] : null, Columns = sameKind ? Columns(shown, form) : null,
        };

        string? Said(string field) => form[field].ToString() is { Length: > 0 } value ? value : null;
    }

    /// <summary>A field that two columns were given goes to the first.</summary>
    private static ColumnChoice[]? Columns(ShownImport shown, IFormCollection form)
    {
        if (shown.Survey is not { } survey) return null;
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. survey.Mapping.Columns.Select(c =>
                form.TryGetValue("c" + c.Column.ToString(System.Globalization.CultureInfo.InvariantCulture), out var chosen)
                    ? new ColumnChoice(c.Name, shown.Fields.Find(chosen.ToString()) is { } field && taken.Add(field.Key) ? field.Key : "")
                    : new ColumnChoice(c.Name, c.Field?.Key ?? "")),
        ];
    }
}
