using Patron.Kernel;

namespace Patron.Interactions;

internal sealed record NoteEmpty() : Refusal("interactions.note.empty")
{
    public override int Status => StatusCodes.Status400BadRequest;
}

internal sealed record NoteTooLong(int Max, int Length) : Refusal("interactions.note.toolong")
{
    public override int Status => StatusCodes.Status400BadRequest;
}

/// <summary>The note, or the customer, is not there any more.</summary>
internal sealed record NoteGone() : Refusal("interactions.note.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

internal sealed record NoteChangedMeanwhile() : Refusal("interactions.note.changed");

internal sealed record NoteUndoneAlready() : Refusal("interactions.note.undone");
