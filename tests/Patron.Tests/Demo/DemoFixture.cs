using Patron.Demo;

namespace Patron.Tests.Demo;

/// <summary>A line of a file, its cells by column name.</summary>
public sealed record Line(string System, string Id, IReadOnlyDictionary<string, string> Cells)
{
    public string this[string column] => Cells[column];
}

/// <summary>The demo files, written once and read back as a stranger would read them.</summary>
public sealed class DemoFixture : IDisposable
{
    public DemoFixture()
    {
        Folder = Directory.CreateTempSubdirectory("patron-demo-").FullName;
        DemoFiles.Write(Folder, Loaded, DemoColleagues.Staff);
        Accounts = Read(DemoCatalogue.AccountsImport);
        Cards = Read(DemoCatalogue.CardsImport);
        Newsletter = Read(DemoCatalogue.NewsletterImport);
        Truth = [.. Table(Path.Combine(Folder, DemoCatalogue.TruthFile), ',').Select(c => new Line(c["system"], c["external_id"], c))];
    }

    /// <summary>The day of loading.</summary>
    public static readonly DateOnly Loaded = new(2026, 3, 2);

    public string Folder { get; }
    internal IReadOnlyList<Line> Accounts { get; }
    internal IReadOnlyList<Line> Cards { get; }
    internal IReadOnlyList<Line> Newsletter { get; }
    internal IReadOnlyList<Line> Truth { get; }
    internal IEnumerable<Line> Records => Accounts.Concat(Cards).Concat(Newsletter);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal Line[] Read(DemoImport import) =>
        [.. Table(DemoCatalogue.PathOf(import, Folder), import.Delimiter).Select(c => new Line(import.Source, c[import.Columns["id"]], c))];

    private static IEnumerable<Dictionary<string, string>> Table(string path, char delimiter)
    {
        string[]? header = null;
        foreach (var line in File.ReadLines(path))
        {
            var cells = Split(line, delimiter);
            if (header is null)
                header = cells;
            else
                yield return header.Zip(cells).ToDictionary(p => p.First, p => p.Second);
        }
    }

    private static string[] Split(string line, char delimiter)
    {
        var cells = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
                quoted = !quoted;
            if (i < line.Length && (quoted || line[i] != delimiter))
                continue;
            cells.Add(line[start..i].Trim('"'));
            start = i + 1;
        }
        return [.. cells];
    }
}
