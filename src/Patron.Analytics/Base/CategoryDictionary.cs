using System.Collections.Concurrent;

namespace Patron.Analytics.Base;

/// <summary>Strings and their small codes. Only grows, so a code means the same in every snapshot. Code 0 is the empty string: no value.</summary>
/// <remarks>One thread adds (the base's writer); any number may read.</remarks>
public sealed class CategoryDictionary
{
    private readonly ConcurrentDictionary<string, int> codes = new(StringComparer.Ordinal) { [""] = 0 };
    private volatile string[] names = [""];
    private int count = 1;

    /// <summary>How many codes there are, 0 included.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>The code of a string, made when it is new. Null and empty give 0.</summary>
    public int Code(string? name)
    {
        if (string.IsNullOrEmpty(name)) return 0;
        if (codes.TryGetValue(name, out var code)) return code;
        if (count == names.Length)
        {
            var grown = new string[names.Length * 2 + 14];
            names.CopyTo(grown, 0);
            names = grown;
        }
        code = count;
        names[code] = name;
        Volatile.Write(ref count, code + 1);
        codes[name] = code;
        return code;
    }

    /// <summary>The code of a string that is there; false when no customer ever had it.</summary>
    public bool TryCode(string name, out int code) => codes.TryGetValue(name, out code);

    /// <summary>The string of a code.</summary>
    public string Name(int code)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)code, (uint)Count);
        return names[code];
    }
}
