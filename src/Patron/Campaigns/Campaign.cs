using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Campaigns;

internal enum CampaignState
{
    /// <summary>May be edited; nothing was reckoned of it as it stands.</summary>
    Draft = 1,

    /// <summary>Reckoned as it stands.</summary>
    Checked = 2,

    /// <summary>A second person said yes.</summary>
    Approved = 3,

    Running = 4,

    /// <summary>Nothing is sent until it is resumed.</summary>
    Paused = 5,

    /// <summary>For good.</summary>
    Ended = 6,
}

internal sealed class Campaign : IVersioned
{
    public required CampaignId Id { get; init; }
    public required string Name { get; set; }

    /// <summary>In lower case: two campaigns do not differ by case alone.</summary>
    public required string FoldedName { get; set; }
    public required CampaignState State { get; set; }

    /// <summary>JSON of <see cref="CampaignPlan"/>.</summary>
    public required string Plan { get; set; }

    /// <summary>JSON of what was expected beforehand, as the plan stands; null until it is checked.</summary>
    public string? Forecast { get; set; }

    /// <summary>JSON of what it brought, once that is settled: the next forecast learns from it.</summary>
    public string? Result { get; set; }

    /// <summary>How often people were drawn; 0 before the launch.</summary>
    public int Waves { get; set; }

    /// <summary>Draws that are done to their end; as many as <see cref="Waves"/>, or one less while one is under way.</summary>
    public int PlannedWaves { get; set; }

    /// <summary>The arm that was sent to the rest.</summary>
    public int? RolledOut { get; set; }
    public DateTimeOffset? RolledOutAt { get; set; }

    /// <summary>The roll-out went to those left alone as well, so that nothing can be measured from then on; false: it did not, and measuring goes on.</summary>
    public bool? RolledOutAlone { get; set; }

    /// <summary>So many were not drawn because the budget would not have paid for them; null: it was enough.</summary>
    public int? LeftForBudget { get; set; }
    public string? Learned { get; set; }
    public UserId? LearnedBy { get; set; }
    public DateTimeOffset? LearnedAt { get; set; }
    public UserId? CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who edited it last; null: nobody but its author.</summary>
    public UserId? EditedBy { get; set; }
    public DateTimeOffset? CheckedAt { get; set; }
    public UserId? ApprovedBy { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public DateTimeOffset? LaunchedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }

    /// <summary>What the draw hangs on: it stays when the campaign gets another name.</summary>
    public string DrawKey => "campaign:" + Id;
}

internal sealed class CampaignTable : IEntityTypeConfiguration<Campaign>
{
    public const string Name = "campaigns_campaigns";
    public const int LongestName = 100, LongestLearned = 2_000;

    public void Configure(EntityTypeBuilder<Campaign> campaign)
    {
        campaign.ToTable(Name);
        campaign.Property(c => c.Name).HasMaxLength(LongestName);
        campaign.Property(c => c.FoldedName).HasMaxLength(LongestName);
        campaign.Property(c => c.Learned).HasMaxLength(LongestLearned);
        campaign.HasIndex(c => c.FoldedName).IsUnique();
    }
}

internal static class CampaignSets
{
    extension(PatronDb db)
    {
        public DbSet<Campaign> Campaigns => db.Set<Campaign>();
    }
}
