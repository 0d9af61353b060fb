namespace Patron.Tasks.Contracts;

/// <summary>A row of a tasks file.</summary>
/// <param name="Kind">A name of <see cref="TaskKind"/> in any case; null: a task.</param>
/// <param name="Due">Microseconds since 1970 UTC, as the other times.</param>
/// <param name="State">open, done or cancelled; null: done where <paramref name="Done"/> says when, else open.</param>
/// <param name="Owner">E-mail or name of one of our own people.</param>
/// <param name="Team">Name of a team.</param>
/// <param name="Priority">high, normal or low; null: normal.</param>
public sealed record IncomingTask(
    long Line, string Number, string Customer, string? Kind, string Title, string? Details, long Due, int? Minutes, string? State, string? Owner, string? Team, string? Priority,
    string? PromisedTo, long? Created, long? Done)
{
    /// <summary>Of a hand-over: name of the team that gave it.</summary>
    public string? FromTeam { get; init; }

    /// <summary>Of a hand-over: when it was accepted; null: it was not.</summary>
    public long? Accepted { get; init; }

    /// <summary>Of a hand-over: why it went back to whoever gave it; null: it did not.</summary>
    public string? Returned { get; init; }

    /// <summary>Own fields by key; null where the file has none.</summary>
    public IReadOnlyDictionary<string, string>? Custom { get; init; }
}
