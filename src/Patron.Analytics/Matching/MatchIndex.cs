namespace Patron.Analytics.Matching;

/// <summary>A record of the index that may be the same person as the one asked for.</summary>
/// <param name="Record">Its number in the index.</param>
/// <param name="Evidence">Why.</param>
public sealed record MatchCandidate(int Record, MatchEvidence Evidence);

/// <summary>Records that new ones are matched against one at a time.</summary>
/// <remarks>One writer and no reader at the same time: the caller guards it.</remarks>
public sealed class MatchIndex
{
    /// <summary>An index over a table's records; they keep their numbers.</summary>
    /// <param name="table">Records with the model's fields; not changed.</param>
    /// <param name="model">How to compare.</param>
    public MatchIndex(MatchTable table, MatchModel model) => throw new NotSupportedException();

    /// <summary>Records in the index.</summary>
    public int Count => throw new NotSupportedException();

    /// <summary>Adds a record and returns its number.</summary>
    /// <param name="values">One text a field of the model, normalised; null or empty when missing.</param>
    public int Add(IReadOnlyList<string?> values) => throw new NotSupportedException();

    /// <summary>Takes a record out: it is no candidate any more.</summary>
    public void Remove(int record) => throw new NotSupportedException();

    /// <summary>Records that may be the same person, most likely first.</summary>
    /// <param name="values">The record asked for; need not be in the index.</param>
    /// <param name="floor">Lowest probability handed back.</param>
    public IReadOnlyList<MatchCandidate> Candidates(IReadOnlyList<string?> values, double floor) => throw new NotSupportedException();
}
