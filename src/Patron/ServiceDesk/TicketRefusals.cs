using Patron.Kernel;

namespace Patron.ServiceDesk;

internal static class TicketFields
{
    public const string Title = "title", Details = "details", Text = "text", Owner = "owner", Team = "team", Reason = "reason", Order = "order", Customer = "customer", Amount = "amount", File = "file", Name = "name";
}

internal sealed record NoTitle() : FieldRefusal("servicedesk.refused.title", TicketFields.Title);

internal sealed record TextTooLong(string At, int Max) : FieldRefusal("servicedesk.refused.toolong", At);

/// <summary>An answer, a solution, and why something is reopened need words.</summary>
internal sealed record NoText() : FieldRefusal("servicedesk.refused.text", TicketFields.Text);

internal sealed record NoOwner() : FieldRefusal("servicedesk.refused.owner", TicketFields.Owner);

internal sealed record NoTeam() : FieldRefusal("servicedesk.refused.team", TicketFields.Team);

internal sealed record NoSuchReason() : FieldRefusal("servicedesk.refused.reason", TicketFields.Reason);

internal sealed record NoSuchOrder() : FieldRefusal("servicedesk.refused.order", TicketFields.Order);

/// <summary>The ticket, or its customer, is not there.</summary>
internal sealed record TicketGone() : Refusal("servicedesk.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>Too large, or of a type that is not taken.</summary>
internal sealed record NoSuchFile() : FieldRefusal("servicedesk.refused.file", TicketFields.File);

internal sealed record TicketChangedMeanwhile() : Refusal("servicedesk.refused.changed");

internal sealed record NotOpen() : Refusal("servicedesk.refused.closed");

internal sealed record StillOpen() : Refusal("servicedesk.refused.open");

/// <summary>Whoever has had no answer yet waits for us, not we for him.</summary>
internal sealed record NotAnswered() : Refusal("servicedesk.refused.notanswered");

internal sealed record WaitsAlready() : Refusal("servicedesk.refused.waits");

internal sealed record DoesNotWait() : Refusal("servicedesk.refused.doesnotwait");

internal sealed record NotSolved() : Refusal("servicedesk.refused.notsolved");

/// <summary>No address is known, or mail to it came back.</summary>
internal sealed record NoMailWay() : Refusal("servicedesk.refused.mail");

/// <summary>The customer has read it, or may have.</summary>
internal sealed record MailHasLeft() : Refusal("servicedesk.refused.left");

/// <summary>A mail that was received came a second time.</summary>
internal sealed record TakenAlready() : Refusal("servicedesk.refused.taken");

/// <summary>It is on its way, has arrived, or is not there.</summary>
internal sealed record NotAgain() : Refusal("servicedesk.refused.again");

internal sealed record NoAmount() : FieldRefusal("servicedesk.refused.amount", TicketFields.Amount);

/// <summary>The rule says no; one who gives it all the same says why.</summary>
internal sealed record AgainstRule() : FieldRefusal("servicedesk.refused.rule", TicketFields.Text);

internal sealed record NoName() : FieldRefusal("servicedesk.refused.name", TicketFields.Name);

/// <summary>The text of a template names something that there is not.</summary>
internal sealed record UnknownWord(string Word) : FieldRefusal("servicedesk.refused.word", TicketFields.Text);

/// <summary>A number of the rules is out of its range.</summary>
internal sealed record NoSuchNumber(string At, long Least, long Most) : FieldRefusal("servicedesk.refused.number", At);
