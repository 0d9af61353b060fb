using Patron.Kernel;

namespace Patron.Interactions.Contracts;

/// <summary>A note about a customer as it is now.</summary>
/// <param name="Version">To be given back with an edit or a deletion: it is refused when somebody else was quicker.</param>
public sealed record Note(InteractionId Id, CustomerId Customer, DateTimeOffset At, string Text, UserId? By, int Version)
{
    /// <summary>What it says is never to be mentioned to the customer.</summary>
    public bool Never { get; init; }
}

/// <summary>What was done to a note.</summary>
/// <param name="Note">As it is afterwards; null where it is gone.</param>
/// <param name="ChangeSet">Undoes it: <see cref="INotes.Undo"/>.</param>
public sealed record NoteChanged(Note? Note, ChangeSetId ChangeSet);

/// <summary>
/// Notes that people write about a customer. Refused: an empty text, one over <see cref="MaxLength"/> characters, a note that is gone,
/// one that somebody else changed meanwhile, a change that was undone already.
/// </summary>
public interface INotes
{
    const int MaxLength = 10_000;

    /// <summary>The latest first.</summary>
    Task<IReadOnlyList<Note>> Of(CustomerId customer, CancellationToken ct);

    /// <summary>The latest few, and how many there are in all.</summary>
    Task<(IReadOnlyList<Note> Latest, int Count)> Latest(CustomerId customer, int most, CancellationToken ct);
    Task<Note?> Find(CustomerId customer, InteractionId note, CancellationToken ct);
    Task<Result<NoteChanged>> Add(CustomerId customer, string text, UserId by, CancellationToken ct);

    /// <param name="version">As the writer saw it.</param>
    Task<Result<NoteChanged>> Edit(CustomerId customer, InteractionId note, int version, string text, UserId by, CancellationToken ct);
    Task<Result<NoteChanged>> Delete(CustomerId customer, InteractionId note, int version, UserId by, CancellationToken ct);

    /// <summary>What it says is never to be mentioned to the customer, or may be again.</summary>
    Task<Result<NoteChanged>> Mark(CustomerId customer, InteractionId note, int version, bool never, UserId by, CancellationToken ct);

    /// <summary>Takes back one change of a note, an undo too, when nobody has changed the note since.</summary>
    Task<Result<NoteChanged>> Undo(ChangeSetId change, UserId by, CancellationToken ct);
}
