using System.Data.Common;
using Patron.Analytics.Base;
using Patron.Data;

namespace Patron.CustomerBase.Contracts;

/// <summary>The customer base in memory: loaded at the start, kept up to date by the change feed.</summary>
public interface ICustomerBase
{
    /// <summary>The latest state; take it once for a request, so that all numbers of a page agree.</summary>
    CustomerBaseSnapshot Current { get; }

    /// <summary>Position of the change feed that <see cref="Current"/> has reached.</summary>
    long Position { get; }

    /// <summary>Returns once the base has seen everything committed before the call.</summary>
    Task CatchUp(CancellationToken ct);
}

/// <summary>The day as of which numbers are reckoned, shown on every page: today, or with demo data the last purchase day.</summary>
public interface IReckoningDay
{
    DateOnly AsOf { get; }
}

/// <summary>A room's columns in the customer base.</summary>
public interface IContributesColumns
{
    IReadOnlyList<ColumnKey> Keys { get; }

    /// <summary>The feed's topic on which <see cref="Refresh"/> is called.</summary>
    string Topic { get; }

    /// <summary>Fills whole columns at the start, by plain reading; <paramref name="indexOf"/> gives the dense index of a customer id, -1 where it is not loaded.</summary>
    Task Load(DbConnection connection, BaseLoad load, Func<long, int> indexOf, CancellationToken ct);

    /// <summary>The present values of some customers, put on their rows of the batch.</summary>
    Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, CancellationToken ct);
}
