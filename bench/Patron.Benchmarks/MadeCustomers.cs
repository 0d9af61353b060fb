using Patron.Data;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>Customers of whom nothing matters but that they are there.</summary>
internal static class MadeCustomers
{
    /// <summary>Writes them; their ids in ascending order.</summary>
    public static long[] Write(BulkSession session, IdRanges ids, int count)
    {
        var customers = new long[count];
        using var sink = session.Sink("customers", "id", "kind", "anonymous", "created_at", "name", "source_mask", "version");
        for (var i = 0; i < count; i++)
        {
            sink.Begin();
            sink.Long(customers[i] = ids.Next());
            sink.Int(1);
            sink.Flag(false);
            sink.Instant(0);
            sink.Text($"Person {i}");
            sink.Long(0);
            sink.Int(1);
            sink.End();
        }
        sink.Complete();
        return customers;
    }
}
