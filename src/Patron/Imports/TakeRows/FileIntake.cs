using System.Threading.Channels;
using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.AnswerNames;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Purchases.Contracts;

namespace Patron.Imports.TakeRows;

/// <summary>One file on its way into a room: read ahead by a task of its own, given to the room chunk by chunk.</summary>
internal abstract class FileIntake
{
    /// <summary>Columns of a row that is shown as a sample: the first so many that become something.</summary>
    public const int SampleColumns = 4;

    /// <param name="decisions">What a person decided about rows and names; null: nothing.</param>
    /// <param name="limits">The source's limits of quality, which the rows are measured against; null: none.</param>
    public static FileIntake Of(IServiceProvider rooms, FileSurvey survey, TimeFrame frame, Intake intake, RowDecisions? decisions = null, LimitWatch? limits = null)
    {
        var set = survey.Mapping.Set;
        return set.Kind switch
        {
            ImportKind.Customers => Into(new CustomerAdapter(set, frame.Zone)),
            ImportKind.Orders => Into(new OrderAdapter()),
            ImportKind.OrderLines => Into(new OrderLineAdapter(set)),
            ImportKind.Products => Into(new ProductAdapter()),
            ImportKind.Holdings => Into(new HoldingAdapter()),
            ImportKind.Interactions => Into(new InteractionAdapter()),
            ImportKind.Team => Into(new TeamAdapter()),
            ImportKind.Tickets => Into(new TicketAdapter(set)),
            ImportKind.Opportunities => Into(new OpportunityAdapter(set)),
            ImportKind.Leads => Into(new LeadAdapter(set, frame.Zone)),
            ImportKind.Tasks => Into(new TaskAdapter(set)),
            ImportKind.Objections => Into(new ObjectionAdapter()),
            ImportKind.Agreements => Into(new AgreementAdapter()),
            ImportKind.Relations => Into(new TieAdapter()),
            var other => throw new NotSupportedException(other.ToString()),
        };

        FileIntake Into<T>(RowAdapter<T> adapter) =>
            new FileIntake<T>(survey, new RowSource<T>(survey, frame, adapter, decisions, limits), rooms.GetRequiredService<ITakesRows<T>>().Begin(intake));
    }

    /// <summary>Rows of the file up to the end of the present chunk.</summary>
    public abstract long RowsSoFar { get; }
    public abstract long? Total { get; }

    /// <summary>The reading has ended, one way or the other.</summary>
    public abstract Task Ended { get; }

    public abstract void Start(Stream file, CancellationToken ct);

    /// <summary>Goes to the next chunk; false behind the last.</summary>
    public abstract Task<bool> Next(CancellationToken ct);

    /// <summary>Goes to the next chunk where it has been read already: whoever holds a lock does not wait for the file.</summary>
    public abstract bool NextIfReady();

    /// <summary>Gives the present chunk to the room.</summary>
    /// <param name="tally">Null where the rows were counted before.</param>
    /// <param name="values">Of a check: where values that change or are left out go.</param>
    public abstract Task Take(BulkSession session, ImportTally? tally, RefusedFiles refused, Sentences sentences, CancellationToken ct, ValuesFile? values = null);
}

internal sealed class FileIntake<T>(FileSurvey survey, RowSource<T> source, IRowIntake<T> room) : FileIntake
{
    private readonly int[] sampled = [.. survey.Mapping.OfFile.Where(c => c.Field is not null).Take(SampleColumns).Select(c => c.Column)];
    private ChannelReader<RowChunk<T>>? chunks;
    private RowChunk<T> chunk = new();

    public override long RowsSoFar => chunk.RowsSoFar;
    public override long? Total => chunk.Total;

    public override Task Ended => source.Ended;

    public override void Start(Stream file, CancellationToken ct) => chunks = source.Start(file, ct);

    public override async Task<bool> Next(CancellationToken ct)
    {
        try
        {
            if (!await chunks!.WaitToReadAsync(ct) || !chunks.TryRead(out var next)) return false;
            chunk = next;
            return true;
        }
        catch (UnpackedTooLargeException)
        {
            throw new JobRefusedException(new ImportUnpacksTooLarge());
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The file breaks off or is damaged in the middle: trying again would not help.
            throw new JobRefusedException(new ImportFileUnreadable());
        }
    }

    public override bool NextIfReady()
    {
        if (!chunks!.TryRead(out var next)) return false;
        chunk = next;
        return true;
    }

    public override async Task Take(BulkSession session, ImportTally? tally, RefusedFiles refused, Sentences sentences, CancellationToken ct, ValuesFile? values = null)
    {
        var fates = chunk.Rows.Count == 0 ? [] : await room.Take(session, chunk.Rows, ct);
        if (fates.Count != chunk.Rows.Count) throw new InvalidOperationException($"{fates.Count} fates for {chunk.Rows.Count} rows.");
        if (tally is null) return;
        foreach (var leftOut in chunk.LeftOut)
        {
            tally.Add(leftOut);
            values?.LeftOut(leftOut.Line, leftOut.Column, leftOut.Value, ReasonText.Of(sentences, leftOut.Reason));
        }
        var bad = 0;
        for (var i = 0; i < fates.Count; i++)
        {
            for (; bad < chunk.Bad.Count && chunk.Bad[bad].Line < chunk.Lines[i]; bad++) Reject(chunk.Bad[bad]);
            Count(i, fates[i]);
        }
        for (; bad < chunk.Bad.Count; bad++) Reject(chunk.Bad[bad]);
        values?.Chunk();

        void Reject(BadRow row)
        {
            tally.Add(Fate.Rejected);
            tally.Problem(row.Why.Key, row.Column, ProblemFate.Rejected, row.Line, row.Value, row.Why.Arguments!);
            refused.Add(Fate.Rejected, row.Line, row.Column, row.Value, ReasonText.Of(sentences, row.Why), row.Fields);
        }

        void Count(int index, RowFate fate)
        {
            tally.Add(fate.Fate);
            if (fate.Fate is Fate.Conflict or Fate.Rejected) Refuse(index, fate);
            else if (fate.Why is { } leftOut) LeftOut(index, leftOut, fate.Fate == Fate.Unchanged ? ProblemFate.NotWanted : ProblemFate.ValueLeftOut);
            if (tally.WantsSample(fate.Fate)) tally.Add(new SampleRow(chunk.Lines[index], fate.Fate, [.. Fields(index) is var fields ? sampled.Select(c => At(fields, c)) : []]));
        }

        void Refuse(int index, RowFate fate)
        {
            var why = fate.Why ?? throw new InvalidOperationException("A refused row without a reason.");
            var fields = Fields(index);
            var (column, value) = Place(why, fields);
            var arguments = ImportReport.Arguments(why.Arguments);
            tally.Problem(why.Key, column, fate.Fate == Fate.Conflict ? ProblemFate.Conflict : ProblemFate.Rejected, chunk.Lines[index], value, arguments);
            refused.Add(fate.Fate, chunk.Lines[index], column, value, ReasonText.Of(sentences, why.Key, arguments), fields);
        }

        // The room took the row without one of its values, or knew better and left what it has.
        void LeftOut(int index, RowReason why, ProblemFate what)
        {
            var (column, value) = Place(why, Fields(index));
            var arguments = ImportReport.Arguments(why.Arguments);
            tally.Problem(why.Key, column, what, chunk.Lines[index], value, arguments);
            if (what == ProblemFate.ValueLeftOut) values?.LeftOut(chunk.Lines[index], column, value, ReasonText.Of(sentences, why.Key, arguments));
        }
    }

    /// <summary>Rooms speak of fields; the reader of the result knows the file's columns.</summary>
    private (string? Column, string Value) Place(RowReason why, string[] fields)
    {
        var column = why.Column is { } key ? survey.Mapping.ColumnOf(key) : null;
        return (column?.Name ?? why.Column, why.Value ?? (column is null ? "" : At(fields, column.Column)));
    }

    /// <summary>A usable row's fields as they stand in the file: only few rows are asked for them, so they are read a second time.</summary>
    private string[] Fields(int index)
    {
        var raw = chunk.Raw(index);
        using var reader = new RowReader(new StringReader(raw), survey.Format with { HasHeader = false, LinesBefore = 0 }, raw.Length + 16);
        reader.Read();
        var fields = new string[reader.FieldCount];
        for (var i = 0; i < fields.Length; i++) fields[i] = reader[i].ToString();
        return fields;
    }

    private static string At(string[] fields, int column) => column < fields.Length ? fields[column].Trim() : "";
}
