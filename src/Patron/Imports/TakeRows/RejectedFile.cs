using System.Globalization;

namespace Patron.Imports.TakeRows;

/// <summary>Rows that came to nothing, as they come: line, column, value and reason, then the row's own fields, to be put right and imported again.</summary>
/// <param name="columns">The file's own.</param>
/// <param name="keep">Bytes to keep of what an interrupted run has written.</param>
internal sealed class RejectedFile(string path, IReadOnlyList<string> columns, long keep) : IDisposable
{
    /// <summary>What stands before the file's own columns, the same in every language: an import knows its own rejected rows by it.</summary>
    public static readonly IReadOnlyList<string> Titles = ["line", "column", "value", "reason"];

    private readonly KeptCsv file = new(path, [.. Titles, .. columns], keep);

    public string? Path => file.Path;

    public void Clear() => file.Clear();

    public void Add(long line, string? column, string? value, string reason, IEnumerable<string> fields) =>
        file.Add(fields.Prepend(reason).Prepend(value ?? "").Prepend(column ?? "").Prepend(line.ToString(CultureInfo.InvariantCulture)));

    public long Flush() => file.Flush();

    public void Dispose() => file.Dispose();
}
