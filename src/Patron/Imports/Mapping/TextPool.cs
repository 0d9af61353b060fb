namespace Patron.Imports.Mapping;

/// <summary>
/// Gives equal short texts the same string where they come again soon, as countries, products and order numbers do:
/// most values of a file of purchases then need no new one.
/// </summary>
internal sealed class TextPool
{
    private const int Size = 1 << 13;
    private const int LongestKept = 48;
    private readonly string?[] kept = new string?[Size];

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestKept)
        {
            return text.ToString();
        }

        ref var place = ref kept[string.GetHashCode(text) & (Size - 1)];
        return place is not null && text.SequenceEqual(place) ? place : place = text.ToString();
    }
}
