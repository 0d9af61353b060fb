using Patron.Analytics.Base;

namespace Patron.CustomerBase.Contracts;

/// <summary>Fills the values of one customer, in the order of the keys; <see cref="NumberKey.Missing"/> stands there already. Called from several threads.</summary>
/// <param name="index">The customer's in the snapshot; known, not anonymous.</param>
public delegate void DeriveRow(int index, Span<long> values);

/// <summary>
/// A room's columns that are reckoned from the base itself: the same function fills them for everybody and, when purchases come, for those customers alone.
/// It must not need the base when it is made, for the base is made with it.
/// </summary>
public interface IDerivesColumns
{
    IReadOnlyList<NumberKey> Keys { get; }

    /// <summary>What fills a row of this snapshot; null while nothing is known to derive it from, and the columns stay as they are.</summary>
    DeriveRow? Begin(CustomerBaseSnapshot snapshot);
}

/// <summary>Renews derived columns of everybody.</summary>
public interface IDerivedColumns
{
    /// <summary>Call it when what the columns are derived from is another: a model was fitted, a rule changed, a day began.</summary>
    Task Renew(IDerivesColumns of, CancellationToken ct);
}
