using System.Text.Json.Serialization;

namespace Patron.Purchases;

/// <summary>What makes two lines of an order equal.</summary>
internal readonly record struct LineValues(long Product, long Quantity, long Price, long Discount, long At)
{
    [JsonIgnore]
    public object?[] Recorded => [Product, Quantity, Price, Discount, At];
}

/// <summary>
/// The lines an order has, as far as a file needs to know them. Lines with the source's own number are known by it. Of the others only those count
/// that the database had before the file and that the file has not yet named: the k-th equal line of the file is the k-th present one, and what the
/// file itself adds needs no memory.
/// </summary>
internal sealed class PresentLines
{
    private Dictionary<LineValues, int>? unnamed;
    private Dictionary<string, (long Id, LineValues Values)>? keyed;

    private PresentLines(bool known) => (IsKnown, IsKeyedKnown) = (known, known);

    /// <summary>A new order.</summary>
    public static PresentLines None() => new(known: true);

    /// <summary>An order of the database, whose lines have not been read.</summary>
    public static PresentLines Unread() => new(known: false);

    /// <summary>An order whose lines the file had named before it was forgotten: only its numbered lines may be asked for again.</summary>
    public static PresentLines Named() => new(known: false) { IsKnown = true, Any = true };

    /// <summary>An order that a plan had put aside: all its numbered lines are given, and its others the file had named.</summary>
    public static PresentLines Restored(bool any, IEnumerable<(string Key, long Id, LineValues Values)> keyed)
    {
        var lines = new PresentLines(known: true) { Any = any };
        foreach (var (key, id, values) in keyed) lines.Set(key, id, values);
        return lines;
    }

    /// <summary>No line of before the file waits to be named, so nothing is lost when the order is forgotten.</summary>
    public bool AllNamed => IsKnown && unnamed is null;

    public bool IsKnown { get; private set; }
    public bool IsKeyedKnown { get; private set; }
    public int Keyed => keyed?.Count ?? 0;
    public IEnumerable<(string Key, long Id, LineValues Values)> AllKeyed => keyed?.Select(k => (k.Key, k.Value.Id, k.Value.Values)) ?? [];

    /// <summary>The order has a line, so its lines tell its time.</summary>
    public bool Any { get; private set; }

    public void Known() => (IsKnown, IsKeyedKnown) = (true, true);

    /// <summary>Frees the memory of the numbered lines: the database knows them by their numbers at any time.</summary>
    public void ForgetKeyed()
    {
        if (keyed is null) return;
        keyed = null;
        IsKeyedKnown = false;
    }

    /// <summary>A line that the database has.</summary>
    public void Read(string? key, long id, LineValues values)
    {
        Any = true;
        if (key is not null) Set(key, id, values);
        else if (!IsKnown) (unnamed ??= [])[values] = unnamed.GetValueOrDefault(values) + 1;
    }

    public void Set(string key, long id, LineValues values) => (keyed ??= new(StringComparer.Ordinal))[key] = (id, values);

    public bool Find(string key, out long id, out LineValues values)
    {
        (id, values) = keyed is not null && keyed.TryGetValue(key, out var line) ? line : default;
        return id != 0;
    }

    /// <summary>The file names a line without a number: true where the database had one more like it.</summary>
    /// <param name="atAnyTime">The file leaves the time to the order, which may have moved since: the line's own time says nothing.</param>
    public bool Name(LineValues values, bool atAnyTime)
    {
        if (unnamed is null) return false;
        if (!unnamed.TryGetValue(values, out var left))
        {
            if (!atAnyTime) return false;
            var alike = unnamed.Keys.Where(v => v with { At = values.At } == values).Take(1).ToList();
            if (alike.Count == 0) return false;
            (values, left) = (alike[0], unnamed[alike[0]]);
        }
        if (left > 1) unnamed[values] = left - 1; else unnamed.Remove(values);
        if (unnamed.Count == 0) unnamed = null;
        return true;
    }

    public void Add() => Any = true;
}
