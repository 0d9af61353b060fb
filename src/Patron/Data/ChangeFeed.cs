using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>What the change feed tells of; a follower that does not know a topic passes over it.</summary>
public static class Topics
{
    /// <summary>A customer was made, changed, merged, split or removed.</summary>
    public const string Customers = "customers";
    public const string Purchases = "purchases";
    public const string Holdings = "holdings";
    public const string Interactions = "interactions";
    public const string Consents = "consents";

    /// <summary>What is wrong with a customer's records was reckoned anew.</summary>
    public const string Quality = "quality";

    /// <summary>A customer's household was found, decided or left.</summary>
    public const string Households = "households";

    /// <summary>Deals and leads.</summary>
    public const string Sales = "sales";

    /// <summary>Why somebody did not buy, left, came back.</summary>
    public const string Reasons = "reasons";

    /// <summary>A task, meeting, promise or hand-over about a customer.</summary>
    public const string Tasks = "tasks";

    /// <summary>A ticket about a customer, or what happened to it.</summary>
    public const string Service = "service";

    /// <summary>A message to a customer was planned, moved or erased.</summary>
    public const string Messages = "messages";

    /// <summary>A customer did something because of a message, or was tracked.</summary>
    public const string Events = "events";

    /// <summary>What was reckoned of a customer moved with the customer: warnings.</summary>
    public const string Insights = "insights";

    /// <summary>A customer came into an arm of a test.</summary>
    public const string Experiments = "experiments";

    /// <summary>Products or organisation settings changed; names no customers.</summary>
    public const string Catalog = "catalog";
    public const string Settings = "settings";

    /// <summary>So much changed at once that followers should load anew.</summary>
    public const string Everything = "everything";
}

/// <summary>One entry of the feed: something of a topic changed for these customers (ids ascending).</summary>
public sealed record FeedEntry(long Position, DateTimeOffset At, string Topic, long[] Customers);

internal sealed class FeedRow
{
    public long Position { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Topic { get; init; }
    public required byte[] Customers { get; init; }
}

internal sealed class FeedTable : IEntityTypeConfiguration<FeedRow>
{
    public void Configure(EntityTypeBuilder<FeedRow> row)
    {
        row.ToTable("kernel_change_feed");
        row.HasKey(r => r.Position);
        row.Property(r => r.Topic).HasMaxLength(40);
    }
}

internal sealed class FeedHead
{
    public int Id { get; init; }
    public long Position { get; init; }
}

internal sealed class FeedHeadTable : IEntityTypeConfiguration<FeedHead>
{
    public void Configure(EntityTypeBuilder<FeedHead> head)
    {
        head.ToTable("kernel_feed_head");
        head.HasKey(h => h.Id);
    }
}

/// <summary>
/// The feed that the customer base and others follow. Positions come from one row that the appending transaction keeps locked until it commits,
/// so they are in commit order and without gaps: a follower that has read position n misses nothing at or below n.
/// Append as the last thing before the commit, so that the lock is short.
/// </summary>
public static class ChangeFeed
{
    public static async Task Append(DbConnection connection, DbTransaction transaction, DateTimeOffset at, string topic, IReadOnlyCollection<long> customers, CancellationToken ct)
    {
        var sorted = customers.Order().ToArray();
        await using var head = connection.CreateCommand();
        head.Transaction = transaction;
        head.CommandText = "update kernel_feed_head set position = position + 1 where id = 1 returning position";
        var position = (long)(await head.ExecuteScalarAsync(ct) ?? throw new InvalidOperationException("The change feed has no head."));

        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "insert into kernel_change_feed (position, at, topic, customers) values (@position, @at, @topic, @customers)";
        insert.Add("@position", position);
        insert.AddInstant("@at", at);
        insert.Add("@topic", topic);
        insert.Add("@customers", MemoryMarshal.AsBytes(sorted.AsSpan()).ToArray());
        await insert.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Entries after <paramref name="position"/>, in order, at most <paramref name="limit"/>.</summary>
    public static async Task<IReadOnlyList<FeedEntry>> After(PatronDb db, long position, int limit, CancellationToken ct)
    {
        var rows = await db.Set<FeedRow>().AsNoTracking().Where(r => r.Position > position).OrderBy(r => r.Position).Take(limit).ToListAsync(ct);
        return [.. rows.Select(r => new FeedEntry(r.Position, r.At, r.Topic, MemoryMarshal.Cast<byte, long>(r.Customers).ToArray()))];
    }

    public static async Task<long> Head(PatronDb db, CancellationToken ct) =>
        await db.Set<FeedHead>().AsNoTracking().Where(h => h.Id == 1).Select(h => h.Position).SingleAsync(ct);

    /// <summary>The same for a reader that is not asynchronous and may have no model yet.</summary>
    public static long HeadNow(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select position from kernel_feed_head where id = 1";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Entries older than <paramref name="before"/> are dropped; a follower further behind than that loads anew.</summary>
    public static Task<int> Prune(PatronDb db, DateTimeOffset before, CancellationToken ct) =>
        db.Set<FeedRow>().Where(r => r.At < before).ExecuteDeleteAsync(ct);
}
