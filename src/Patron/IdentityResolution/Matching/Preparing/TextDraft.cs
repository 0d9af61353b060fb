namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>A text in the making, in a buffer that is used again.</summary>
internal sealed class TextDraft
{
    private char[] characters = new char[256];

    public int Length { get; private set; }

    /// <summary>Valid until the draft changes.</summary>
    public ReadOnlySpan<char> Span => characters.AsSpan(0, Length);

    public bool IsEmpty => Length == 0;

    public char Last => characters[Length - 1];

    public void Clear() => Length = 0;

    public void CutTo(int length) => Length = Math.Min(Length, length);

    public TextDraft Append(char c)
    {
        if (Length == characters.Length) Array.Resize(ref characters, Length * 2);
        characters[Length++] = c;
        return this;
    }

    public TextDraft Append(ReadOnlySpan<char> text)
    {
        if (Length + text.Length > characters.Length) Array.Resize(ref characters, Math.Max(Length + text.Length, characters.Length * 2));
        text.CopyTo(characters.AsSpan(Length));
        Length += text.Length;
        return this;
    }

    /// <summary>Appends a word behind a blank, where something stands before it.</summary>
    public TextDraft Word(ReadOnlySpan<char> word)
    {
        if (Length > 0) Append(' ');
        return Append(word);
    }
}
