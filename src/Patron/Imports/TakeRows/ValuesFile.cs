using System.Globalization;
using Patron.Imports.Mapping;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.TakeRows;

/// <summary>
/// Of a check: every known value that would change and every value of the file that is left out, in the order of the file's lines. Of one that is left
/// out nothing is known before: what stands there is the file's.
/// </summary>
internal sealed class ValuesFile(string path, PlannedChanges planned, Sentences sentences) : IDisposable
{
    /// <summary>The same in every language.</summary>
    private static readonly string[] Titles = ["line", "of", "field", "before", "after", "why"];

    private readonly KeptCsv file = new(path, Titles, keep: 0);
    private readonly List<(long Line, string[] Fields)> chunk = [];

    /// <summary>Values written so far.</summary>
    public long Count { get; private set; }

    public void Clear() => file.Clear();

    public void LeftOut(long line, string? column, string value, string why) => Add(line, "", column ?? "", value, "", why);

    /// <summary>What a chunk of rows brought goes to the file.</summary>
    public void Chunk()
    {
        foreach (var value in planned.TakeValues())
            Add(value.Line, value.Of ?? "", ReasonText.Field(sentences, value.Field), value.Before ?? "", value.After ?? "", sentences[value.Before is null ? "imports.values.filled" : "imports.values.changed"]);
        // Stable: what one line says stays together in the order in which it was found.
        foreach (var (_, fields) in chunk.OrderBy(c => c.Line)) file.Add(fields);
        Count += chunk.Count;
        chunk.Clear();
    }

    public void Flush() => file.Flush();

    public void Dispose() => file.Dispose();

    private void Add(long line, params string[] fields) => chunk.Add((line, [line.ToString(CultureInfo.InvariantCulture), .. fields]));
}
