using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.Mapping;
using Patron.Imports.TakeRows;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Imports.Templates;

/// <summary>Changes and deletes what is remembered for the files of a source.</summary>
internal static class TemplateRoutes
{
    public const int LongestName = 100;

    public static void MapTemplates(this IEndpointRouteBuilder app)
    {
        var template = app.MapGroup(Urls.ImportTemplate("{source}", "{kind}")).RequirePermission(Permissions.ManageSettings);
        template.MapPost("", Change);
        template.MapPost("/delete", Delete);
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> Change(
        string source, string kind, HttpContext http, ImportPreparation preparation, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await Find(db, source, kind, ct) is not { } template) return TypedResults.NotFound();
        var (form, settings) = (await http.Request.ReadFormAsync(ct), ImportSettings.Read(template.Settings));
        var fields = await preparation.Fields(ImportFields.KindOf(template.Kind)!.Value, settings, ct);
        var name = form["name"].ToString().Trim();
        template.Settings = Json.Write(settings with
        {
            Template = name.Length is > 0 and <= LongestName ? name : settings.Template,
            Columns = Columns(settings, fields, form),
            Names = [.. settings.Names.Where((_, at) => form["n" + at.ToString(CultureInfo.InvariantCulture)] == "keep")],
        });
        await db.SaveChangesAsync(ct);
        return TypedResults.Redirect(Urls.Source(source));
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> Delete(string source, string kind, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await Find(db, source, kind, ct) is not { } template) return TypedResults.NotFound();
        db.Remove(template);
        await db.SaveChangesAsync(ct);
        return TypedResults.Redirect(Urls.Source(source));
    }

    /// <summary>A field that two columns were given goes to the first; a column that the page did not show stays as it is.</summary>
    private static ColumnChoice[] Columns(ImportSettings settings, ImportFieldSet fields, IFormCollection form)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. (settings.Columns ?? []).Select((column, at) =>
                new ColumnChoice(column.Name, fields.Find(form.TryGetValue("c" + at.ToString(CultureInfo.InvariantCulture), out var chosen) ? chosen.ToString() : column.Field) is { } field && taken.Add(field.Key) ? field.Key : "")),
        ];
    }

    private static async Task<ImportTemplate?> Find(PatronDb db, string source, string kind, CancellationToken ct) =>
        IdText.TryRead(source, out SourceId id) ? await db.ImportTemplates.FirstOrDefaultAsync(t => t.SourceId == id && t.Kind == kind, ct) : null;
}
