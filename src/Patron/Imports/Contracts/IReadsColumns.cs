using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.Contracts;

/// <summary>What a column's values are read as.</summary>
public enum ColumnContent
{
    /// <summary>Words or ids: equal texts get equal codes.</summary>
    Key,
    /// <summary>Days; a time behind them is dropped.</summary>
    Day,
    /// <summary>Amounts, exactly, in micros.</summary>
    Amount,
    /// <summary>Numbers.</summary>
    Number,
}

/// <summary>A column that is asked for.</summary>
/// <param name="Option">The option that names it, such as --customer.</param>
/// <param name="Column">Its name, or its place counted from 1.</param>
public sealed record AskedColumn(string Option, string Column, ColumnContent Content);

/// <summary>A file and the columns of it that are wanted.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Language">Of the refusals.</param>
public sealed record ColumnsRequest(string Path, IReadOnlyList<AskedColumn> Columns, Language Language)
{
    /// <summary>One sign, "tab" or " " for blanks; null is found.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Such as dd/MM/yyyy; null is found.</summary>
    public string? DateFormat { get; init; }

    /// <summary>. or , where the numbers may be written so; null is found.</summary>
    public string? Decimal { get; init; }
}

/// <summary>One column in memory; the array of its content is filled, one value a row.</summary>
/// <param name="Name">As the file calls it; "#3" in a file without a header.</param>
/// <param name="Keys">Different texts in the order in which they first stand in the file.</param>
/// <param name="Codes">Places in <paramref name="Keys"/>.</param>
/// <param name="Days">Day numbers.</param>
/// <param name="Micros">Millionths.</param>
public sealed record FileColumn(string Name, IReadOnlyList<string> Keys, int[] Codes, int[] Days, long[] Micros, double[] Numbers);

/// <summary>The rows in which every wanted column has a value that can be read.</summary>
/// <param name="Columns">In the order asked for.</param>
/// <param name="Blank">Rows left out because a column is blank there.</param>
/// <param name="Unreadable">Rows left out because a value cannot be read; never more than one in twenty.</param>
/// <param name="FirstUnreadable">Where the first of those stands and what is wrong, as a sentence; null where there are none.</param>
public sealed record FileColumns(IReadOnlyList<FileColumn> Columns, int Rows, long Blank, long Unreadable, string? FirstUnreadable);

/// <summary>Lines of items: those of line i are Items[Start[i]] .. Items[Start[i + 1] - 1], each a place in Keys. Blank lines and blank items are left out.</summary>
public sealed record FileLines(IReadOnlyList<string> Keys, int[] Start, int[] Items);

/// <summary>The file cannot be read as wished.</summary>
/// <param name="Why">The whole sentence, in the language of the request.</param>
public sealed record ColumnsRefused(string Why) : Refusal("imports.asked.refused");

/// <summary>Reads columns of a file that is no import: encoding, delimiter (blanks too), header, dates and numbers are found as in imports.</summary>
public interface IReadsColumns
{
    /// <summary>Refused with <see cref="ColumnsRefused"/>: what, where, and how to mend it.</summary>
    Result<FileColumns> Read(ColumnsRequest request, CancellationToken ct);

    /// <summary>A list of items on each line, without a header, between commas unless the request names another sign; its columns are not looked at.</summary>
    Result<FileLines> ReadLines(ColumnsRequest request, CancellationToken ct);
}
