using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Workday.Contracts;

/// <summary>Where an item of My day stands; in this order.</summary>
public enum DayGroup
{
    /// <summary>Should have been done.</summary>
    Overdue = 1,

    /// <summary>Due before the day ends.</summary>
    Today = 2,

    /// <summary>Came in and waits to be taken: a hand-over, a lead, a ticket.</summary>
    New = 3,

    /// <summary>Promised to a customer for the next days.</summary>
    Promised = 4,

    /// <summary>Whom to call, and why now.</summary>
    Call = 5,
}

/// <summary>One thing that can be done with an item.</summary>
/// <param name="Label">The deed in a word, in the reader's language.</param>
/// <param name="Href">Where it leads, or where its form is posted to; the form sends <c>back</c>, the address to return to with <c>?done=CHANGE_SET</c>.</param>
/// <param name="Post">It changes something.</param>
/// <param name="Version">Sent with the form as <c>version</c>, where the deed asks for what was seen.</param>
/// <param name="Key">The key that does it on the marked item, in lower case; null for none.</param>
public sealed record DayDeed(string Label, string Href, bool Post, string? Key, int? Version = null);

/// <summary>Something to do.</summary>
/// <param name="Customer">About whom; an item of the group <see cref="DayGroup.Call"/> always names one.</param>
/// <param name="Icon">Name of a Tabler icon, without "ti-".</param>
/// <param name="Text">What is to be done, in a few words.</param>
/// <param name="Why">Second line: why now, from whom; null for none.</param>
/// <param name="At">When it is due; null where it has no time.</param>
/// <param name="Rank">Within a group the higher comes first, then the earlier.</param>
/// <param name="Owner">Whose it is; null is the team's.</param>
/// <param name="Deeds">The first is the obvious one.</param>
public sealed record DayItem(DayGroup Group, CustomerId? Customer, string Icon, string Text, string? Why, DateTimeOffset? At, double Rank, UserId? Owner, IReadOnlyList<DayDeed> Deeds);

/// <summary>Whose day, and when.</summary>
/// <param name="Users">One's own day: oneself; a team's: everybody in it.</param>
/// <param name="Teams">Teams whose queues belong to it.</param>
/// <param name="Led">People whose escalated things the user hears of; empty on a team's day, which shows all.</param>
/// <param name="EndOfDay">The midnight that ends today, in the organisation's zone.</param>
/// <param name="Most">So many of a group are enough.</param>
public sealed record DayScope(IReadOnlyList<UserId> Users, IReadOnlyList<TeamId> Teams, IReadOnlyList<UserId> Led, DateTimeOffset Now, DateTimeOffset EndOfDay, int Most, Sentences Sentences);

/// <summary>A room that has something to do for people. Registered as a singleton; quick, for the page is opened many times a day.</summary>
public interface IDayItems
{
    Task<IReadOnlyList<DayItem>> For(DayScope scope, CancellationToken ct);

    /// <summary>How many are due or overdue, without reading them; what only suggests counts none.</summary>
    Task<int> Count(IReadOnlyList<UserId> users, DateTimeOffset until, CancellationToken ct) => Task.FromResult(0);
}

/// <summary>Knows with whom somebody has just talked, or will: suggestions to call pass over them.</summary>
public interface IKnowsContacts
{
    /// <summary>Those of the customers with a contact since, or one that is planned.</summary>
    Task<IReadOnlySet<CustomerId>> InTouch(IReadOnlyCollection<CustomerId> customers, DateTimeOffset since, CancellationToken ct);
}
