using System.Globalization;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Reading;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.OpenTables;

/// <summary>Files as the import reads them, for whoever needs rows and no import.</summary>
internal sealed class OpensTables(Texts texts) : IOpensTables
{
    private const int BufferSize = 1 << 18;

    public Result<IOpenTable> Open(string path)
    {
        var sentences = texts.For(Language.English);
        var opened = FileSurvey.Open(path);
        if (opened.Value is not { } stream) return Refused(opened.Problem!);
        var detected = FileFormat.Detect(stream, new FormatWishes(HasHeader: true));
        if (detected.Value is { } format) return new OpenTable(stream, new RowReader(new StreamReader(format.Unpack(stream), format.Encoding, false, BufferSize), format, BufferSize), sentences);
        stream.Dispose();
        return Refused(detected.Problem!);

        TableRefused Refused(Reason problem) => new(ReasonText.Of(sentences, problem));
    }

    private sealed class OpenTable(Stream stream, RowReader rows, Sentences sentences) : IOpenTable
    {
        public IReadOnlyList<string> Columns => rows.Header;

        public string? Problem => rows.Problem is { } problem
            ? string.Create(CultureInfo.InvariantCulture, $"line {problem.Line}: {ReasonText.Of(sentences, problem.Reason)}") : null;

        public ReadOnlySpan<char> this[int column] => rows[column];

        public bool Read() => rows.Read();

        public void Dispose()
        {
            rows.Dispose();
            stream.Dispose();
        }
    }
}
