namespace Patron.Messaging.Contracts;

/// <summary>What the rules of countries want of advertising and nobody has set up here yet.</summary>
public interface IAdvertisingDuties
{
    /// <summary>
    /// Of these countries those whose rule wants the sender's postal address in advertising by e-mail, while none is set: such a message waits at its hand-off until there is one.
    /// Empty: nothing is in the way, or it is no e-mail, or no advertising.
    /// </summary>
    /// <param name="countries">ISO 3166 codes; null: of customers whose country is not known.</param>
    Task<IReadOnlyList<string?>> WithoutSender(IReadOnlyCollection<string> channels, string purpose, IReadOnlyCollection<string?> countries, CancellationToken ct);
}
