using Patron.Kernel;

namespace Patron.Tasks;

internal static class TaskFields
{
    public const string Title = "title", Details = "details", Due = "due", Owner = "owner", Team = "team", Minutes = "minutes", PromisedTo = "to", Reason = "reason", Proof = "proof";
}

internal sealed record NoTitle() : FieldRefusal("tasks.refused.title", TaskFields.Title);

internal sealed record TextTooLong(string At, int Max) : FieldRefusal("tasks.refused.toolong", At);

internal sealed record NoOwner() : FieldRefusal("tasks.refused.owner", TaskFields.Owner);

internal sealed record NoTeam() : FieldRefusal("tasks.refused.team", TaskFields.Team);

internal sealed record NoSuchDuration(int Max) : FieldRefusal("tasks.refused.minutes", TaskFields.Minutes);

internal sealed record NoDue() : FieldRefusal("tasks.refused.due", TaskFields.Due);

/// <summary>Whoever gives a hand-over back says why.</summary>
internal sealed record NoReason() : FieldRefusal("tasks.refused.reason", TaskFields.Reason);

/// <summary>The task, or its customer, is not there.</summary>
internal sealed record TaskGone() : Refusal("tasks.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

internal sealed record TaskChangedMeanwhile() : Refusal("tasks.refused.changed");

internal sealed record NotOpen() : Refusal("tasks.refused.closed");

internal sealed record StillOpen() : Refusal("tasks.refused.open");

/// <summary>Only a hand-over is offered, accepted and returned.</summary>
internal sealed record NoHandOver() : Refusal("tasks.refused.nohandover");

internal sealed record NotOffered() : Refusal("tasks.refused.notoffered");

/// <summary>A hand-over is accepted or sent back by those to whom it was given.</summary>
internal sealed record NotForYou(string Team) : Refusal("tasks.refused.notforyou");

/// <summary>A hand-over is offered anew instead of being given to somebody.</summary>
internal sealed record OfferInstead() : Refusal("tasks.refused.offer");

/// <summary>It was not accepted yet, so it cannot be done.</summary>
internal sealed record NotAccepted() : Refusal("tasks.refused.notaccepted");

/// <summary>A tick does not make a hand-over done: something must have happened after it was accepted.</summary>
internal sealed record NoProof() : FieldRefusal("tasks.refused.proof", TaskFields.Proof);
