using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.Contracts;

/// <summary>Tells why somebody is on the suppression list, for those who may write all the same: who asks us something is answered, though he wants no advertising.</summary>
public interface ISuppressionReasons
{
    /// <summary>The reasons that hold today, of the customer and of the address; none where neither is on the list.</summary>
    /// <param name="address">That the channel uses now; null: only the customer is looked for.</param>
    Task<IReadOnlySet<SuppressionReason>> Of(PatronDb db, CustomerId customer, string channel, string? address, CancellationToken ct);
}
