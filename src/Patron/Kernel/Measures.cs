using System.Data.Common;

namespace Patron.Kernel;

/// <summary>What can be wrong with a value.</summary>
public enum Flaw { Missing = 1, Invalid = 2, Duplicate = 3 }

/// <summary>How well a source fills a field of one kind of rows.</summary>
/// <param name="Source">Null where the rows belong to no source: the catalogue.</param>
/// <param name="Field">As imports call it.</param>
/// <param name="Total">Rows to which the field applies.</param>
/// <param name="Filled">Of them those with a value.</param>
/// <param name="Invalid">Of the filled ones those whose value is no value of the field; null where that cannot be.</param>
/// <param name="Duplicate">Of the filled ones those that say what another row of the source says too; null where that is not odd.</param>
/// <param name="Fresh">Of the filled ones those that are about, or were said within, the days that count as fresh; null where it is not known.</param>
public sealed record FieldCount(SourceId? Source, string Field, long Total, long Filled, long? Invalid = null, long? Duplicate = null, long? Fresh = null);

/// <summary>A row to repair.</summary>
/// <param name="What">As its source knows it: an order's number, a product's code.</param>
/// <param name="Customer">Null where it is no customer's.</param>
/// <param name="Detail">What else tells it from others; null for none.</param>
/// <param name="At">Microseconds since 1970; null where it has no time.</param>
/// <param name="Page">The address on which the row itself is shown; null where only its customer's page shows it.</param>
public readonly record struct FlawedRow(string What, CustomerId? Customer, string? Detail, long? At, string? Page);

/// <summary>A room that keeps rows which files bring, and can tell how good they are: counted by the database, row by row never.</summary>
public interface IMeasuresRows
{
    /// <summary>What imports call such rows: orders, order-lines, products, holdings, interactions.</summary>
    string Kind { get; }

    /// <summary>Rows that have the flaw in a field, in the order of their keys; of duplicates those that say the same stand together.</summary>
    /// <param name="source">Null for rows that belong to no source.</param>
    Task<IReadOnlyList<FlawedRow>> Rows(DbConnection connection, SourceId? source, string field, Flaw flaw, int skip, int take, DateTimeOffset now, CancellationToken ct);

    /// <param name="now">What lies later than a day behind it is invalid.</param>
    /// <param name="freshFrom">Fresh is what lies at or after it.</param>
    Task<IReadOnlyList<FieldCount>> Measure(DbConnection connection, DateTimeOffset now, DateTimeOffset freshFrom, CancellationToken ct);
}
