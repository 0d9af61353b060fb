using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// What must be unique without the customer's id (an order number within a source, an external id) is claimed here: (scope, key) -> id, and whose row it is.
/// The big tables themselves are unique only within a customer, so that they can be distributed by customer later.
/// </summary>
public readonly record struct Claim(long Id, long Customer);

/// <summary>Scopes name the kind of key and the source within which it is unique.</summary>
public static class ClaimScopes
{
    public static string Record(SourceId source) => "record:" + source.Value;
    public static string Order(SourceId source) => "order:" + source.Value;
    public static string Holding(SourceId source) => "holding:" + source.Value;
    public static string Interaction(SourceId source) => "interaction:" + source.Value;
    public static string Ticket(SourceId source) => "ticket:" + source.Value;
    public static string Opportunity(SourceId source) => "opportunity:" + source.Value;
    public static string Lead(SourceId source) => "lead:" + source.Value;

    public static string Task(SourceId source) => "task:" + source.Value;

    /// <summary>Every scope of the source.</summary>
    public static IReadOnlyList<string> Of(SourceId source) =>
        [Record(source), Order(source), Holding(source), Interaction(source), Ticket(source), Opportunity(source), Lead(source), Task(source)];
}

internal sealed class ClaimedKey
{
    public required string Scope { get; init; }
    public required string Key { get; init; }
    public long Id { get; init; }
    public long CustomerId { get; init; }
}

internal sealed class ClaimedKeyTable : IEntityTypeConfiguration<ClaimedKey>
{
    public void Configure(EntityTypeBuilder<ClaimedKey> claim)
    {
        claim.ToTable("kernel_claimed_keys");
        claim.HasKey(c => new { c.Scope, c.Key });
        claim.Property(c => c.Scope).HasMaxLength(60);
        claim.Property(c => c.Key).HasMaxLength(200);
        claim.HasIndex(c => c.CustomerId);
        // What a change set created is taken back by the ids of its rows.
        claim.HasIndex(c => c.Id);
    }
}

public static class ClaimedKeys
{
    public const string Table = "kernel_claimed_keys";
    public static readonly string[] Columns = ["scope", "key", "id", "customer_id"];

    /// <summary>The claims that exist among <paramref name="keys"/>.</summary>
    public static async Task<Dictionary<string, Claim>> Find(this BulkSession session, string scope, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var found = new Dictionary<string, Claim>(keys.Count, StringComparer.Ordinal);
        foreach (var some in keys.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select key, id, customer_id from {Table} where scope = @scope and key in {command.In("@keys", some)}";
            command.Add("@scope", scope);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) found[reader.GetString(0)] = new(reader.GetInt64(1), reader.GetInt64(2));
        }
        return found;
    }

    /// <summary>Gives up every claim of these scopes.</summary>
    public static async Task Release(this BulkSession session, IEnumerable<string> scopes, CancellationToken ct)
    {
        await using var delete = session.Command();
        delete.CommandText = $"delete from {Table} where scope in {delete.In("@scopes", scopes)}";
        await delete.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Whose row the key means in any of these scopes; in two of them the first one claimed.</summary>
    public static async Task<CustomerId?> CustomerOf(PatronDb db, IReadOnlyCollection<string> scopes, string key, CancellationToken ct) =>
        await db.Set<ClaimedKey>().AsNoTracking().Where(c => scopes.Contains(c.Scope) && c.Key == key).OrderBy(c => c.Id).Select(c => (long?)c.CustomerId).FirstOrDefaultAsync(ct) is { } id ? new CustomerId(id) : null;

    /// <summary>The same for several keys at once; those that are claimed nowhere are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, CustomerId>> CustomersOf(PatronDb db, IReadOnlyCollection<string> scopes, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var found = new Dictionary<string, CustomerId>(StringComparer.Ordinal);
        foreach (var some in keys.Chunk(5_000))
            foreach (var claim in await db.Set<ClaimedKey>().AsNoTracking().Where(c => scopes.Contains(c.Scope) && some.Contains(c.Key)).OrderBy(c => c.Id).Select(c => new { c.Key, c.CustomerId }).ToListAsync(ct))
                found.TryAdd(claim.Key, new(claim.CustomerId));
        return found;
    }

    public static void Write(IRowSink sink, string scope, string key, long id, long customer)
    {
        sink.Begin();
        sink.Text(scope);
        sink.Text(key);
        sink.Long(id);
        sink.Long(customer);
        sink.End();
    }
}
