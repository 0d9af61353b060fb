using Patron.Kernel;

namespace Patron.Sales.MoveDeals;

internal sealed record DealGone() : Refusal("sales.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>Somebody else changed it since the page was opened.</summary>
internal sealed record DealChangedMeanwhile() : Refusal("sales.refused.changed");

/// <summary>A deal that is won or lost is reopened first.</summary>
internal sealed record DealEnded() : Refusal("sales.refused.ended");

internal sealed record DealOpen() : Refusal("sales.refused.open");

/// <summary>The stage is none of an open deal of this pipeline.</summary>
internal sealed record NoSuchStage() : FieldRefusal("sales.refused.stage", "stage");

/// <summary>Every move of an open deal says what comes next.</summary>
internal sealed record NextStepNeeded() : FieldRefusal("sales.refused.next", "next");

internal sealed record ReasonNeeded() : FieldRefusal("sales.refused.reason", "reason");

internal sealed record AmountWrong() : FieldRefusal("sales.refused.amount", "amount");

internal sealed record TooLong(string Of, int Max) : FieldRefusal("sales.refused.long", Of);

internal sealed record DayInFuture() : FieldRefusal("sales.refused.future", "day");
