using Patron.Kernel;

namespace Patron.Interactions.Contracts;

/// <summary>A contact that somebody logged or a file brought: a call, visit, letter. Notes are none.</summary>
/// <param name="Kind">call, visit, mail, message, letter, fax, exhibition, event, or a file's own word.</param>
/// <param name="In">True: the customer came to us; false: we to them; null: not known.</param>
/// <param name="About">What it was about in a few words; null where nobody said.</param>
public sealed record Contact(CustomerId Customer, InteractionId Id, DateTimeOffset At, string Kind, bool? In, string? About, UserId? By);

/// <summary>Contacts with customers, for rooms that wait for one: a lead, a ticket, a hand-over.</summary>
public interface IContacts
{
    /// <summary>The word by which tasks, deals and tickets refer to a contact.</summary>
    const string ReferenceKind = "interaction";

    /// <summary>How many contacts each customer had from one instant up to another, that one excluded: those about a thing of one kind, or all others. Notes are none.</summary>
    Task<IReadOnlyDictionary<CustomerId, int>> Count(DateTimeOffset from, DateTimeOffset until, string about, bool others, CancellationToken ct);

    /// <summary>The latest since an instant, <paramref name="most"/> at most, the latest first.</summary>
    Task<IReadOnlyList<Contact>> Since(CustomerId customer, DateTimeOffset since, int most, CancellationToken ct);
}
