using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Imports.TakeRows;

namespace Patron.Imports;

/// <summary>What is known of a file after a look at its beginning: how it is read, what its columns hold and become.</summary>
/// <param name="Bytes">Of the file as it lies, packed or not.</param>
/// <param name="Whole">The look went to the end, so the profiles are of all rows.</param>
/// <param name="Made">How the file was made of a workbook or of cards; null for text as it came.</param>
/// <param name="Questions">What a person must say before the file can be read; empty where nothing is in doubt.</param>
internal sealed record FileSurvey(
    FileFormat Format, IReadOnlyList<ColumnProfile> Profiles, ColumnMapping Mapping, IReadOnlyList<ColumnFormats> Formats, long Bytes, long Rows, bool Whole,
    RowsFileInfo? Made, IReadOnlyList<ReadingQuestion> Questions)
{
    /// <summary>The columns that stand in no file, in the order in which they are behind the others.</summary>
    public IReadOnlyList<MadeColumn> MadeColumns { get; init; } = [];

    /// <summary>Rows looked at: enough to tell days from months in most files, few enough for a page.</summary>
    private const int RowsLookedAt = 5_000;

    /// <summary>And so many where a date or number may still be read in two ways: a file sorted by date shows days beyond the twelfth late.</summary>
    private const int RowsInDoubt = 50_000;

    /// <summary>Of a packed file no more is unpacked for a look.</summary>
    private const long BytesLookedAt = 256 << 20;

    /// <param name="template">What was decided for the last file of this source and kind: column name to field key.</param>
    public static Parsed<FileSurvey> Of(string path, ImportFieldSet set, ImportSettings settings, IReadOnlyDictionary<string, string>? template, ImportLimits? limits = null)
    {
        var opened = Open(path);
        if (opened.Value is not { } stream) return opened.Problem!;
        using (stream)
        {
            var made = RowsFileInfo.Of(path);
            var detected = FileFormat.Detect(stream, made is null ? settings.Wishes : RowsFileInfo.Wishes(settings.HasHeader));
            if (detected.Value is not { } format) return detected.Problem!;
            format = format with { LargestUnpacked = (limits ?? ImportLimits.Usual).Unpacked };
            return Look(stream, made?.Describe(format) ?? format, made, set, settings, template);
        }
    }

    /// <summary>With other columns left out or taken, other questions arise.</summary>
    public IReadOnlyList<ReadingQuestion> QuestionsOf(ColumnMapping mapping, ImportSettings settings) => ReadingQuestion.Of(Format, Made, settings, Profiles, mapping, Formats);

    /// <summary>The file for reading from front to back, or why it cannot be read.</summary>
    public static Parsed<Stream> Open(string path)
    {
        if (Directory.Exists(path)) return Reason.Of("imports.problem.file_is_folder", ("path", path));
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

    private static Parsed<FileSurvey> Look(
        Stream stream, FileFormat format, RowsFileInfo? rows, ImportFieldSet set, ImportSettings settings, IReadOnlyDictionary<string, string>? template)
    {
        var dates = settings.DateFormat is { } pattern ? ColumnFormats.ParseDates(pattern) : new([], null);
        if (dates.Value is null) return dates.Problem!;
        try
        {
            using var bytes = new LimitedStream(format.Unpack(stream), BytesLookedAt, ends: true);
            using var reader = format.OpenUnpacked(bytes);
            IReadOnlyList<(ImportField Field, MadeColumn Made)> made = [];
            var (header, profiles) = Profile(
                reader, p => ColumnFormats.Of(p, dates.Value, settings.Decimal, settings.Dates).Any(f => f.DateUnclear || f.NumberUnclear), header => made = Makes(settings.Made, set, header));
            var whole = !reader.Read() && !bytes.Cut;
            var mapping = Decided(Propose(set, header, [.. profiles.Take(header.Count)], template), settings.Columns).With(made);
            var formats = ColumnFormats.Of(profiles, dates.Value, settings.Decimal, settings.Dates);
            return new FileSurvey(format, profiles, mapping, formats, stream.Length, profiles.Count == 0 ? 0 : profiles[0].Rows, whole, rows,
                ReadingQuestion.Of(format, rows, settings, profiles, mapping, formats)) { MadeColumns = [.. made.Select(m => m.Made)] };
        }
        catch (InvalidDataException)
        {
            return Reason.Of("imports.problem.gzip_broken");
        }
        catch (UnpackedTooLargeException e)
        {
            return Reason.Of("imports.problem.unpacks_too_large", ("limit", e.Limit >> 20));
        }
    }

    /// <summary>Those that this file has the columns for; the others fill nothing, and a page or the command line says why.</summary>
    private static (ImportField, MadeColumn)[] Makes(IReadOnlyList<MadeChoice> choices, ImportFieldSet set, IReadOnlyList<string> header) =>
    [
        .. from choice in choices
           let field = set.Find(choice.Field)
           let made = MadeColumn.Parse(choice.Pattern, header).Value
           where field is not null && made is not null
           select (field, made),
    ];

    /// <param name="makes">Given the file's header, the columns that are made behind its own.</param>
    internal static (IReadOnlyList<string> Header, IReadOnlyList<ColumnProfile> Profiles) Profile(
        RowReader reader, Func<IReadOnlyList<ColumnProfile>, bool> inDoubt, Func<IReadOnlyList<string>, IReadOnlyList<(ImportField Field, MadeColumn Made)>>? makes = null)
    {
        if (!reader.Read()) return (reader.Header, new ColumnProfiler(reader.Header).Build());
        var header = ColumnProfiler.NamesOf(reader);
        var made = makes?.Invoke(header) ?? [];
        var (profiler, values) = (new ColumnProfiler([.. header, .. made.Select(m => m.Made.Pattern)]), made.Count == 0 ? null : new RowValues(header.Count, [.. made.Select(m => m.Made)]));
        profiler.Add(reader, values);
        for (var (rows, most) = (1, RowsLookedAt); rows < most && reader.Read(); rows++)
        {
            profiler.Add(reader, values);
            if (rows == RowsLookedAt - 2 && inDoubt(profiler.Build())) most = RowsInDoubt;
        }
        return (header, profiler.Build());
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
}
