using System.Text;

namespace Patron.Analytics.Base;

/// <summary>The codes of a dictionary by UTF-8, for loading: a string is made only for a category that was not met before.</summary>
/// <param name="dictionary">Only this adds to it meanwhile.</param>
public sealed class CategoryCodes(CategoryDictionary dictionary)
{
    private readonly Dictionary<byte[], int> seen = new(Bytes.Alone);

    /// <summary>The code; empty gives 0: no value.</summary>
    public int Code(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return 0;
        var known = seen.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(name, out var code)) known[name] = code = dictionary.Code(Encoding.UTF8.GetString(name));
        return code;
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Bytes Alone = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());
        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
