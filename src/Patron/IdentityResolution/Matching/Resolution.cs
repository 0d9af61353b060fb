namespace Patron.IdentityResolution.Matching;

/// <summary>Who is one, and what that means for the customers known so far. Independent of the order of the input.</summary>
/// <param name="Clusters">Every record in exactly one cluster, ordered by each cluster's oldest record.</param>
/// <param name="Links">Why: for each key as many pairs as hold its records together, ordered from the strongest.</param>
/// <param name="Shared">Keys that join nobody, because differing names, or too many records, carry them.</param>
/// <param name="KeptApart">Pairs that a key would have joined, against a person's decision or against names elsewhere in the clusters.</param>
/// <param name="Merges">Customers that end in another one.</param>
/// <param name="Moves">Records that leave the customer they belonged to. New records are not among them.</param>
internal sealed record Resolution(
    IReadOnlyList<Cluster> Clusters,
    IReadOnlyList<RecordLink> Links,
    IReadOnlyList<SharedKey> Shared,
    IReadOnlyList<RecordLink> KeptApart,
    IReadOnlyList<CustomerMerge> Merges,
    IReadOnlyList<RecordMove> Moves)
{
    /// <summary>How many customers must be made: clusters none of whose records brings a customer along.</summary>
    public int NewCustomers => Clusters.Count(c => c.CustomerId == 0);
}

/// <param name="Records">Ids of source records, oldest first.</param>
/// <param name="CustomerId">The customer that stands for them; 0 where a new one is needed.</param>
internal sealed record Cluster(IReadOnlyList<long> Records, long CustomerId);

/// <param name="A">The smaller record id of the two.</param>
/// <param name="KeyDigest">Stands for the key's value, see <see cref="KeyDigest"/>.</param>
/// <param name="Reason">A key of the room's texts.</param>
internal sealed record RecordLink(long A, long B, KeyKind Kind, string KeyDigest, string Reason);

/// <param name="Records">Ids of the records that carry the key, ascending.</param>
internal sealed record SharedKey(KeyKind Kind, string KeyDigest, IReadOnlyList<long> Records, string Reason);

internal readonly record struct CustomerMerge(long From, long Into);

/// <param name="Cluster">Index into <see cref="Resolution.Clusters"/>: the customer there may still have to be made.</param>
internal readonly record struct RecordMove(long Record, long From, int Cluster);
