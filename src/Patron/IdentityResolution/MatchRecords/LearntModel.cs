using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>A version of the model of persons or of organisations: weights and digests, nothing of a person. Versions stay; one of a kind is in use.</summary>
internal sealed class LearntModel
{
    public required CustomerKind Kind { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required int Version { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who had it learnt; null is the program itself.</summary>
    public UserId? By { get; init; }

    /// <summary>From how many records, and from how many answers of people beside them.</summary>
    public required int Records { get; init; }
    public required int Answers { get; init; }

    /// <summary>See <see cref="StoredModel"/>.</summary>
    public required string Model { get; init; }

    /// <summary>How it and the one then in use judge the answers of people (JSON, see <see cref="TrainModel.ModelComparison"/>); null for the first.</summary>
    public string? Comparison { get; init; }
    public bool InUse { get; set; }

    /// <summary>When it was switched on last; null never.</summary>
    public DateTimeOffset? SwitchedAt { get; set; }

    /// <summary>Who switched it on; null is the program itself.</summary>
    public UserId? SwitchedBy { get; set; }
}

internal sealed class LearntModelTable : IEntityTypeConfiguration<LearntModel>
{
    public void Configure(EntityTypeBuilder<LearntModel> model)
    {
        model.ToTable(IdentityTables.Models);
        model.HasKey(m => new { m.Kind, m.Version });
    }
}

internal static class LearntModelSets
{
    extension(PatronDb db)
    {
        public DbSet<LearntModel> LearntModels => db.Set<LearntModel>();
    }
}
