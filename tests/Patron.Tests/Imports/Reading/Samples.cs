using System.Text;
using Patron.Imports.Reading;

namespace Patron.Tests.Imports.Reading;

/// <summary>The real files beside the repository, and small ones made up on the spot.</summary>
internal static class Samples
{
    public static string Path(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Patron.slnx")))
        {
            folder = folder.Parent;
        }

        return System.IO.Path.Combine(folder!.FullName, "..", "shared", "data", name);
    }

    public static (FileFormat Format, IReadOnlyList<string> Header, List<string[]> Rows, List<RowProblem> Problems) ReadFile(string name)
    {
        using var stream = File.OpenRead(Path(name));
        return ReadAll(stream);
    }

    public static (FileFormat Format, IReadOnlyList<string> Header, List<string[]> Rows, List<RowProblem> Problems) ReadAll(Stream stream, FormatWishes? wishes = null)
    {
        var format = FileFormat.Detect(stream, wishes).Value!;
        using var reader = format.Open(stream);
        var rows = new List<string[]>();
        var problems = new List<RowProblem>();
        while (reader.Read())
        {
            if (reader.Problem is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                rows.Add(Fields(reader));
            }
        }

        return (format, reader.Header, rows, problems);
    }

    public static IReadOnlyList<ColumnProfile> Profiles(string name, int most = ColumnProfiler.SampleRows)
    {
        using var stream = File.OpenRead(Path(name));
        using var reader = FileFormat.Detect(stream).Value!.Open(stream);
        return ColumnProfiler.Profile(reader, most);
    }

    public static IReadOnlyList<ColumnProfile> ProfilesOf(string text)
    {
        using var reader = Reader(text);
        return ColumnProfiler.Profile(reader, int.MaxValue);
    }

    public static ColumnProfile Column(params string[] values) =>
        ProfilesOf("value\n" + string.Join('\n', values.Select(v => $"\"{v}\"")) + "\n")[0];

    public static FileFormat Detect(string text, string encoding = "utf-8") => FileFormat.Detect(Stream(text, encoding)).Value!;

    public static MemoryStream Stream(string text, string encoding = "utf-8") => new(TextEncodings.Find(encoding)!.GetBytes(text));

    public static RowReader Reader(string text, char delimiter = ',', bool header = true) =>
        new(new StringReader(text), FileFormat.Plain(delimiter, header));

    public static string[] Fields(RowReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].ToString())];

    public static byte[] WithMark(string text, Encoding encoding) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
}
