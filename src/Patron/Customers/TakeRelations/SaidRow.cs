using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.TakeRelations;

/// <summary>A row that people and files say of a customer, as it is to stand after the file.</summary>
/// <param name="record">By which record it came; null where a person said it.</param>
/// <param name="stored">What the table has in the columns that may be said; null while the row is not there.</param>
internal abstract class SaidRow(CustomerId customer, long id, SourceRecordId? record, object?[]? stored)
{
    public CustomerId Customer => customer;
    public long Id => id;
    public SourceRecordId? Record => record;
    public object?[]? Stored => stored;

    /// <summary>In the order of the table's columns that may be said.</summary>
    public abstract object?[] Said { get; }
}

/// <summary>Writes what a chunk of a file said, new rows and changed ones.</summary>
internal sealed class SaidTable(HandTable hand)
{
    private static readonly string[] Keys = ["customer_id", "id"];
    private readonly string[] all = ["customer_id", "id", "source_record_id", .. hand.About, .. hand.Said, "at", "\"by\""];

    /// <param name="values">Puts what the row is about and what is said of it.</param>
    public async Task Write<T>(BulkSession session, Intake intake, IReadOnlyCollection<T> touched, Action<IRowSink, T> values, CancellationToken ct) where T : SaidRow
    {
        using (var sink = session.Sink(hand.Name, all))
        {
            foreach (var row in touched.Where(t => t.Stored is null))
            {
                sink.Begin();
                sink.Long(row.Customer.Value);
                sink.Long(row.Id);
                sink.Long(row.Record?.Value);
                values(sink, row);
                sink.Instant(Instants.ToMicroseconds(intake.Now));
                sink.Long(intake.By?.Value);
                sink.End();
            }
            sink.Complete();
        }
        T[] changed = [.. touched.Where(t => t.Stored is not null)];
        await session.Update(hand.Name, hand.Said, Keys, [.. changed.Select(c => (object?[])[.. c.Said, c.Customer.Value, c.Id])], ct);
        intake.Changes(session)?.Write(session, hand.Name, [.. changed.Select(c => RowChange.Of(c.Id, c.Customer.Value, hand.Said, c.Stored!, c.Said)).OfType<RowChange>()]);
    }
}
