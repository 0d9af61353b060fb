using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>One order or return of one customer; its time is its earliest line's.</summary>
internal sealed class Order
{
    public required CustomerId CustomerId { get; init; }
    public required OrderId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required SourceId SourceId { get; init; }
    public required string Number { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Currency { get; init; }
    public string? Channel { get; init; }
    public string? Country { get; init; }

    /// <summary>The number has the source's cancellation prefix.</summary>
    public bool IsReturn { get; init; }

    /// <summary>What the source says the order came to, in micros of its currency; the lines' sum is reckoned, never stored.</summary>
    public long? StatedTotal { get; init; }
}

internal sealed class OrderTable : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.ToTable("purchases_orders");
        order.HasKey(o => new { o.CustomerId, o.Id });
        order.Property(o => o.Number).HasMaxLength(100);
        order.Property(o => o.Currency).HasMaxLength(3);
        order.Property(o => o.Channel).HasMaxLength(60);
        order.Property(o => o.Country).HasMaxLength(2);
        // What a change set made is known by its ids.
        order.HasIndex(o => o.Id);
    }
}

/// <summary>One line of an order. Amounts are micros of the order's currency, the quantity is micros of a piece.</summary>
internal sealed class OrderLine
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public required OrderId OrderId { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>The source's own line number, where it has one.</summary>
    public string? Line { get; init; }
    public required ProductId ProductId { get; init; }
    public required long Quantity { get; init; }
    public required long Price { get; init; }

    /// <summary>Micros of 1: 100,000 is ten per cent.</summary>
    public required long Discount { get; init; }

    /// <summary>Quantity x price x (1 - discount).</summary>
    public required long Amount { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class OrderLineTable : IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<OrderLine> line)
    {
        line.ToTable("purchases_order_lines");
        line.HasKey(l => new { l.CustomerId, l.Id });
        line.Property(l => l.Line).HasMaxLength(40);
        line.HasIndex(l => new { l.CustomerId, l.OrderId });
        line.HasIndex(l => l.Id);
    }
}

internal static class PurchaseSets
{
    extension(PatronDb db)
    {
        public DbSet<Order> Orders => db.Set<Order>();
        public DbSet<OrderLine> OrderLines => db.Set<OrderLine>();
        public DbSet<Holding> Holdings => db.Set<Holding>();
    }
}
