using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Insights.WarnOfChurn;

/// <summary>Why it is feared that a customer leaves.</summary>
[Flags]
internal enum ChurnReasons
{
    None = 0,

    /// <summary>The likelihood of still being a customer fell.</summary>
    Fell = 1,

    /// <summary>Buys less often than before.</summary>
    Slower = 2,

    /// <summary>Overdue against the own rhythm.</summary>
    Late = 4,
}

/// <summary>A customer on the list of one week, as it was saved; the list of a week is not changed when the week is over.</summary>
internal sealed class ChurnWarning
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>The Monday that the week began with.</summary>
    public required DateOnly Week { get; init; }

    /// <summary>The day that the list saw last.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Reckoned when the week was over, as of a day in it, so that the first list can be judged at once.</summary>
    public required bool Later { get; init; }
    public required ChurnReasons Reasons { get; init; }

    /// <summary>Likelihoods in thousandths, four weeks before and on the day; null without a model.</summary>
    public int? AliveBefore { get; init; }
    public int? Alive { get; init; }

    /// <summary>Usual days between purchases; days since the last one; days past the window in which the next was expected.</summary>
    public required int Every { get; init; }
    public required int Silent { get; init; }
    public required int DaysLate { get; init; }

    /// <summary>Micros that the customer would bring within the horizon, were it certain that they stay.</summary>
    public required long Value { get; init; }
}

internal sealed class ChurnWarningTable : IEntityTypeConfiguration<ChurnWarning>
{
    public const string Name = "insights_warnings";

    public void Configure(EntityTypeBuilder<ChurnWarning> warning)
    {
        warning.ToTable(Name);
        warning.HasKey(w => new { w.CustomerId, w.Id });
        warning.HasIndex(w => w.Week);
    }
}

internal static class ChurnSets
{
    extension(PatronDb db)
    {
        public DbSet<ChurnWarning> ChurnWarnings => db.Set<ChurnWarning>();
    }
}
