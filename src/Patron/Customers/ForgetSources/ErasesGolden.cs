using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Kernel;

namespace Patron.Customers.ForgetSources;

/// <summary>The customers themselves: who was merged into them before goes with them.</summary>
internal sealed class ErasesGolden(IGoldenRecords golden) : IErasesCustomers
{
    public int Order => 20;

    public async Task<IReadOnlyCollection<CustomerId>> AlsoKnownAs(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) =>
        [.. (await CustomerRows.MergedInto(session, [.. customers.Select(c => c.Value)], ct)).Select(id => new CustomerId(id))];

    public Task Erase(BulkSession session, Erased who, CancellationToken ct) => golden.Delete(session, who.Customers, ct);
}
