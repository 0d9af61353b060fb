using Patron.Kernel;

namespace Patron.Interactions.KeepContacts;

internal static class ContactFields
{
    public const string Kind = "kind", Direction = "direction", At = "at", With = "with", Subject = "subject", Text = "text", Outcome = "outcome", Mood = "mood", Critical = "critical",
        File = "file", NextKind = "next", NextTitle = "nextTitle", NextDue = "nextDue", NextOwner = "nextOwner", NextTeam = "nextTeam";
}

internal sealed record NoSuchKind() : FieldRefusal("interactions.contact.refused.kind", ContactFields.Kind);

internal sealed record NothingSaid() : FieldRefusal("interactions.contact.refused.empty", ContactFields.Subject);

internal sealed record ContactTextTooLong(string At, int Max) : FieldRefusal("interactions.contact.refused.toolong", At);

internal sealed record NoSuchTime() : FieldRefusal("interactions.contact.refused.time", ContactFields.At);

/// <summary>What has not happened yet is a task.</summary>
internal sealed record NotYet() : FieldRefusal("interactions.contact.refused.future", ContactFields.At);

internal sealed record FileTooLarge(string Max) : FieldRefusal("interactions.contact.refused.large", ContactFields.File);

internal sealed record FileOfOtherType(string Types) : FieldRefusal("interactions.contact.refused.type", ContactFields.File);

internal sealed record NextStepWrong(string Why, string At) : FieldRefusal("interactions.contact.refused.next", At);

/// <summary>The contact, or the customer, is not there.</summary>
internal sealed record ContactGone() : Refusal("interactions.contact.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

internal sealed record ContactChangedMeanwhile() : Refusal("interactions.contact.refused.changed");
