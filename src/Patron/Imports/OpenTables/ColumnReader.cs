using System.Globalization;
using Patron.Imports.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;

namespace Patron.Imports.OpenTables;

internal enum ValueRead { Fine, Blank, Unreadable }

/// <summary>Reads one column row by row: first the values of all columns are read, then, where every one of them is fine, they are kept.</summary>
internal sealed class ColumnReader(string name, int place, ColumnContent content, ColumnFormats format, TimeFrame frame)
{
    private readonly KeyCodes keys = new();
    private readonly List<int> whole = [];
    private readonly List<long> micros = [];
    private readonly List<double> numbers = [];
    private int wholeNow;
    private long microsNow;
    private double numberNow;
    private ValueFault fault;

    public string Name => name;

    /// <summary>What is wrong with the value that was last read.</summary>
    public Reason Problem => (content, fault) switch
    {
        (ColumnContent.Day, ValueFault.DoesNotExist) => Reason.Of("imports.problem.date_does_not_exist", ("field", name)),
        (ColumnContent.Day, _) when format.Date is { } date => Reason.Of("imports.problem.not_a_date_as", ("field", name), ("format", date.Pattern)),
        (ColumnContent.Day, _) => Reason.Of("imports.problem.not_a_date", ("field", name)),
        (_, ValueFault.OutOfRange) => Reason.Of("imports.problem.number_too_large", ("field", name)),
        _ => Reason.Of("imports.problem.not_a_number", ("field", name)),
    };

    public ValueRead Read(RowReader rows)
    {
        var text = rows[place].Trim();
        if (text.IsEmpty) return ValueRead.Blank;
        switch (content)
        {
            case ColumnContent.Key:
                return ValueRead.Fine;
            case ColumnContent.Day:
                DateOnly day = default;
                fault = format.Date?.ParseDay(text, frame, out day) ?? ValueFault.NotOne;
                wholeNow = day.DayNumber;
                break;
            case ColumnContent.Amount:
                fault = format.Number.Parse(text, out microsNow);
                break;
            default:
                fault = ReadNumber(text);
                break;
        }
        return fault == ValueFault.None ? ValueRead.Fine : ValueRead.Unreadable;
    }

    /// <summary>Only now does a key count: one whose every row is left out is none.</summary>
    public void Keep(RowReader rows)
    {
        switch (content)
        {
            case ColumnContent.Key:
                whole.Add(keys.Of(rows[place].Trim()));
                break;
            case ColumnContent.Amount:
                micros.Add(microsNow);
                break;
            case ColumnContent.Number:
                numbers.Add(numberNow);
                break;
            default:
                whole.Add(wholeNow);
                break;
        }
    }

    public FileColumn Build() => new(name, keys.Keys,
        content == ColumnContent.Key ? [.. whole] : [], content == ColumnContent.Day ? [.. whole] : [], [.. micros], [.. numbers]);

    /// <summary>With a point for the decimal sign all digits count; other ways of writing are exact to a millionth.</summary>
    private ValueFault ReadNumber(ReadOnlySpan<char> text)
    {
        if (format.Number.Decimal == '.' && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out numberNow))
            return double.IsFinite(numberNow) ? ValueFault.None : ValueFault.NotOne;
        var found = format.Number.Parse(text, out var exact);
        numberNow = exact / 1e6;
        return found;
    }
}

/// <summary>Numbers texts in the order in which they come.</summary>
internal sealed class KeyCodes
{
    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<string> keys = [];

    public KeyCodes() => lookup = codes.GetAlternateLookup<ReadOnlySpan<char>>();

    public IReadOnlyList<string> Keys => keys;

    public int Of(ReadOnlySpan<char> text)
    {
        if (lookup.TryGetValue(text, out var code)) return code;
        var key = text.ToString();
        codes.Add(key, keys.Count);
        keys.Add(key);
        return keys.Count - 1;
    }
}
