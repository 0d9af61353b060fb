using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Portal.HandleRequests;

internal enum RequestKind { Erase = 1, Correct = 2 }

internal enum RequestState { Open = 1, Done = 2, Refused = 3 }

/// <summary>What a customer asks for on the own pages, and a person decides.</summary>
internal sealed class PortalRequest
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required RequestKind Kind { get; init; }
    public required RequestState State { get; set; }

    /// <summary>Of a correction: a JSON object of fields and their values.</summary>
    public string? Wanted { get; init; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public UserId? EndedBy { get; set; }
    public string? Why { get; set; }
}

internal sealed class PortalRequestTable : IEntityTypeConfiguration<PortalRequest>
{
    public const string Name = "portal_requests";

    public void Configure(EntityTypeBuilder<PortalRequest> request)
    {
        request.ToTable(Name);
        request.HasKey(r => new { r.CustomerId, r.Id });
        request.Property(r => r.Why).HasMaxLength(300);
        request.HasIndex(r => new { r.State, r.At });
    }
}

internal static class PortalSets
{
    extension(PatronDb db)
    {
        public DbSet<PortalRequest> PortalRequests => db.Set<PortalRequest>();
    }
}
