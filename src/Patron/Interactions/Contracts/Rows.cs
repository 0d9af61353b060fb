namespace Patron.Interactions.Contracts;

/// <summary>A row of an interactions file.</summary>
/// <param name="At">Microseconds since 1970 UTC.</param>
/// <param name="Direction">"in", "out" or null.</param>
public sealed record IncomingInteraction(
    long Line, string Number, string Customer, long At, string Kind, string? Channel, string? Direction, string? Subject, string? Text, string? Outcome)
{
    /// <summary>How long it took; not below nought.</summary>
    public int? Seconds { get; init; }

    /// <summary>E-mail or name of one of our own people; one who is not known is left out.</summary>
    public string? Agent { get; init; }

    /// <summary>The person spoken with, where that is not the customer.</summary>
    public string? With { get; init; }

    /// <summary>good, neutral or bad.</summary>
    public string? Mood { get; init; }

    /// <summary>An episode that decides whether the customer stays.</summary>
    public bool? Critical { get; init; }

    /// <summary>Contacts that the source counted with the customer before this one.</summary>
    public int? Earlier { get; init; }
}
