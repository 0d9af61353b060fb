using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;

namespace Patron.Sales;

/// <summary>A deal with a customer as it stands now. Amounts are micros of its currency; days are those of the organisation.</summary>
internal sealed class Opportunity
{
    public required CustomerId CustomerId { get; init; }
    public required OpportunityId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>Null where the deal was made here.</summary>
    public SourceId? SourceId { get; init; }
    public string? Number { get; init; }
    public string? Name { get; init; }
    public required int Pipeline { get; init; }
    public required int Stage { get; init; }
    public required DealState State { get; init; }

    /// <summary>The day on which it came into its stage.</summary>
    public required DateOnly Since { get; init; }
    public DateOnly? Opened { get; init; }
    public DateOnly? Closed { get; init; }
    public DateOnly? Expected { get; init; }

    /// <summary>Null: the list price of the product stands for it.</summary>
    public long? Amount { get; init; }
    public required string Currency { get; init; }

    /// <summary>1 where its owner has promised it, else 0.</summary>
    public required int Committed { get; init; }
    public UserId? OwnerId { get; init; }

    /// <summary>What a file calls an owner who is not known here.</summary>
    public string? OwnerName { get; init; }
    public ProductId? ProductId { get; init; }
    public string? Competitors { get; init; }
    public string? NextStep { get; init; }
    public DateOnly? NextDue { get; init; }
    public ReasonId? ReasonId { get; init; }

    /// <summary>The organisation's own fields, as RowValues writes them; null for none.</summary>
    public string? Custom { get; init; }
    public required int Version { get; init; }
}

internal sealed class OpportunityTable : IEntityTypeConfiguration<Opportunity>
{
    public const string Name = "sales_opportunities";
    public const int LongestNumber = 100, LongestName = 200, LongestStep = 500;

    public void Configure(EntityTypeBuilder<Opportunity> deal)
    {
        deal.ToTable(Name);
        deal.HasKey(d => new { d.CustomerId, d.Id });
        deal.Property(d => d.Number).HasMaxLength(LongestNumber);
        deal.Property(d => d.Name).HasMaxLength(LongestName);
        deal.Property(d => d.Currency).HasMaxLength(3);
        deal.Property(d => d.OwnerName).HasMaxLength(LongestName);
        deal.Property(d => d.Competitors).HasMaxLength(LongestStep);
        deal.Property(d => d.NextStep).HasMaxLength(LongestStep);
        deal.HasIndex(d => d.Id);
        deal.HasIndex(d => new { d.OwnerId, d.State, d.NextDue });
        // The board reads its columns from this index alone.
        deal.HasIndex(d => new { d.State, d.Pipeline, d.Stage, d.Since, d.Id, d.CustomerId, d.Amount, d.Currency, d.OwnerId, d.ProductId, d.Expected, d.NextDue, d.Committed, d.Version }).HasDatabaseName(Board);
    }

    public const string Board = "IX_sales_opportunities_board";
}

/// <summary>
/// What a deal was from one day to the next: the history that forecasts of past days are reckoned from. A day shows the step that holds at its end.
/// </summary>
internal sealed class DealStep
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required OpportunityId OpportunityId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateOnly Day { get; init; }

    /// <summary>The day of the next step; null where this one holds today.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The day on which the stage was left, on the last step within it.</summary>
    public DateOnly? StageUntil { get; init; }
    public required int Pipeline { get; init; }
    public required int Stage { get; init; }
    public required DealState State { get; init; }
    public required DateOnly Since { get; init; }

    /// <summary>Per cent, as the stage had it then.</summary>
    public required int Probability { get; init; }
    public long? Amount { get; init; }
    public required string Currency { get; init; }
    public DateOnly? Expected { get; init; }
    public required int Committed { get; init; }
    public UserId? OwnerId { get; init; }
    public ProductId? ProductId { get; init; }

    /// <summary>How and when the whole deal ended, on every step of it; null while it is open.</summary>
    public DealState? Outcome { get; init; }
    public DateOnly? Ended { get; init; }
    public UserId? By { get; init; }
}

internal sealed class DealStepTable : IEntityTypeConfiguration<DealStep>
{
    public const string Name = "sales_steps";

    public void Configure(EntityTypeBuilder<DealStep> step)
    {
        step.ToTable(Name);
        step.HasKey(s => new { s.CustomerId, s.Id });
        step.Property(s => s.Currency).HasMaxLength(3);
        step.HasIndex(s => new { s.CustomerId, s.OpportunityId });
        step.HasIndex(s => s.Id);
        // What deals were on a day is read from this index alone.
        step.HasIndex(s => new { s.State, s.Until, s.Day, s.CustomerId, s.OpportunityId, s.Stage, s.Since, s.Probability, s.Amount, s.Currency, s.Expected, s.Committed, s.OwnerId, s.ProductId }).HasDatabaseName("IX_sales_steps_as_of");
    }
}

internal static class SalesSets
{
    extension(PatronDb db)
    {
        public DbSet<Opportunity> Opportunities => db.Set<Opportunity>();
        public DbSet<DealStep> DealSteps => db.Set<DealStep>();
    }
}
