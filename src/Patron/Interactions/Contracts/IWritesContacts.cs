using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;

namespace Patron.Interactions.Contracts;

/// <summary>A file as it comes with a form.</summary>
public sealed record SentFile(string Name, long Size, Func<Stream> Open);

/// <param name="Href">Where it is downloaded.</param>
public sealed record KeptFile(string Name, long Size, DateTimeOffset At, string Href);

/// <summary>A contact that happened in another room: an answer to a ticket, a paper that came with it.</summary>
/// <param name="Kind">One of <see cref="IWritesContacts.Answer"/> and <see cref="IWritesContacts.Document"/>.</param>
/// <param name="In">True: from the customer to us.</param>
/// <param name="About">The thing of the other room.</param>
public sealed record RoomContact(CustomerId Customer, string Kind, bool In, string Subject, string? Text, Reference About)
{
    public SentFile? File { get; init; }
}

/// <summary>Other rooms' contacts are rows of the one table too. They are written in the caller's transaction and change set, and undone with it.</summary>
public interface IWritesContacts
{
    /// <summary>The kinds of contacts that other rooms write.</summary>
    const string Answer = "answer", Document = "document";

    /// <summary>Saved with the session's next SaveChangesAsync. Refused: a file that is too large or of a type that is not taken.</summary>
    Task<Result<InteractionId>> Write(BulkSession session, ChangeRecorder changes, RoomContact contact, UserId? by, CancellationToken ct);

    /// <summary>Whether a file is of a type and size that is kept.</summary>
    bool Takes(SentFile file);

    /// <summary>Keeps one more file, which <see cref="Takes"/> allows, with a contact that <see cref="Write"/> wrote; in a change set of its own. Saved with the session's next SaveChangesAsync.</summary>
    Task Attach(BulkSession session, CustomerId customer, InteractionId contact, SentFile file, CancellationToken ct);

    /// <summary>Files that came with contacts about a thing, the oldest first.</summary>
    Task<IReadOnlyList<KeptFile>> Files(CustomerId customer, Reference about, CancellationToken ct);

    /// <summary>What the file holds that a change set brought; null where it is not, or no longer, there.</summary>
    Task<MailedFile?> Content(PatronDb db, CustomerId customer, ChangeSetId set, CancellationToken ct);

    /// <summary>What a form's field may offer, as the attribute accept says it.</summary>
    string Accepted { get; }
}
