namespace Patron.Analytics.Base;

/// <summary>One UTF-8 text a customer: slices of a buffer that is only appended to. What no slice covers any more is garbage.</summary>
/// <remarks>Holds at most 2 GB.</remarks>
internal sealed class TextStore(byte[] buffer, int[] start, int[] length, int used, int live)
{
    public static TextStore Empty { get; } = new([], [], [], 0, 0);

    public byte[] Buffer => buffer;
    public int[] Start => start;
    public int[] Length => length;

    /// <summary>Where the next text will be appended; readers see nothing at or beyond it.</summary>
    public int Used => used;

    /// <summary>Bytes that slices cover.</summary>
    public int Live => live;

    public ReadOnlySpan<byte> Span(int index) => buffer.AsSpan(start[index], length[index]);

    public static TextStore From(TextLoad load, int count) =>
        load.Added >= count ? new(load.Buffer, load.Start, load.Length, load.Used, load.Used)
        : throw new ArgumentException($"{load.Added} texts for {count} customers.", nameof(load));
}

/// <summary>The next version of a text store, in the writer's hands.</summary>
internal sealed class TextDraft(TextStore before, int visible)
{
    private readonly Draft<int> start = new(before.Start, visible, 0);
    private readonly Draft<int> length = new(before.Length, visible, 0);
    private byte[] buffer = before.Buffer;
    private int used = before.Used;
    private int live = before.Live;

    /// <summary>True when the last <see cref="Finish"/> moved all texts to a new buffer.</summary>
    public bool Compacted { get; private set; }

    public int Start(int index) => start[index];

    /// <summary>False when the text was this already.</summary>
    public bool Set(int index, ReadOnlySpan<byte> text)
    {
        if (buffer.AsSpan(start[index], length[index]).SequenceEqual(text)) return false;
        live += text.Length - length[index];
        if (text.Length > 0)
        {
            if (used + text.Length > buffer.Length) buffer = Growing.To(buffer, checked(used + text.Length));
            text.CopyTo(buffer.AsSpan(used));
            start.Set(index, used);
            used += text.Length;
        }
        length.Set(index, text.Length);
        return true;
    }

    public TextStore Finish(int count)
    {
        start.Reach(count);
        length.Reach(count);
        if (used - live > used / 2) Compact(count);
        return new(buffer, start.Values, length.Values, used, live);
    }

    private void Compact(int count)
    {
        var packed = new byte[live + live / 8];
        used = 0;
        for (var i = 0; i < count; i++)
        {
            buffer.AsSpan(start[i], length[i]).CopyTo(packed.AsSpan(used));
            start.Set(i, used);
            used += length[i];
        }
        buffer = packed;
        Compacted = true;
    }
}
