using System.Globalization;
using System.Text;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.Contracts;

/// <summary>Writes comma-separated lines (RFC 4180) that spreadsheets do not take for formulas.</summary>
public static class CsvLines
{
    /// <summary>UTF-8 with its mark, by which spreadsheets know it.</summary>
    public static readonly Encoding Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);

    public static void Write(StringBuilder into, params IReadOnlyList<string?> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0) into.Append(',');
            Append(into, values[i]);
        }
        into.Append("\r\n");
    }

    private static void Append(StringBuilder into, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        var safe = IsDangerous(value) ? "'" + value : value;
        if (safe.AsSpan().IndexOfAny(",\"\r\n") < 0 && safe[0] != ' ' && safe[^1] != ' ') into.Append(safe);
        else into.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    /// <summary>A spreadsheet runs what begins so. A plain number, or a phone number of digits behind a plus, is harmless and stays as it can be read again.</summary>
    private static bool IsDangerous(string value) => value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !IsNumber(value);

    private static bool IsNumber(string value) =>
        value[0] == '+' ? value.Length > 1 && value.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
        : decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}

/// <summary>A kind of file that is taken away: customers, orders. Registered as a singleton.</summary>
public interface IExport
{
    /// <summary>Its word on the command line.</summary>
    string Kind { get; }

    /// <summary>Streams the file; memory does not grow with the number of customers.</summary>
    /// <param name="what">The list's query string; null or empty is everything.</param>
    Task Write(TextWriter output, string? what, UserId? user, Sentences sentences, CancellationToken ct);
}

/// <summary>Whom a list shows, for rooms that export their rows.</summary>
public interface IFindsListed
{
    /// <param name="what">The list's query string.</param>
    /// <param name="anonymous">Anonymous buyers as well, where nothing is asked for.</param>
    Task<IReadOnlyList<(CustomerId Id, bool Anonymous)>> Ids(string? what, bool anonymous, UserId? user, Sentences sentences, CancellationToken ct);
}
