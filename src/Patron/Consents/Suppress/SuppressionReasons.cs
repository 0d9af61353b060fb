using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.Suppress;

internal sealed class SuppressionReasons : ISuppressionReasons
{
    public async Task<IReadOnlySet<SuppressionReason>> Of(PatronDb db, CustomerId customer, string channel, string? address, CancellationToken ct)
    {
        var reasons = await db.Suppressions.AsNoTracking().Where(s => s.CustomerId == customer && s.EndedAt == null && (s.Channel == null || s.Channel == channel)).Select(s => s.Reason).ToListAsync(ct);
        // Where no address was ever listed there is no key to digest with, and none is made by looking.
        if (address is null || !await db.SuppressedAddresses.AnyAsync(ct)) return reasons.ToHashSet();
        if ((await AddressDigests.Open(db, ct)).Of(channel, address) is { } digest)
            reasons.AddRange(await db.SuppressedAddresses.AsNoTracking().Where(a => a.Digest == digest && a.EndedAt == null).Select(a => a.Reason).ToListAsync(ct));
        return reasons.ToHashSet();
    }
}
