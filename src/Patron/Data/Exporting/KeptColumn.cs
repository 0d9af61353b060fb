using System.Globalization;
using Patron.Kernel;

namespace Patron.Data.Exporting;

/// <summary>What a column of a table holds, and so how an archive writes it.</summary>
public enum KeptAs
{
    Text = 1,

    /// <summary>A bigint.</summary>
    Long = 2,

    /// <summary>An integer.</summary>
    Int = 3,
    Flag = 4,

    /// <summary>DateOnly.DayNumber.</summary>
    Day = 5,
    Instant = 6,

    /// <summary>One of us, by e-mail or name; who is not there is left out.</summary>
    User = 7,

    /// <summary>A word of a list, kept as its number.</summary>
    Word = 8,
}

/// <summary>A column of a table as an archive holds it.</summary>
/// <param name="Name">In the table, as SQL writes it: "\"by\"".</param>
/// <param name="Null">It may be missing, and is where the archive is of an earlier build.</param>
public sealed record KeptColumn(string Name, KeptAs As, bool Null = false)
{
    /// <summary>In the file.</summary>
    public string Header { get; init; } = Name.Trim('"');

    /// <summary>What is written of a row t.</summary>
    public string Sql { get; init; } = "t." + Name;

    /// <summary>Of a <see cref="KeptAs.Word"/>.</summary>
    public IReadOnlyDictionary<int, string> Words { get; init; } = new Dictionary<int, string>();

    /// <summary>Words that are the names of an enum in lower case.</summary>
    public static KeptColumn Of<T>(string name, bool missing = false) where T : struct, Enum => new(name, KeptAs.Word, missing)
    {
        Words = Enum.GetValues<T>().ToDictionary(v => Convert.ToInt32(v, CultureInfo.InvariantCulture), v => v.ToString().ToLowerInvariant()),
    };
}

/// <summary>A part of an archive that keeps a table column by column.</summary>
public interface IKeepsTable
{
    string Table { get; }
    IReadOnlyList<KeptColumn> Columns { get; }
}

/// <summary>What our own people are called in an archive, and who that is here.</summary>
/// <param name="Said">The words for each.</param>
/// <param name="BySaid">Whom words mean; others are left out.</param>
public sealed record KeptUsers(
    Func<BulkSession, CancellationToken, Task<IReadOnlyDictionary<UserId, string>>> Said,
    Func<BulkSession, IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyDictionary<string, UserId>>> BySaid);

/// <summary>Columns of a table between the table and a file: what is written of a row is what is read of it again.</summary>
internal sealed class KeptColumns(IReadOnlyList<KeptColumn> columns, KeptUsers? users)
{
    private readonly bool named = columns.Any(c => c.As == KeptAs.User);

    public IReadOnlyList<string> Names { get; } = [.. columns.Select(c => c.Name)];
    public IEnumerable<string> Headers => columns.Select(c => c.Header);

    /// <summary>SQL of the values of a row t.</summary>
    public string Sql { get; } = columns.Count == 0 ? "1" : string.Join(", ", columns.Select(c => c.Sql));

    public async Task<IReadOnlyDictionary<UserId, string>> Said(BulkSession session, CancellationToken ct) =>
        named ? await users!.Said(session, ct) : new Dictionary<UserId, string>();

    public async Task<IReadOnlyDictionary<string, UserId>> BySaid(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct) => !named ? new Dictionary<string, UserId>()
        : await users!.BySaid(session, [.. rows.SelectMany(r => columns.Where(c => c.As == KeptAs.User).Select(c => r.Text(c.Header))).OfType<string>().Distinct()], ct);

    public void Write(ExportedRows rows, FastReader row, int from, IReadOnlyDictionary<UserId, string> said)
    {
        foreach (var (at, column) in columns.Index()) rows.Text(Text(column, row, from + at, said));
    }

    /// <summary>What tells a row from others: the same of the table and of the file.</summary>
    public string KeyOf(FastReader row, int from, IReadOnlyDictionary<UserId, string> said) => string.Join('\u001f', columns.Select((column, at) => Text(column, row, from + at, said)));

    public string KeyOf(ExportedRow row) => string.Join('\u001f', columns.Select(c => row.Text(c.Header)));

    public void Put(IRowSink sink, ExportedRow row, IReadOnlyDictionary<string, UserId> bySaid)
    {
        foreach (var column in columns) Put(column, sink, row, bySaid);
    }

    private static string? Text(KeptColumn column, FastReader row, int at, IReadOnlyDictionary<UserId, string> said) => row.IsNull(at) ? null : column.As switch
    {
        KeptAs.Text => row.Text(at),
        KeptAs.Flag => row.Flag(at) ? "yes" : "no",
        KeptAs.Day => DateOnly.FromDayNumber(row.Int(at)).ToString(ExportedRows.DayFormat, CultureInfo.InvariantCulture),
        KeptAs.Instant => Instants.FromMicroseconds(row.Instant(at)).UtcDateTime.ToString(ExportedRows.InstantFormat, CultureInfo.InvariantCulture),
        KeptAs.User => said.GetValueOrDefault(new(row.Long(at))),
        KeptAs.Word => column.Words[row.Int(at)],
        _ => row.Long(at).ToString(CultureInfo.InvariantCulture),
    };

    private static void Put(KeptColumn column, IRowSink sink, ExportedRow row, IReadOnlyDictionary<string, UserId> bySaid)
    {
        if (row.Text(column.Header) is not { } text)
        {
            if (!column.Null) throw new ExportDamagedException(row.Line, column.Header);
            PutNothing(column, sink);
            return;
        }
        switch (column.As)
        {
            case KeptAs.Text: sink.Text(text); break;
            case KeptAs.Long: sink.Long(Number(row, column, text)); break;
            case KeptAs.Int: sink.Int(checked((int)Number(row, column, text))); break;
            case KeptAs.Flag: sink.Flag(row.Flag(column.Header)!.Value); break;
            case KeptAs.Day: sink.Int(row.Day(column.Header)!.Value.DayNumber); break;
            case KeptAs.Instant: sink.Instant(row.Instant(column.Header)!.Value); break;
            case KeptAs.User: sink.Long(bySaid.TryGetValue(text, out var user) ? user.Value : null); break;
            default: sink.Int(Word(row, column, text)); break;
        }
    }

    private static void PutNothing(KeptColumn column, IRowSink sink)
    {
        switch (column.As)
        {
            case KeptAs.Text: sink.Text(null); break;
            case KeptAs.Instant: sink.Instant((long?)null); break;
            case KeptAs.Long or KeptAs.User: sink.Long((long?)null); break;
            default: sink.Int((int?)null); break;
        }
    }

    private static long Number(ExportedRow row, KeptColumn column, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new ExportDamagedException(row.Line, column.Header);

    private static int Word(ExportedRow row, KeptColumn column, string text) =>
        column.Words.FirstOrDefault(w => w.Value.Equals(text, StringComparison.OrdinalIgnoreCase)) is { Value: not null } word ? word.Key : throw new ExportDamagedException(row.Line, column.Header);
}
