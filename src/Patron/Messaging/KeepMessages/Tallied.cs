using Patron.Messaging.Contracts;

namespace Patron.Messaging.KeepMessages;

/// <summary>Messages by state.</summary>
internal sealed class Tallied
{
    private readonly long[] states = new long[Enum.GetValues<MessageState>().Length];
    private readonly Dictionary<string, long> suppressed = new(StringComparer.Ordinal);

    public static Tallied None => new();

    public void Add(MessageState state, string? reason, long messages)
    {
        states[(int)state] += messages;
        if (state == MessageState.Suppressed && reason is not null) suppressed[reason] = suppressed.GetValueOrDefault(reason) + messages;
    }

    public Tallied Plus(Tallied other)
    {
        foreach (var (state, messages) in other.states.Index()) states[state] += messages;
        foreach (var (reason, messages) in other.suppressed) suppressed[reason] = suppressed.GetValueOrDefault(reason) + messages;
        return this;
    }

    public SendingCounts Counts => new(states.Sum(), this[MessageState.Queued], this[MessageState.Claimed], this[MessageState.HandedOff], this[MessageState.Sent], this[MessageState.Failed], this[MessageState.Unknown], suppressed);

    private long this[MessageState state] => states[(int)state];
}
