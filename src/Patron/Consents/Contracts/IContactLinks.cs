using Patron.Kernel;

namespace Patron.Consents.Contracts;

/// <summary>
/// Signed links by which customers reach their own pages without signing in: good for <see cref="Days"/> days, and until they are revoked. Whoever has the link is taken for the customer,
/// so it stands in messages to that customer alone.
/// </summary>
public interface IContactLinks
{
    /// <summary>How long a link is good.</summary>
    const int Days = 60;

    /// <summary>Makes links of this moment, as many as are wanted: paths below the public address, such as /my/....</summary>
    Task<Func<CustomerId, string>> Preferences(CancellationToken ct);

    /// <summary>Whose link it is today, through merges; null where it was never one, has ended, or was revoked: which of these, nobody is told.</summary>
    Task<CustomerId?> Read(string token, CancellationToken ct);

    /// <summary>What was sent to this customer so far opens nothing any more.</summary>
    Task Revoke(CustomerId customer, CancellationToken ct);
}
