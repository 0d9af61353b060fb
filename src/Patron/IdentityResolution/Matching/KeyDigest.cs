using System.Security.Cryptography;
using System.Text;

namespace Patron.IdentityResolution.Matching;

/// <summary>
/// Names a key without showing it, so that links and logs can be kept after the personal value is erased:
/// the first 128 bits of SHA-256 over kind and value, 32 hexadecimal digits. It hides from reading, not from someone who can guess the value.
/// </summary>
internal static class KeyDigest
{
    public static string Of(KeyKind kind, string value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{(int)kind}:{value}"), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
