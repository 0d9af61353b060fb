using Patron.Imports.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.OpenTables;

/// <summary>Columns of files, read with the parts that imports are read with.</summary>
internal sealed class ReadsColumns(Texts texts, TimeProvider clock) : IReadsColumns
{
    private const int CancelEvery = 1 << 16;

    /// <summary>One row in so many may be unreadable.</summary>
    private const int UnreadableOneIn = 20;

    public Result<FileColumns> Read(ColumnsRequest request, CancellationToken ct)
    {
        var sentences = texts.For(request.Language);
        try
        {
            var found = ColumnFile.Find(request);
            if (found.Value is not { } file) return Refused(found.Problem!);
            var first = file.FirstRow();
            if (first.Count == 0) return Refused(Reason.Of("imports.asked.empty", ("file", Path.GetFileName(request.Path))));
            var placed = ColumnPlaces.Find(first, file.Format.HasHeader, request.Columns);
            if (placed.Value is not { } places) return Refused(placed.Problem!);
            file = file.With(places.HasHeader);
            var columns = Columns(file, request, places);
            return columns.Value is { } readers ? Rows(file, readers, request, sentences, ct) : Refused(columns.Problem!);
        }
        catch (InvalidDataException)
        {
            return Refused(Reason.Of("imports.problem.gzip_broken"));
        }
        catch (UnpackedTooLargeException e)
        {
            return Refused(Reason.Of("imports.problem.unpacks_too_large", ("limit", e.Limit >> 20)));
        }

        ColumnsRefused Refused(Reason problem) => new(ReasonText.Of(sentences, problem));
    }

    public Result<FileLines> ReadLines(ColumnsRequest request, CancellationToken ct)
    {
        var sentences = texts.For(request.Language);
        var found = ColumnFile.Find(request, usual: ',');
        if (found.Value is not { } file) return new ColumnsRefused(ReasonText.Of(sentences, found.Problem!));
        using var rows = file.Open();
        var keys = new KeyCodes();
        var (start, items) = (new List<int> { 0 }, new List<int>());
        for (var row = 0; rows.Read(); row++)
        {
            if (row % CancelEvery == 0) ct.ThrowIfCancellationRequested();
            for (var i = 0; i < rows.FieldCount; i++)
                if (rows[i].Trim() is { IsEmpty: false } item) items.Add(keys.Of(item));
            if (items.Count > start[^1]) start.Add(items.Count);
        }
        return new FileLines(keys.Keys, [.. start], [.. items]);
    }

    /// <summary>How each column is written, or what a person must say about it.</summary>
    private Parsed<ColumnReader[]> Columns(ColumnFile file, ColumnsRequest request, ColumnPlaces places)
    {
        var dates = request.DateFormat is { } pattern ? ColumnFormats.ParseDates(pattern) : new([], null);
        if (dates.Value is null) return dates.Problem!;
        if (request.Decimal is not (null or "." or ",")) return Reason.Of("imports.asked.decimal", ("sign", request.Decimal));
        using var rows = file.Open();
        bool Unclear(int i, ColumnFormats format) => request.Columns[i].Content switch
        {
            ColumnContent.Day => format.DateUnclear,
            ColumnContent.Key => false,
            _ => format.NumberUnclear,
        };
        IEnumerable<int> InDoubt(IReadOnlyList<ColumnFormats> formats) => Enumerable.Range(0, request.Columns.Count).Where(i => Unclear(i, formats[places.Places[i]]));
        IReadOnlyList<ColumnFormats> FormatsOf(IReadOnlyList<ColumnProfile> profiles) => ColumnFormats.Of(profiles, dates.Value, request.Decimal?[0]);

        var profiles = FileSurvey.Profile(rows, p => InDoubt(FormatsOf(p)).Any()).Profiles;
        // Of a file with nothing but a header there is nothing to find out.
        if (profiles.Count == 0) return Reason.Of("imports.asked.empty", ("file", Path.GetFileName(request.Path)));
        var formats = FormatsOf(profiles);
        foreach (var i in InDoubt(formats))
        {
            var profile = profiles[places.Places[i]];
            return Reason.Of(request.Columns[i].Content == ColumnContent.Day ? "imports.problem.ask_date" : "imports.problem.ask_decimal",
                ("columns", profile.Name), ("sample", profile.Samples is [var sample, ..] ? sample : ""), ("answers", string.Join(", ", profile.DateWays.Select(way => way.Pattern))));
        }
        var frame = new TimeFrame(TimeZoneInfo.Utc, DateOnly.FromDateTime(clock.GetUtcNow().DateTime));
        return request.Columns.Select((asked, i) => new ColumnReader(profiles[places.Places[i]].Name, places.Places[i], asked.Content, formats[places.Places[i]], frame)).ToArray();
    }

    private static Result<FileColumns> Rows(ColumnFile file, ColumnReader[] columns, ColumnsRequest request, Sentences sentences, CancellationToken ct)
    {
        using var rows = file.Open();
        var (all, blank, unreadable) = (0, 0L, 0L);
        string? first = null;
        while (rows.Read())
        {
            if (++all % CancelEvery == 0) ct.ThrowIfCancellationRequested();
            if (rows.Problem is { } broken)
            {
                Leave(broken.Line, broken.Reason);
                continue;
            }
            var read = ValueRead.Fine;
            foreach (var column in columns)
            {
                read = column.Read(rows);
                if (read == ValueRead.Fine) continue;
                if (read == ValueRead.Blank) blank++;
                else Leave(rows.Line, column.Problem);
                break;
            }
            if (read != ValueRead.Fine) continue;
            foreach (var column in columns) column.Keep(rows);
        }
        var kept = all - blank - unreadable;
        var name = Path.GetFileName(request.Path);
        if (kept == 0 || unreadable * UnreadableOneIn > all)
            return new ColumnsRefused(first is null
                ? sentences.Get("imports.asked.nothing", new { file = name, columns = string.Join(", ", columns.Select(c => c.Name)) })
                : sentences.Get("imports.asked.unreadable", new { file = name, rows = unreadable, all, first }));
        return new FileColumns([.. columns.Select(c => c.Build())], (int)kept, blank, unreadable, first);

        void Leave(long line, Reason reason)
        {
            unreadable++;
            first ??= sentences.Get("imports.asked.line", new { line, why = ReasonText.Of(sentences, reason) });
        }
    }
}
