using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Imports.WatchFolders;

/// <summary>A folder whose files are imported as they appear. Its job is a schedule of the job table, so one server at a time looks into it.</summary>
internal sealed class WatchedFolder
{
    public required JobId JobId { get; init; }

    /// <summary>Absolute.</summary>
    public required string Path { get; init; }
    public required SourceId SourceId { get; init; }
    public required string Kind { get; init; }

    /// <summary>JSON: <see cref="FolderLimits"/>.</summary>
    public required string Limits { get; set; }

    /// <summary>JSON: what lies there, by name.</summary>
    public required string Seen { get; set; }

    /// <summary>Key of why it could not be looked into.</summary>
    public string? Trouble { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public UserId? CreatedBy { get; init; }
}

internal sealed class WatchedFolderTable : IEntityTypeConfiguration<WatchedFolder>
{
    public void Configure(EntityTypeBuilder<WatchedFolder> folder)
    {
        folder.ToTable("imports_folders");
        folder.HasKey(f => f.JobId);
        folder.Property(f => f.Path).HasMaxLength(1000);
        folder.Property(f => f.Kind).HasMaxLength(20);
        folder.Property(f => f.Trouble).HasMaxLength(200);
    }
}

/// <summary>A file as it was when it was last looked at.</summary>
/// <param name="Modified">Ticks of its last writing, UTC.</param>
/// <param name="Import">Once it was taken.</param>
internal sealed record SeenFile(long Size, long Modified, ImportId? Import = null);

/// <summary>Shares of a file's rows up to which it is applied without anybody being asked; null asks about nothing.</summary>
/// <param name="Drop">Share of rows that may be missing against the last file of the source and kind.</param>
internal sealed record FolderLimits(double? Rejected, double? Conflicts, double? Updates, double? Drop)
{
    public static FolderLimits Default { get; } = new(Rejected: 0.01, Conflicts: 0, Updates: null, Drop: 0.5);
}

/// <summary>One limit that a file exceeds.</summary>
/// <param name="Key">Of its sentence.</param>
/// <param name="Share">As it is.</param>
/// <param name="Limit">As it may be.</param>
internal sealed record Exceeded(string Key, double Share, double Limit);

internal static class WatchedFolderSets
{
    extension(PatronDb db)
    {
        public DbSet<WatchedFolder> WatchedFolders => db.Set<WatchedFolder>();
    }
}
