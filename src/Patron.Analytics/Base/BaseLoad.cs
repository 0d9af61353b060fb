using System.Text;

namespace Patron.Analytics.Base;

/// <summary>The whole base as big arrays by index, handed over: whoever gives them away must not touch them again.</summary>
/// <remarks>Category, channel and country codes come from the dictionaries of the writer that loads. Every array is as long as <see cref="Ids"/> at least.</remarks>
public sealed class BaseLoad
{
    /// <summary>The customers' ids by index, each once.</summary>
    public required long[] Ids { get; init; }

    /// <summary>Counted among customers; the others are anonymous buyers.</summary>
    public required Bitmap Known { get; init; }

    /// <summary>Number columns; a registered column that is not here is missing throughout.</summary>
    public Dictionary<NumberKey, long[]> Numbers { get; } = [];

    /// <summary>Codes of <see cref="BaseWriter.Dictionary"/>.</summary>
    public Dictionary<CategoryKey, int[]> Categories { get; } = [];

    /// <summary>Flag columns.</summary>
    public Dictionary<FlagsKey, ulong[]> Flags { get; } = [];

    /// <summary>Text columns.</summary>
    public Dictionary<TextKey, TextLoad> Texts { get; } = [];

    /// <summary>Columns of facts, their codes from <see cref="BaseWriter.Codes"/>.</summary>
    public Dictionary<FactKey, FactLoad> Facts { get; } = [];

    /// <summary>Search texts (<see cref="SearchText.Of"/>).</summary>
    public TextLoad? Search { get; init; }

    /// <summary>All order lines, in any order.</summary>
    public LineLoad? Lines { get; init; }
}

/// <summary>Texts of the customers 0, 1, 2 ... added one after the other into one buffer.</summary>
public sealed class TextLoad(int customers)
{
    internal byte[] Buffer { get; private set; } = new byte[Math.Max(16, customers * 16)];
    internal int[] Start { get; } = new int[customers];
    internal int[] Length { get; } = new int[customers];
    internal int Used { get; private set; }
    internal int Added { get; private set; }

    /// <summary>Adds the text of the next customer; null or empty: no value.</summary>
    public void Add(string? text) => Add(Encoding.UTF8.GetBytes(text ?? ""));

    /// <summary>Adds the text of the next customer, in UTF-8; empty: no value.</summary>
    public void Add(ReadOnlySpan<byte> text) => Add(text, []);

    /// <summary>Adds the text of the next customer in two parts.</summary>
    internal void Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var length = checked(first.Length + second.Length);
        if (Used + length > Buffer.Length) Buffer = Growing.To(Buffer, checked(Used + length));
        first.CopyTo(Buffer.AsSpan(Used));
        second.CopyTo(Buffer.AsSpan(Used + first.Length));
        (Start[Added], Length[Added]) = (Used, length);
        Used += length;
        Added++;
    }
}

/// <summary>Order lines as parallel arrays, in any order; see <see cref="PurchaseLine"/> for meanings and units.</summary>
public sealed class LineLoad
{
    /// <summary>How many lines there are; the arrays may be longer.</summary>
    public required int Count { get; init; }
    /// <summary>Dense customer index of each line.</summary>
    public required int[] Customer { get; init; }
    /// <summary>Order number of each line.</summary>
    public required int[] Order { get; init; }
    /// <summary>Day number of each line's order.</summary>
    public required int[] Day { get; init; }
    /// <summary>Dense product index.</summary>
    public required int[] Product { get; init; }
    /// <summary>Micros.</summary>
    public required long[] Quantity { get; init; }
    /// <summary>Micros, signed.</summary>
    public required long[] Amount { get; init; }
    /// <summary>What each line counts as.</summary>
    public required LineKind[] Kind { get; init; }
    /// <summary>Codes of <see cref="BaseWriter.Channels"/>; null: no value throughout.</summary>
    public ushort[]? Channel { get; init; }
    /// <summary>Codes of <see cref="BaseWriter.Countries"/>; null: no value throughout.</summary>
    public ushort[]? Country { get; init; }
}
