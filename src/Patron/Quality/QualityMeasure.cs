using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Quality;

/// <summary>How well a source filled a field at one moment: counts of rows, never values.</summary>
internal sealed class QualityMeasure
{
    /// <summary>Zero where the rows belong to no source: the catalogue.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>The import's word: customers, orders, order-lines, products, holdings, interactions.</summary>
    public required string Kind { get; init; }
    public required string Field { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The organisation's day at that moment.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Rows to which the field applies: the base of every share.</summary>
    public required long Total { get; init; }
    public required long Filled { get; init; }

    /// <summary>Filled with something that is no value of the field; null where that cannot be.</summary>
    public long? Invalid { get; init; }

    /// <summary>Filled with what another row of the same source says too; null where that is not odd.</summary>
    public long? Duplicate { get; init; }

    /// <summary>Filled, and said or changed by the source lately; null where it is not known.</summary>
    public long? Fresh { get; init; }
}

internal sealed class QualityMeasureTable : IEntityTypeConfiguration<QualityMeasure>
{
    public const string Name = "quality_measures";

    public void Configure(EntityTypeBuilder<QualityMeasure> measure)
    {
        measure.ToTable(Name);
        measure.HasKey(m => new { m.SourceId, m.Kind, m.Field, m.At });
        measure.Field(m => m.Kind, m => m.Field);
    }
}

/// <summary>The greatest share of a file's rows that may have a flaw before whoever imports it is warned.</summary>
internal sealed class QualityLimit
{
    public required SourceId SourceId { get; init; }
    public required string Kind { get; init; }
    public required string Field { get; init; }
    public required Flaw Flaw { get; init; }

    /// <summary>Micros of 1: 50,000 is five per cent.</summary>
    public required long Most { get; set; }
}

internal sealed class QualityLimitTable : IEntityTypeConfiguration<QualityLimit>
{
    public const string Name = "quality_limits";

    public void Configure(EntityTypeBuilder<QualityLimit> limit)
    {
        limit.ToTable(Name);
        limit.HasKey(l => new { l.SourceId, l.Kind, l.Field, l.Flaw });
        limit.Field(l => l.Kind, l => l.Field);
    }
}

/// <summary>What was found wrong with one source record, as bits of <see cref="QualityField.Mask"/>; a record without flaws has no row.</summary>
internal sealed class RecordFlaws
{
    public required CustomerId CustomerId { get; init; }

    /// <summary>The record's.</summary>
    public required long Id { get; init; }
    public required SourceRecordId SourceRecordId { get; init; }

    /// <summary>The source's bit in a customer's mask of sources.</summary>
    public required int SourceNumber { get; init; }
    public int Missing { get; init; }
    public int Invalid { get; init; }
    public int Duplicate { get; init; }
}

internal sealed class RecordFlawsTable : IEntityTypeConfiguration<RecordFlaws>
{
    public const string Name = "quality_flaws";

    public void Configure(EntityTypeBuilder<RecordFlaws> flaws)
    {
        flaws.ToTable(Name);
        flaws.HasKey(f => new { f.CustomerId, f.Id });
    }
}

/// <summary>A record that says in a field what another record of its source says too.</summary>
internal sealed class SharedValue
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public required SourceRecordId SourceRecordId { get; init; }
    public required SourceId SourceId { get; init; }
    public required string Field { get; init; }

    /// <summary>The oldest record that says so names the group: the value itself is not kept here.</summary>
    public required long Leader { get; init; }
}

internal sealed class SharedValueTable : IEntityTypeConfiguration<SharedValue>
{
    public const string Name = "quality_shared";

    public void Configure(EntityTypeBuilder<SharedValue> shared)
    {
        shared.ToTable(Name);
        shared.HasKey(s => new { s.CustomerId, s.Id });
        shared.Field(null, s => s.Field);
        shared.HasIndex(s => new { s.SourceId, s.Field, s.Leader });
    }
}

internal static class QualitySets
{
    private const int LongestKind = 20, LongestField = 80;

    /// <summary>The columns by which every table of this room names a field of a kind of rows.</summary>
    public static void Field<T>(this EntityTypeBuilder<T> table, Expression<Func<T, string?>>? kind, Expression<Func<T, string?>> field) where T : class
    {
        if (kind is not null) table.Property(kind).HasMaxLength(LongestKind);
        table.Property(field).HasMaxLength(LongestField);
    }

    extension(PatronDb db)
    {
        public DbSet<QualityMeasure> QualityMeasures => db.Set<QualityMeasure>();
        public DbSet<QualityLimit> QualityLimits => db.Set<QualityLimit>();
        public DbSet<RecordFlaws> RecordFlaws => db.Set<RecordFlaws>();
        public DbSet<SharedValue> SharedValues => db.Set<SharedValue>();
    }
}
