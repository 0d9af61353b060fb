using System.Threading.Channels;
using Patron.Imports.AnswerNames;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;

namespace Patron.Imports.TakeRows;

/// <summary>Reads a file from its first row to its last into chunks, ahead of who writes them.</summary>
internal sealed class RowSource<T>(FileSurvey survey, TimeFrame frame, RowAdapter<T> adapter, RowDecisions? decisions = null, LimitWatch? limits = null)
{
    /// <summary>Chunks that wait for the writer: enough that neither waits for long, few enough for the memory.</summary>
    private const int Ahead = 2;

    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Ends with <paramref name="file"/> or with <paramref name="ct"/>; what goes wrong comes out where the chunks are read.</summary>
    public ChannelReader<RowChunk<T>> Start(Stream file, CancellationToken ct)
    {
        var chunks = Channel.CreateBounded<RowChunk<T>>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        Ended = Task.Run(async () =>
        {
            try
            {
                await Read(file, chunks.Writer, ct);
                chunks.Writer.Complete();
            }
            catch (Exception e)
            {
                // Thrown again where the chunks are read: nothing is caught for good here.
                chunks.Writer.Complete(e);
            }
        }, CancellationToken.None);
        return chunks.Reader;
    }

    private async Task Read(Stream file, ChannelWriter<RowChunk<T>> chunks, CancellationToken ct)
    {
        using var reader = survey.Format.Open(file);
        var values = new ValueReaders(survey.Mapping, survey.Formats, frame, survey.MadeColumns);
        var row = new ImportRow(survey.Mapping.Set);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var chunk = new RowChunk<T>();
            var more = Fill(chunk, reader, values, row);
            chunk.RowsSoFar = reader.RowsRead;
            chunk.Total = more ? Estimate(reader.RowsRead, file) : reader.RowsRead;
            if (chunk.Count > 0 || !more) await chunks.WriteAsync(chunk, ct);
            if (!more) return;
        }
    }

    private bool Fill(RowChunk<T> chunk, RowReader reader, ValueReaders values, ImportRow row)
    {
        var chars = 0L;
        while (chunk.Count < RowChunks.Rows && chars < RowChunk<T>.MostChars)
        {
            if (!reader.Read()) return false;
            chars += reader.Raw.Length;
            if (reader.Problem is { } broken)
            {
                chunk.Bad.Add(new(broken.Line, broken.Column is { } at ? survey.Mapping.Columns.ElementAtOrDefault(at)?.Name : null, broken.Value, broken.Reason, FieldsOf(reader)));
                continue;
            }
            values.Read(reader, row);
            if (decisions is not null && !row.Rejected) decisions.Apply(row, reader.Raw);
            limits?.Row(row);
            if (row.Rejected)
            {
                var why = row.Problems.First(p => p.Effect == ProblemEffect.RowRejected);
                chunk.Bad.Add(new(row.Line, why.Column, why.Value, why.Reason, FieldsOf(reader)));
                continue;
            }
            if (row.Problems.Count > 0) chunk.LeftOut.AddRange(row.Problems);
            chunk.Add(adapter.Of(row), row.Line, reader.Raw);
        }
        return true;
    }

    /// <summary>A row that runs away (a quotation mark never closed) has as many fields as its line; it is given back with as many as the file has columns and one.</summary>
    private string[] FieldsOf(RowReader reader)
    {
        var fields = new string[Math.Min(reader.FieldCount, survey.Mapping.OfFile.Count() + 1)];
        for (var i = 0; i < fields.Length; i++) fields[i] = UndecodedBytes.Shown(reader[i].ToString());
        return fields;
    }

    private long? Estimate(long rows, Stream file) => file.Position == 0 ? null : Math.Max(rows, (long)(rows * ((double)survey.Bytes / file.Position)));
}
