namespace Patron.Analytics.Matching;

/// <summary>How many bits more or less than the mean of its field an agreement in a value weighs: few values are frequent, all others are alike.</summary>
internal sealed class Rareness(FieldModel field)
{
    private readonly double exact = field.Levels.First(l => l.Level == Agreement.Exact).U;
    private readonly Dictionary<int, float> frequent = [];
    private readonly Dictionary<string, float> shares = field.Frequent.ToDictionary(t => t.Text, t => (float)t.Share, StringComparer.Ordinal);

    // A bit a value: read for every pair, it must lie near at hand.
    private ulong[] isFrequent = [];
    private int known;

    private float Rare { get; } = (float)Math.Log2(field.Levels.First(l => l.Level == Agreement.Exact).U / field.RareShare);

    public float Of(int value) => (isFrequent[value >> 6] >> (value & 63) & 1) == 0 ? Rare : frequent[value];

    /// <summary>Takes up values that came since the last call.</summary>
    public void Extend(ValueDictionary values)
    {
        if (values.Count == known) return;
        if (values.Count > isFrequent.Length * 64L) Array.Resize(ref isFrequent, Math.Max((values.Count >> 6) + 1, isFrequent.Length + isFrequent.Length / 8));
        // Few new ones are looked up among the frequent, of many the frequent are looked up.
        if (values.Count - known < shares.Count)
        {
            var lookup = shares.GetAlternateLookup<ReadOnlySpan<char>>();
            for (; known < values.Count; known++)
                if (lookup.TryGetValue(values[known], out var share)) Add(known, share);
        }
        else
        {
            foreach (var (text, share) in shares)
                if (values.Find(text) is var id && id >= known) Add(id, share);
            known = values.Count;
        }
    }

    private void Add(int value, float share)
    {
        isFrequent[value >> 6] |= 1UL << (value & 63);
        frequent[value] = (float)Math.Log2(exact / share);
    }
}
