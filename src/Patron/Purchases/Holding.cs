using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>Something a customer has with us over time: deposit, loan, card, policy, subscription. Amounts are micros of its currency.</summary>
internal sealed class Holding
{
    public required CustomerId CustomerId { get; init; }
    public required HoldingId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required SourceId SourceId { get; init; }
    public required string Number { get; init; }
    public required string Kind { get; init; }
    public DateOnly? Opened { get; init; }
    public DateOnly? Closed { get; init; }
    public long? Balance { get; init; }
    public long? Fees { get; init; }

    /// <summary>Paid or charged so far, an amount as the source states it.</summary>
    public long? Interest { get; init; }
    public required string Currency { get; init; }
}

internal sealed class HoldingTable : IEntityTypeConfiguration<Holding>
{
    public void Configure(EntityTypeBuilder<Holding> holding)
    {
        holding.ToTable("purchases_holdings");
        holding.HasKey(h => new { h.CustomerId, h.Id });
        // What a change set created is taken back by the ids of its rows.
        holding.HasIndex(h => h.Id);
        holding.Property(h => h.Number).HasMaxLength(100);
        holding.Property(h => h.Kind).HasMaxLength(60);
        holding.Property(h => h.Currency).HasMaxLength(3);
    }
}
