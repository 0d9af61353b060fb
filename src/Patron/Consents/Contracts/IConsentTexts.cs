using Patron.Kernel.Texts;

namespace Patron.Consents.Contracts;

/// <summary>The words of a consent as they are shown: their id is what the ledger keeps.</summary>
public sealed record ConsentWords(long Id, string Words, int Version, string Language);

public interface IConsentTexts
{
    /// <summary>The latest version in this language; where there is none, in English or in any other. Null: nobody has written one for the purpose.</summary>
    Task<ConsentWords?> Latest(string purpose, Language language, CancellationToken ct);
}
