using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Imports.TakeRows;

namespace Patron.Imports;

/// <summary>What is known of a file after a look at its beginning: how it is read, what its columns hold and become.</summary>
/// <param name="Bytes">Of the file as it lies, packed or not.</param>
/// <param name="Whole">The look went to the end, so the profiles are of all rows.</param>
internal sealed record FileSurvey(
    FileFormat Format, IReadOnlyList<ColumnProfile> Profiles, ColumnMapping Mapping, IReadOnlyList<ColumnFormats> Formats, long Bytes, long Rows, bool Whole)
{
    /// <summary>Rows looked at: enough to tell days from months in most files, few enough for a page.</summary>
    private const int RowsLookedAt = 5_000;

    /// <param name="template">What was decided for the last file of this source and kind: column name to field key.</param>
    public static Parsed<FileSurvey> Of(string path, ImportFieldSet set, ImportSettings settings, IReadOnlyDictionary<string, string>? template)
    {
        var opened = Open(path);
        if (opened.Value is not { } stream) return opened.Problem!;
        using (stream)
        {
            var detected = FileFormat.Detect(stream, settings.Wishes);
            return detected.Value is { } format ? Look(stream, format, set, settings, template) : detected.Problem!;
        }
    }

    /// <summary>The file for reading from front to back, or why it cannot be read.</summary>
    public static Parsed<Stream> Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Reason.Of("imports.problem.file_missing", ("path", path));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return Reason.Of("imports.problem.file_unreadable", ("path", path));
        }
    }

    private static Parsed<FileSurvey> Look(Stream stream, FileFormat format, ImportFieldSet set, ImportSettings settings, IReadOnlyDictionary<string, string>? template)
    {
        DateFormat? date = null;
        if (settings.DateFormat is { } pattern)
        {
            var parsed = ColumnFormats.ParseDate(pattern);
            if (parsed.Value is null) return parsed.Problem!;
            date = parsed.Value;
        }
        try
        {
            using var reader = format.Open(stream);
            var profiles = ColumnProfiler.Profile(reader, RowsLookedAt);
            var header = ColumnProfiler.NamesOf(reader);
            var whole = reader.RowsRead < RowsLookedAt || !reader.Read();
            var mapping = Decided(Propose(set, header, profiles, template), settings.Columns);
            return new FileSurvey(format, profiles, mapping, FormatsOf(profiles, date, settings.Decimal), stream.Length, profiles.Count == 0 ? 0 : profiles[0].Rows, whole);
        }
        catch (InvalidDataException)
        {
            return Reason.Of("imports.problem.gzip_broken");
        }
    }

    /// <summary>The columns that our own file of rejected rows has in front say why they were rejected and become nothing.</summary>
    private static ColumnMapping Propose(ImportFieldSet set, IReadOnlyList<string> header, IReadOnlyList<ColumnProfile> profiles, IReadOnlyDictionary<string, string>? template)
    {
        var own = header.Take(RejectedFile.Titles.Count).SequenceEqual(RejectedFile.Titles) ? RejectedFile.Titles.Count : 0;
        var proposed = ColumnMapper.Propose(set, [.. header.Skip(own)], [.. profiles.Skip(own)], template);
        return own == 0 ? proposed : proposed with
        {
            Columns =
            [
                .. header.Take(own).Select((name, at) => new MappedColumn(at, name, null, MappedBy.NotKnown, 0)),
                .. proposed.Columns.Select(c => c with { Column = c.Column + own }),
            ],
        };
    }

    /// <summary>What was decided before holds; where it is what would be proposed anyway, the reason of the proposal stays beside it.</summary>
    private static ColumnMapping Decided(ColumnMapping proposed, IReadOnlyList<ColumnChoice>? decided)
    {
        if (decided is null || decided.Count != proposed.Columns.Count || !decided.Zip(proposed.Columns).All(p => p.First.Name == p.Second.Name)) return proposed;
        var differing = proposed.Columns.Zip(decided)
            .Where(p => (p.First.Field?.Key ?? "") != p.Second.Field)
            .Select(p => new MapChoice(p.First.Column, p.Second.Field.Length == 0 ? null : proposed.Set.Find(p.Second.Field)));
        return ColumnMapper.Override(proposed, [.. differing]);
    }

    private static IReadOnlyList<ColumnFormats> FormatsOf(IReadOnlyList<ColumnProfile> profiles, DateFormat? date, char? decimalSign)
    {
        var found = ColumnFormats.Of(profiles, date);
        return decimalSign is not { } sign ? found
            : [.. found.Select(f => f with { Number = new NumberFormat(sign, f.Number.Group is ' ' or '\'' ? f.Number.Group : sign == ',' ? '.' : ',') })];
    }
}
