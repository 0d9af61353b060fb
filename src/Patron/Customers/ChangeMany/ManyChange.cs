using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.ChangeMany;

/// <summary>One deed for many customers, or its taking back: what is to be done, by which job, and how far it came.</summary>
internal sealed class ManyChange
{
    /// <summary>The change set that it makes.</summary>
    public required ChangeSetId Id { get; init; }

    /// <summary>A deed's kind; <see cref="Undo"/> for a taking back.</summary>
    public required string Kind { get; init; }
    public required string Arguments { get; init; }

    /// <summary>The change set that it takes back.</summary>
    public ChangeSetId? Undoes { get; init; }
    public required long Total { get; init; }
    public long Changed { get; set; }
    public JobId? JobId { get; set; }
    public required DateTimeOffset At { get; init; }
    public required UserId By { get; init; }

    public const string Undo = "undo";
}

/// <summary>A part of the customers concerned, in the order in which they are dealt with: kept beside the change, so that a job that was interrupted goes on with the very same.</summary>
internal sealed class ManyPart
{
    public const int Size = 2_000;

    public required ChangeSetId ChangeId { get; init; }
    public required int Part { get; init; }

    /// <summary>Ids, eight bytes each.</summary>
    public required byte[] Customers { get; init; }

    public static byte[] Write(CustomerId[] customers) => MemoryMarshal.AsBytes(Array.ConvertAll(customers, c => c.Value).AsSpan()).ToArray();

    public static CustomerId[] Read(byte[] bytes) => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), id => new CustomerId(id));
}

/// <summary>What a taking back left as it is, because it was changed since; names and values are looked up when it is shown.</summary>
internal sealed class ManyLeft
{
    public required ChangeSetId ChangeId { get; init; }
    public required int Seq { get; init; }

    /// <summary>0 where it is no customer's.</summary>
    public required CustomerId CustomerId { get; init; }
    public string? Field { get; init; }
    public required string Reason { get; init; }
}

internal sealed class ManyChangeTable : IEntityTypeConfiguration<ManyChange>
{
    public void Configure(EntityTypeBuilder<ManyChange> change)
    {
        change.ToTable("customers_many_changes");
        change.Property(c => c.Kind).HasMaxLength(40);
    }
}

internal sealed class ManyPartTable : IEntityTypeConfiguration<ManyPart>
{
    public const string Name = "customers_many_parts";

    public void Configure(EntityTypeBuilder<ManyPart> part)
    {
        part.ToTable(Name);
        part.HasKey(p => new { p.ChangeId, p.Part });
    }
}

internal sealed class ManyLeftTable : IEntityTypeConfiguration<ManyLeft>
{
    public void Configure(EntityTypeBuilder<ManyLeft> left)
    {
        left.ToTable("customers_many_left");
        left.HasKey(l => new { l.ChangeId, l.Seq });
        left.Property(l => l.Field).HasMaxLength(60);
        left.Property(l => l.Reason).HasMaxLength(100);
    }
}
