using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.DeleteCustomers;

/// <summary>Customers go to the bin.</summary>
internal sealed class DeletesMany(IBin bin) : IManyDeed
{
    public const string DeedKind = "customer.delete";

    public string Kind => DeedKind;

    public Task<int> Do(BulkSession session, ChangeRecorder changes, string arguments, IReadOnlyList<CustomerId> customers, UserId? by, CancellationToken ct) =>
        bin.Delete(session, changes, customers, ct);

    public Task<string> Title(string arguments, Sentences sentences, CancellationToken ct) => Task.FromResult(sentences["customers.bin.deleting"]);

    public string Done(string arguments, long changed, Sentences sentences) => sentences.Get("customers.bin.deleted", new { n = changed });
}

/// <summary>Customers come back from the bin.</summary>
internal sealed class RestoresMany(IBin bin) : IManyDeed
{
    public string Kind => "customer.restore";

    public Task<int> Do(BulkSession session, ChangeRecorder changes, string arguments, IReadOnlyList<CustomerId> customers, UserId? by, CancellationToken ct) =>
        bin.Restore(session, changes, customers, ct);

    public Task<string> Title(string arguments, Sentences sentences, CancellationToken ct) => Task.FromResult(sentences["customers.bin.restoring"]);

    public string Done(string arguments, long changed, Sentences sentences) => sentences.Get("customers.bin.restored", new { n = changed });
}
