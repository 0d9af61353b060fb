using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>A job, or a schedule: a row that is due again <see cref="EveryMinutes"/> after it ended.</summary>
internal sealed class JobRow
{
    public required JobId Id { get; init; }
    public required string Kind { get; init; }
    public required string Arguments { get; init; }
    public required JobState State { get; set; }
    public required DateTimeOffset Due { get; set; }
    public int? EveryMinutes { get; init; }
    public string? Holder { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public string? Cursor { get; set; }
    public required string Phase { get; set; }
    public long Done { get; set; }
    public long? Total { get; set; }
    public int Attempts { get; set; }
    public string? Result { get; set; }
    public string? Error { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public UserId? CreatedBy { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class JobTable : IEntityTypeConfiguration<JobRow>
{
    public void Configure(EntityTypeBuilder<JobRow> job)
    {
        job.ToTable("kernel_jobs");
        job.Property(j => j.Kind).HasMaxLength(60);
        job.Property(j => j.Holder).HasMaxLength(60);
        job.Property(j => j.Phase).HasMaxLength(100);
        job.Property(j => j.Error).HasMaxLength(200);
        job.HasIndex(j => new { j.State, j.Due });
    }
}

/// <summary>A node number and who holds it.</summary>
internal sealed class NodeRow
{
    public required int Id { get; init; }
    public string? Holder { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Milliseconds since 2020 up to which ids may have been made under this number.</summary>
    public long HighWater { get; set; }
}

internal sealed class NodeTable : IEntityTypeConfiguration<NodeRow>
{
    public void Configure(EntityTypeBuilder<NodeRow> node)
    {
        node.ToTable("kernel_nodes");
        node.Property(n => n.Holder).HasMaxLength(60);
    }
}
