using Patron.Data;
using Patron.Data.Erasing;
using Patron.Kernel;

namespace Patron.IdentityResolution.ForgetSources;

/// <summary>Pairs that waited for somebody's answer about an erased record, or had one.</summary>
internal sealed class ErasesReviews : IErasesCustomers
{
    public int Order => 11;

    public Task<IReadOnlyCollection<CustomerId>> AlsoKnownAs(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<CustomerId>>([]);

    public async Task Erase(BulkSession session, Erased who, CancellationToken ct)
    {
        foreach (var some in who.Records.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText = $"delete from identity_review_pairs where first_record in {delete.In("@first", some.Select(r => r.Value))} or second_record in {delete.In("@second", some.Select(r => r.Value))}";
            await delete.ExecuteNonQueryAsync(ct);
        }
    }
}
