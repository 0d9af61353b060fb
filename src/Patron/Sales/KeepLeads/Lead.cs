using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Sales.KeepLeads;

internal enum LeadState
{
    /// <summary>Waits to be accepted by its owner.</summary>
    Offered = 1,
    Accepted = 2,

    /// <summary>Only watching: kept warm, not pressed.</summary>
    Nurtured = 3,

    /// <summary>Ready and with budget: it is a deal.</summary>
    Sales = 4,

    /// <summary>Followed up: something happened afterwards that shows it.</summary>
    Done = 5,
}

/// <summary>What was asked, and answered.</summary>
internal enum Answer { Unknown = 0, No = 1, Yes = 2 }

/// <summary>Somebody who may buy: a row of a customer, who may have bought nothing yet.</summary>
internal sealed class Lead
{
    public required CustomerId CustomerId { get; init; }
    public required LeadId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>The system whose file brought it, and its number there; null where it was captured here.</summary>
    public SourceId? SourceId { get; init; }
    public string? Number { get; init; }

    /// <summary>A number of <see cref="LeadSources"/>.</summary>
    public required int Source { get; init; }
    public required string Interest { get; init; }
    public required LeadState State { get; init; }
    public UserId? OwnerId { get; init; }

    /// <summary>Until then the owner accepts it.</summary>
    public DateTimeOffset? AcceptBy { get; init; }
    public required Answer Budget { get; init; }
    public required Answer Need { get; init; }
    public required Answer Decider { get; init; }

    /// <summary>Now, rather than later.</summary>
    public required Answer Soon { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public OpportunityId? OpportunityId { get; init; }

    /// <summary>Points of what was answered, by the rules of <see cref="LeadRules"/>.</summary>
    public int? Fit { get; init; }

    /// <summary>When its engagement is down to one point, if nothing more happens (see <see cref="LeadRules"/>); null where nothing has happened.</summary>
    public DateTimeOffset? CoolsAt { get; init; }

    /// <summary>When that was last looked up; null never.</summary>
    public DateTimeOffset? ScoredAt { get; init; }

    /// <summary>The organisation's own fields, as RowValues writes them; null for none.</summary>
    public string? Custom { get; init; }
    public required int Version { get; init; }

    public Answers Said => new(Budget, Need, Decider, Soon);
}

internal sealed class LeadTable : IEntityTypeConfiguration<Lead>
{
    public const string Name = "sales_leads";
    public const int LongestInterest = 300, LongestNumber = 300;

    /// <summary>The columns that change sets tell of.</summary>
    public static readonly string[] Recorded = ["state", "owner_id", "accept_by", "budget", "need", "decider", "soon", "opportunity_id", "fit", "custom"];

    public void Configure(EntityTypeBuilder<Lead> lead)
    {
        lead.ToTable(Name);
        lead.Ignore(l => l.Said);
        lead.HasKey(l => new { l.CustomerId, l.Id });
        lead.Property(l => l.Interest).HasMaxLength(LongestInterest);
        lead.Property(l => l.Number).HasMaxLength(LongestNumber);
        lead.HasIndex(l => l.Id);
        lead.HasIndex(l => new { l.State, l.CreatedAt });
        lead.HasIndex(l => l.AcceptBy);
        lead.HasIndex(l => new { l.OwnerId, l.State });
    }
}
