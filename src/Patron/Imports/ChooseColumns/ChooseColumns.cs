using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Imports.ShowImport;
using Patron.Imports.TakeRows;
using Patron.Imports.UnpackFile;
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

    private static async Task<IResult> Read(
        string id, HttpContext http, ShownImport shown, IDbContextFactory<PatronDb> contexts, Unpacker unpacker, ICurrentUser user, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: true, ct) || shown.Step == ImportStep.Done) return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(ct);
        var later = await Keep(shown, form, contexts, unpacker, user, ct);
        return TypedResults.Redirect(later ? shown.Url : shown.Url + "?step=columns" + Place(form));
    }

    /// <summary>Which of the columns that are left out the page shows.</summary>
    private static string Place(IFormCollection form)
    {
        var find = form["find"].ToString();
        var page = int.TryParse(form["page"].ToString(), CultureInfo.InvariantCulture, out var number) ? number : 1;
        return (find.Length > 0 ? "&find=" + Uri.EscapeDataString(find) : "") + (page > 1 ? $"&page={page}" : "") + (find.Length > 0 || page > 1 ? "#leftOut" : "");
    }

    private static async Task<IResult> Check(
        string id, HttpContext http, ShownImport shown, IDbContextFactory<PatronDb> contexts, Unpacker unpacker, IJobs jobs, ICurrentUser user, Sentences text, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: true, ct) || shown.Step == ImportStep.Done) return TypedResults.NotFound();
        if (await Keep(shown, await http.Request.ReadFormAsync(ct), contexts, unpacker, user, ct)) return TypedResults.Redirect(shown.Url);
        await shown.Load(id, columns: true, ct);
        // What the file does not tell is said first: nothing is checked, let alone written, on a guess.
        if (shown.Survey is not { } survey || survey.Mapping.Missing.Count > 0 || survey.Questions.Count > 0) return TypedResults.Redirect(shown.Url + "?step=columns");
        var row = shown.Row.Id;
        if (shown.Check is { State: JobState.Waiting or JobState.Running } before) await jobs.Cancel(before.Id, ct);
        var job = await jobs.Start(CheckJob.JobKind, Json.Write(new ImportJobArguments(row, text.Language.Tag, null)), user.Id, null, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Imports.Where(i => i.Id == row).ExecuteUpdateAsync(set => set.SetProperty(i => i.CheckJobId, job), ct);
        return TypedResults.Redirect(shown.Url);
    }

    /// <summary>True when the file must be unpacked anew, another sheet of it, say, and a job does that.</summary>
    private static async Task<bool> Keep(ShownImport shown, IFormCollection form, IDbContextFactory<PatronDb> contexts, Unpacker unpacker, ICurrentUser user, CancellationToken ct)
    {
        var kind = ImportFields.KindOf(form["kind"].ToString()) ?? shown.Kind;
        var settings = Settings(shown, form, sameKind: kind == shown.Kind);
        var anew = shown.Survey?.Made is { } made && (settings.Sheet is { } sheet && sheet != made.Sheet || made.Sheet is null && settings.Encoding != shown.Settings.Encoding);
        if (anew) settings = settings with { Columns = null };
        var (id, later) = (shown.Row.Id, anew && !unpacker.IsSmall(shown.Row.Id));
        await using var db = await contexts.CreateDbContextAsync(ct);
        var import = await db.Imports.FirstAsync(i => i.Id == id, ct);
        (import.Kind, import.Settings, import.Plan, import.StoredFile) = (ImportFields.WordOf(kind), Json.Write(settings), null, later ? Unpacker.Stored(id, unpacked: false) : import.StoredFile);
        await db.SaveChangesAsync(ct);
        if (later) await unpacker.Later(db, id, findKind: false, user.Id, ct);
        else if (anew) unpacker.Unpack(id, settings, _ => { }, ct);
        return later;
    }

    private static ImportSettings Settings(ShownImport shown, IFormCollection form, bool sameKind)
    {
        var (encoding, delimiter, header, sign) = (Said("ask-encoding") ?? Said("encoding"), Said("delimiter"), Said("header"), Said("ask-decimal") ?? Said("decimal"));
        var wishes = FormatWishes.Parse(encoding, delimiter, header is null ? null : header == "yes").Value;
        var fresh = sameKind ? FreshField(shown, form) : null;
        var columns = sameKind ? Columns(shown, form, fresh) : null;
        var dateFormat = Said("date") is { } date && ColumnFormats.ParseDates(date).Value is not null ? date : null;
        return shown.Settings.WithRules(form) with
        {
            Encoding = wishes?.Encoding, Delimiter = wishes?.Delimiter?.ToString(), HasHeader = wishes?.HasHeader, DateFormat = dateFormat,
            Decimal = sign is "." or "," ? sign[0] : null, Quote = Said("quote") is "\"" or "'" or ImportSettings.NoQuote ? Said("quote") : null,
            // What is said anew of the whole file is said of every column.
            Dates = dateFormat == shown.Settings.DateFormat ? Dates(shown, form) : [],
            Columns = columns, Made = sameKind ? Made(shown, form) : [],
            // A field that is made for no column any more is not made.
            NewFields = [.. shown.Settings.NewFields.Concat(fresh is { } made ? [made.Field] : []).Where(f => columns?.Any(c => c.Field == f.Key) == true)],
            Sheet = shown.Survey?.Made?.Sheets.FirstOrDefault(s => s == (Said("ask-sheet") ?? Said("sheet"))),
        };

        string? Said(string field) => form[field].ToString() is { Length: > 0 } value ? value : null;
    }

    /// <summary>How single columns write their dates: what is answered now beside what was answered before.</summary>
    private static ColumnDate[] Dates(ShownImport shown, IFormCollection form)
    {
        var said = shown.Settings.Dates.ToDictionary(d => d.Column, d => d.Pattern, StringComparer.Ordinal);
        foreach (var column in shown.Survey?.Mapping.Columns ?? [])
            if (form["ask-date-" + column.Column.ToString(CultureInfo.InvariantCulture)].ToString() is { Length: > 0 } pattern && DateFormat.Of(pattern) is not null) said[column.Name] = pattern;
        return [.. said.Select(s => new ColumnDate(s.Key, s.Value))];
    }

    /// <summary>The column for which a field of its name is asked, and that field; null where none is.</summary>
    private static (int Column, NewField Field)? FreshField(ShownImport shown, IFormCollection form)
    {
        if (shown is not { Kind: ImportKind.Customers, Survey: { } survey } || !int.TryParse(form[MakeField], NumberStyles.None, CultureInfo.InvariantCulture, out var asked)) return null;
        if (survey.Mapping.OfFile.FirstOrDefault(c => c.Column == asked && c.Field is null) is not { } column || string.IsNullOrWhiteSpace(column.Name)) return null;
        var label = column.Name.Trim() is { Length: <= LongestLabel } name ? name : column.Name.Trim()[..LongestLabel];
        return (asked, new(FieldKeys.For(label, key => shown.Fields.Find(key) is not null), label, TypeOf(survey.Profiles[asked])));
    }

    /// <summary>What the values look like. Numbers that begin with zeros, or are as long as those of cards, are names of something: they stay text.</summary>
    private static CustomFieldType TypeOf(ColumnProfile profile)
    {
        if (profile.Kind is ValueKind.YesNo) return CustomFieldType.YesNo;
        if (profile.Kind is ValueKind.Date) return CustomFieldType.Day;
        var numbers = new[] { ValueKind.Integer, ValueKind.Decimal, ValueKind.Money }.Max(k => profile.Shares.GetValueOrDefault(k));
        var names = profile.MaxLength > LongestNumber || profile.Samples.Any(s => s.Length > 1 && s[0] == '0' && char.IsAsciiDigit(s[1]));
        return numbers >= MostlyNumbers && !names ? CustomFieldType.Number : CustomFieldType.Text;
    }

    /// <summary>A field that two columns were given goes to the first.</summary>
    private static ColumnChoice[]? Columns(ShownImport shown, IFormCollection form, (int Column, NewField Field)? fresh)
    {
        if (shown.Survey is not { } survey) return null;
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. survey.Mapping.OfFile.Select(c =>
                fresh is { } made && made.Column == c.Column ? new ColumnChoice(c.Name, made.Field.Key)
                : form.TryGetValue("c" + c.Column.ToString(CultureInfo.InvariantCulture), out var chosen)
                    ? new ColumnChoice(c.Name, shown.Fields.Find(chosen.ToString()) is { } field && taken.Add(field.Key) ? field.Key : "")
                    : new ColumnChoice(c.Name, c.Field?.Key ?? "")),
        ];
    }

    /// <summary>What is put together of several columns or of none. One with a mistake is kept as it was written, and the page says what is wrong with it.</summary>
    private static MadeChoice[] Made(ShownImport shown, IFormCollection form)
    {
        var (fields, patterns) = (form["made-field"], form["made-pattern"]);
        return
        [
            .. fields.Zip(patterns, (field, pattern) => new MadeChoice(field ?? "", (pattern ?? "").Trim()))
                .Where(m => m.Pattern.Length is > 0 and <= LongestPattern && shown.Fields.Find(m.Field) is not null).DistinctBy(m => m.Field),
        ];
    }

    /// <summary>Of the button that asks for a field of a column's name; its value is the column's place.</summary>
    public const string MakeField = "make";

    private const int LongestPattern = 200, LongestLabel = 100, LongestNumber = 12;
    private const double MostlyNumbers = 0.9;
}
