using System.Globalization;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;

namespace Patron.Imports;

internal enum QuestionKind { Encoding, Sheet, Date, Number }

/// <summary>Something that the file does not tell: whoever knows it must say, and nothing goes on before.</summary>
/// <param name="Columns">Names of those that are meant; none for the file as a whole.</param>
/// <param name="Column">Place of the one that is meant, where it is one.</param>
/// <param name="Example">A value as it stands in the file; the answers' own samples are those that they can read.</param>
internal sealed record ReadingQuestion(QuestionKind Kind, IReadOnlyList<string> Columns, IReadOnlyList<ReadingAnswer> Answers, int? Column = null, string Example = "")
{
    private const int SamplesShown = 3;
    private const int MostAnswers = 6;

    /// <summary>Samples show two-digit years below 50 as of this century: only the order of day and month is asked.</summary>
    private static readonly TimeFrame AsUsual = new(TimeZoneInfo.Utc, new(2049, 1, 1)) { YearsAhead = 0 };

    /// <summary>For the command line: what is not clear, and the option that says it.</summary>
    public Reason Advice => Reason.Of(Kind switch
    {
        QuestionKind.Encoding => "imports.problem.ask_encoding",
        QuestionKind.Sheet => "imports.problem.ask_sheet",
        QuestionKind.Date => "imports.problem.ask_date",
        _ => "imports.problem.ask_decimal",
    }, ("columns", string.Join(", ", Columns)), ("answers", string.Join(", ", Answers.Select(a => a.Value))), ("sample", Example));

    /// <summary>What must be asked of a file whose columns become these fields; columns that are left out raise no question.</summary>
    public static IReadOnlyList<ReadingQuestion> Of(
        FileFormat format, RowsFileInfo? rows, ImportSettings settings, IReadOnlyList<ColumnProfile> profiles, ColumnMapping mapping, IReadOnlyList<ColumnFormats> formats)
    {
        var questions = new List<ReadingQuestion>();
        if (rows is { Sheets.Count: > 1 } && settings.Sheet is null && rows.Sheet != settings.UsualSheet)
        {
            questions.Add(new(QuestionKind.Sheet, [], [.. rows.Sheets.Select(s => new ReadingAnswer(s, []))]));
        }

        if (format.EncodingReadings is { Count: > 0 } readings)
        {
            questions.Add(new(QuestionKind.Encoding, [], [.. readings.Take(MostAnswers).Select(r => new ReadingAnswer(r.Name, [.. r.Samples.Select(s => new ReadSample("", s))]))]));
        }

        var dates = Mapped(FieldType.Day, FieldType.Timestamp).Where(c => formats[c.Column].DateUnclear).ToArray();
        // Each column for itself: one system writes its dates so, and what somebody typed beside them is written otherwise.
        foreach (var column in dates)
        {
            var profile = profiles[column.Column];
            questions.Add(new(QuestionKind.Date, [column.Name], [.. profile.DateWays.Select(way => new ReadingAnswer(way.Pattern, SamplesOf(profile, s => DayOf(way, s))))], column.Column, ExampleOf(profile)));
        }

        var numbers = Mapped(FieldType.Number, FieldType.Money, FieldType.Share).Where(c => formats[c.Column].NumberUnclear).ToArray();
        if (numbers.Length > 0)
        {
            var first = profiles[numbers[0].Column];
            questions.Add(new(QuestionKind.Number, [.. numbers.Select(c => c.Name)], [.. ".,".Select(sign => new ReadingAnswer(sign.ToString(), SamplesOf(first, s => NumberOf(first.NumberWays!.With(sign), s))))], Example: ExampleOf(first)));
        }

        return questions;

        IEnumerable<MappedColumn> Mapped(params FieldType[] types) => mapping.Columns.Where(c => c.Field is { } field && types.Contains(field.Type));
    }

    private static string ExampleOf(ColumnProfile profile) => profile.Samples is [var first, ..] ? first : "";

    private static ReadSample[] SamplesOf(ColumnProfile profile, Func<string, string?> read) =>
        [.. profile.Samples.Select(s => read(s) is { } meant ? new ReadSample(s, meant) : null).OfType<ReadSample>().Take(SamplesShown)];

    private static string? DayOf(DateFormat format, string text) =>
        format.ParseDay(text, AsUsual, out var day) == ValueFault.None ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static string? NumberOf(NumberFormat format, string text) =>
        format.Parse(text, out var micros) == ValueFault.None ? (micros / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture) : null;
}

/// <summary>One way to read the file.</summary>
/// <param name="Value">As it is said in a form or on the command line.</param>
internal sealed record ReadingAnswer(string Value, IReadOnlyList<ReadSample> Samples);

/// <summary>What stands in the file, and what it would mean: days as 2026-02-01, numbers with a point; a line of text for an encoding.</summary>
internal sealed record ReadSample(string Written, string Meant);
