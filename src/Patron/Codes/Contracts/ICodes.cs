using Patron.Data;
using Patron.Kernel;

namespace Patron.Codes.Contracts;

/// <summary>What a code answers: the message, campaign and arm that the customer got it with.</summary>
/// <param name="SourceKind">"campaign".</param>
public readonly record struct CodeSource(string SourceKind, long SourceId, string? Arm);

/// <summary>Somebody who is to get a code.</summary>
/// <param name="Message">The message that carries it; null: none is known yet.</param>
public readonly record struct CodeWish(CustomerId Customer, MessageId? Message);

/// <param name="Code">Without hyphens, in capitals.</param>
public sealed record RedeemedCode(CustomerId Customer, string Code, CodeSource Source, DateTimeOffset At);

/// <summary>
/// Personal codes, each good for once: coupons, and codes by which an answer by telephone, letter or at the till is known. Twelve signs that are not mistaken for each other,
/// the last of which checks the others.
/// </summary>
public interface ICodes
{
    /// <summary>
    /// A code for each of these customers, in the caller's transaction. Who has one of the same source and arm keeps it, so that a message made again says the same.
    /// </summary>
    /// <param name="until">Not good any more from then on; null: for ever.</param>
    Task<IReadOnlyDictionary<CustomerId, string>> Issue(BulkSession session, CodeSource source, IReadOnlyCollection<CodeWish> wishes, DateTimeOffset? until, CancellationToken ct);

    /// <summary>The code is used up, and the event log is told. Refused: mistyped, unknown, used already, too late.</summary>
    /// <param name="typed">In any case, with or without blanks and hyphens.</param>
    /// <param name="place">Where: a till, a page; at most 60 letters.</param>
    Task<Result<RedeemedCode>> Redeem(string typed, string? place, DateTimeOffset at, UserId? by, CancellationToken ct);
}

/// <summary>Codes as people read and type them.</summary>
public static class CodeText
{
    public const int Length = 12;

    // Crockford's base 32 (no I, L, O, U) without Z: 31 is prime, which the check needs.
    private const string Signs = "0123456789ABCDEFGHJKMNPQRSTVWXY";

    /// <summary>In three groups: 7K3M-9Q2X-04FT.</summary>
    public static string Shown(string code) => code.Length == Length ? $"{code[..4]}-{code[4..8]}-{code[8..]}" : code;

    /// <summary>What was typed, in the form that is kept; null where it is no code or a sign is wrong: every single wrong sign and every exchange of two neighbours is found.</summary>
    public static string? Read(string? typed)
    {
        var code = string.Concat((typed ?? "").Where(c => c is not (' ' or '-' or '–')).Select(c => char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other }));
        return code.Length == Length && code.All(c => Signs.Contains(c, StringComparison.Ordinal)) && Check(code.AsSpan(0, Length - 1)) == code[^1] ? code : null;
    }

    internal static string Make()
    {
        var random = System.Security.Cryptography.RandomNumberGenerator.GetString(Signs, Length - 1);
        return random + Check(random);
    }

    /// <summary>Weights 1, 3, 9 ... modulo 31: none is 0, so a wrong sign shows; neighbours differ, so their exchange does.</summary>
    private static char Check(ReadOnlySpan<char> code)
    {
        var (sum, weight) = (0, 1);
        foreach (var sign in code)
        {
            sum += weight * Signs.IndexOf(sign, StringComparison.Ordinal);
            weight = weight * 3 % 31;
        }
        return Signs[sum % 31];
    }
}
