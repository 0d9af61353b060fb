using System.Data.Common;

namespace Patron.Kernel;

/// <summary>How well a source fills a field of one kind of rows.</summary>
/// <param name="Source">Null where the rows belong to no source: the catalogue.</param>
/// <param name="Field">As imports call it.</param>
/// <param name="Total">Rows to which the field applies.</param>
/// <param name="Filled">Of them those with a value.</param>
/// <param name="Invalid">Of the filled ones those whose value is no value of the field; null where that cannot be.</param>
/// <param name="Duplicate">Of the filled ones those that say what another row of the source says too; null where that is not odd.</param>
/// <param name="Fresh">Of the filled ones those that are about, or were said within, the days that count as fresh; null where it is not known.</param>
public sealed record FieldCount(SourceId? Source, string Field, long Total, long Filled, long? Invalid = null, long? Duplicate = null, long? Fresh = null);

/// <summary>A room that keeps rows which files bring, and can tell how good they are: counted by the database, row by row never.</summary>
public interface IMeasuresRows
{
    /// <summary>What imports call such rows: orders, order-lines, products, holdings, interactions.</summary>
    string Kind { get; }

    /// <param name="now">What lies later than a day behind it is invalid.</param>
    /// <param name="freshFrom">Fresh is what lies at or after it.</param>
    Task<IReadOnlyList<FieldCount>> Measure(DbConnection connection, DateTimeOffset now, DateTimeOffset freshFrom, CancellationToken ct);
}
