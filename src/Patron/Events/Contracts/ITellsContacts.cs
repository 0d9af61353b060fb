using Patron.Data;
using Patron.Kernel;

namespace Patron.Events.Contracts;

/// <summary>That we contacted somebody.</summary>
/// <param name="Way">email, letter, sms, phone, call, visit, mail... : the channel of a message or the kind of a contact.</param>
/// <param name="SourceKind">"campaign"; null: by a person, not for the sake of a campaign.</param>
public readonly record struct MadeContact(long Customer, DateTimeOffset At, string Way, string? SourceKind, long SourceId);

/// <summary>A room through which customers are contacted tells of it, so that a test sees when people who were left alone were contacted all the same. Registered as a singleton.</summary>
public interface ITellsContacts
{
    /// <summary>Contacts from us with these customers since an instant, in any order.</summary>
    Task<IReadOnlyList<MadeContact>> Since(BulkSession session, IReadOnlyCollection<CustomerId> customers, DateTimeOffset since, CancellationToken ct);
}
