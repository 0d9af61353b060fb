using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Experiments.KeepTests;

/// <summary>A test as it was planned; its number is that of what is tested.</summary>
internal sealed class TestRow
{
    public required long Id { get; init; }
    public required string Kind { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required string Href { get; init; }

    /// <summary>JSON of the arms.</summary>
    public required string Arms { get; init; }
    public required int WindowDays { get; init; }

    /// <summary>Thousandths; null: nobody reckoned it.</summary>
    public int? Power { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>That a customer was drawn.</summary>
internal sealed class Assignment
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required long TestId { get; init; }
    public required int Arm { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class TestTable : IEntityTypeConfiguration<TestRow>
{
    public const string Name = "experiments_tests";

    public void Configure(EntityTypeBuilder<TestRow> test)
    {
        test.ToTable(Name);
        test.Property(t => t.Id).ValueGeneratedNever();
        test.Property(t => t.Kind).HasMaxLength(40);
        test.Property(t => t.Key).HasMaxLength(100);
        test.Property(t => t.Name).HasMaxLength(200);
        test.Property(t => t.Href).HasMaxLength(200);
    }
}

internal sealed class AssignmentTable : IEntityTypeConfiguration<Assignment>
{
    public const string Name = "experiments_assignments";

    public void Configure(EntityTypeBuilder<Assignment> assignment)
    {
        assignment.ToTable(Name);
        assignment.HasKey(a => new { a.CustomerId, a.Id });
        assignment.HasIndex(a => a.TestId);
        assignment.HasIndex(a => a.Id);
    }
}
