using Patron.Sales.Contracts;

namespace Patron.Sales;

/// <summary>What may change of a deal. Days are DateOnly.DayNumber.</summary>
internal sealed record DealFacts(
    string? Name, int Pipeline, int Stage, DealState State, int Since, int? Opened, int? Closed, int? Expected, long? Amount, int Committed,
    long? Owner, string? OwnerName, long? Product, string? Competitors, string? NextStep, int? NextDue, long? Reason)
{
    /// <summary>The organisation's own fields, as RowValues writes them; null for none.</summary>
    public string? Custom { get; init; }

    /// <summary>The columns that change sets tell of.</summary>
    public static readonly string[] Columns =
    [
        "name", "pipeline", "stage", "state", "since", "opened", "closed", "expected", "amount", "committed", "owner_id", "owner_name", "product_id", "competitors", "next_step", "next_due", "reason_id", "custom",
    ];

    public object?[] Values => [Name, Pipeline, Stage, (int)State, Since, Opened, Closed, Expected, Amount, Committed, Owner, OwnerName, Product, Competitors, NextStep, NextDue, Reason, Custom];

    /// <summary>Would a forecast be another?</summary>
    public bool StandsAs(DealFacts other) =>
        (Pipeline, Stage, State, Expected, Amount, Committed, Owner, Product) == (other.Pipeline, other.Stage, other.State, other.Expected, other.Amount, other.Committed, other.Owner, other.Product);
}

/// <summary>A step of a deal's history in memory.</summary>
internal sealed class Step
{
    public required long Id { get; init; }
    public required long At { get; init; }
    public required int Day { get; init; }
    public required DealFacts Facts { get; init; }
    public required int Probability { get; init; }
    public long? By { get; init; }
    public StepEnd End { get; set; }

    /// <summary>As the database has it; null while it is not there.</summary>
    public StepEnd? Stored { get; set; }
}

/// <summary>How a step ended: what later steps write to it.</summary>
internal readonly record struct StepEnd(int? Until, int? StageUntil, DealState? Outcome, int? Ended)
{
    public static readonly string[] Columns = ["until", "stage_until", "outcome", "ended"];

    public object?[] Values => [Until, StageUntil, (int?)Outcome, Ended];
}

/// <summary>A deal in memory, with its history where it was read.</summary>
internal sealed class Deal
{
    public required long Id { get; init; }
    public required long Customer { get; set; }
    public long? Record { get; init; }
    public long? Source { get; init; }
    public string? Number { get; init; }
    public required string Currency { get; init; }
    public int Version { get; set; } = 1;
    public required DealFacts Facts { get; set; }

    /// <summary>As the database has it; null while it is not there.</summary>
    public DealFacts? Stored { get; set; }
    public List<Step> Steps { get; } = [];

    /// <summary>The external id of whose it is, as a file named it.</summary>
    public string? Person { get; set; }

    /// <summary>What the deal is now follows on what it was. The day is never before that of the last step: then it is that day.</summary>
    public void Follow(long id, long at, int day, int probability, long? by)
    {
        if (Steps.Count > 0)
        {
            var last = Steps[^1];
            day = Math.Max(day, last.Day);
            var leaves = (last.Facts.Pipeline, last.Facts.Stage) != (Facts.Pipeline, Facts.Stage);
            last.End = last.End with { Until = day, StageUntil = leaves ? day : null };
            Facts = Facts with { Since = leaves ? day : last.Facts.Since };
        }
        Steps.Add(new() { Id = id, At = at, Day = day, Facts = Facts, Probability = probability, By = by });
        var ended = Facts.State == DealState.Open ? ((DealState?)null, (int?)null) : (Facts.State, day);
        foreach (var step in Steps) step.End = step.End with { Outcome = ended.Item1, Ended = ended.Item2 };
    }
}
