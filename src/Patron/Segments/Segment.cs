using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Segments;

/// <summary>What a segment is, as people saved it: a setting of its own, so that each change can be taken back.</summary>
/// <param name="Query">In the language of segments, other segments named by their id; empty for a set from a file.</param>
/// <param name="Goal">A question that holds on the day on which a member has reached the segment's goal; null: there is none.</param>
/// <param name="GoalDays">Counted from the day on which the customer entered; null: at any time.</param>
/// <param name="Ready">Which ready-made segment it was made from; null: none.</param>
/// <param name="Deleted">In the bin since.</param>
internal sealed record SegmentDefinition(long Id, string Name, string? About, string Query, string? Goal, int? GoalDays, string? Ready, bool FromFile, DateTimeOffset Made, DateTimeOffset? Deleted)
{
    /// <summary>What holds where there is none; a segment has a name.</summary>
    public static SegmentDefinition None { get; } = new(0, "", null, "", null, null, null, false, default, null);

    public SegmentId Key => new(Id);

    /// <summary>Begins the keys of the settings.</summary>
    public const string Settings = "segments.";

    public static string SettingOf(SegmentId id) => Settings + id;
}

/// <summary>Somebody came into a segment or left it.</summary>
internal sealed class SegmentMove
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required SegmentId SegmentId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Of the reckoning.</summary>
    public required DateOnly Day { get; init; }
    public required bool Entered { get; init; }

    /// <summary>The rules that turned, a line each, as they are written; empty where the segment itself was changed.</summary>
    public required string Why { get; init; }
}

/// <summary>Somebody named in a file.</summary>
internal sealed class ListedCustomer
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required SegmentId SegmentId { get; init; }
}

/// <summary>Who was in a segment when it was last looked at, so that the next start of the program sees who has moved meanwhile.</summary>
internal sealed class KeptMembers
{
    public required SegmentId SegmentId { get; init; }
    public required DateTimeOffset At { get; set; }

    /// <summary>The day reckoned for.</summary>
    public required DateOnly Day { get; set; }

    /// <summary>The query they were found by; another one is another set.</summary>
    public required string Query { get; set; }

    /// <summary>See <see cref="KeepMembers.MemberList"/>.</summary>
    public required byte[] Members { get; set; }
}

internal sealed class SegmentMoveTable : IEntityTypeConfiguration<SegmentMove>
{
    public const string Name = "segments_moves";
    public const int LongestWhy = 400;
    public static readonly string[] Columns = ["customer_id", "id", "segment_id", "at", "day", "entered", "why"];

    public void Configure(EntityTypeBuilder<SegmentMove> move)
    {
        move.ToTable(Name);
        move.HasKey(m => new { m.CustomerId, m.Id });
        move.Property(m => m.Why).HasMaxLength(LongestWhy);
        move.HasIndex(m => new { m.SegmentId, m.At });
    }
}

internal sealed class ListedCustomerTable : IEntityTypeConfiguration<ListedCustomer>
{
    public const string Name = "segments_listed";
    public static readonly string[] Columns = ["customer_id", "id", "segment_id"];

    public void Configure(EntityTypeBuilder<ListedCustomer> listed)
    {
        listed.ToTable(Name);
        listed.HasKey(l => new { l.CustomerId, l.Id });
        listed.HasIndex(l => l.SegmentId);
    }
}

internal sealed class KeptMembersTable : IEntityTypeConfiguration<KeptMembers>
{
    public const string Name = "segments_kept";

    public void Configure(EntityTypeBuilder<KeptMembers> kept)
    {
        kept.ToTable(Name);
        kept.HasKey(k => k.SegmentId);
    }
}

internal static class SegmentSets
{
    extension(PatronDb db)
    {
        public DbSet<SegmentMove> SegmentMoves => db.Set<SegmentMove>();
        public DbSet<ListedCustomer> ListedCustomers => db.Set<ListedCustomer>();
        public DbSet<KeptMembers> KeptMembers => db.Set<KeptMembers>();
    }
}
