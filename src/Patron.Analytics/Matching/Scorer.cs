using System.Runtime.CompilerServices;

namespace Patron.Analytics.Matching;

/// <summary>A model made ready for a set of records: weights by field and level, and of each value.</summary>
internal sealed class Scorer
{
    private const int Levels = 8;

    /// <summary>How far the rareness of a value may move the weight of a level other than exact.</summary>
    private const float MostForAlike = 4;

    private readonly MatchData data;
    private readonly MatchModel model;
    private readonly float[] weights;
    private readonly Rareness[] rareness;
    private readonly NamePart[] parts;
    private readonly bool hasBothNames;
    private readonly bool[] shared;
    private readonly (int First, int Second, float Bits)[] dependencies;

    public Scorer(MatchData data, MatchModel model)
    {
        (this.data, this.model) = (data, model);
        if (!data.Fields.Select(f => f.Role).SequenceEqual(model.Fields.Select(f => f.Field.Role))) throw new ArgumentException("The model was learnt from other fields than the table has.", nameof(model));
        var count = model.Fields.Count;
        weights = new float[count * Levels];
        rareness = new Rareness[count];
        for (var f = 0; f < count; f++)
        {
            foreach (var level in model.Fields[f].Levels) weights[f * Levels + (int)level.Level] = (float)level.Bits;
            data.Words(f)?.Weigh(model.Fields[f].Words, model.Fields[f].RarestWord);
            rareness[f] = new(model.Fields[f]);
        }
        Extend();
        parts = [.. model.Fields.Select(f => f.Field.Role switch { FieldRole.GivenName or FieldRole.FamilyName => NamePart.Part, FieldRole.FullName => NamePart.Full, _ => NamePart.None })];
        hasBothNames = parts.Contains(NamePart.Part) && parts.Contains(NamePart.Full) || parts.Count(p => p == NamePart.Full) > 1;
        dependencies = [.. model.Dependencies.OrderBy(d => d.Second).ThenByDescending(d => d.Bits).Select(d => (d.First, d.Second, (float)d.Bits))];
        shared = [.. model.Fields.SelectMany(f => Enumerable.Range(0, Levels).Select(level => Matching.Household.Shares(f.Field.Role, (Agreement)level)))];
        Prior = (float)model.PriorBits;
    }

    private enum NamePart : byte
    {
        None,
        Part,
        Full,
    }

    public MatchData Data => data;

    /// <summary>The field is a name of a person or a part of it.</summary>
    public bool IsName(int field) => parts[field] != NamePart.None;

    /// <summary>The field tells where somebody lives: it changes when somebody moves.</summary>
    public bool IsPlace(int field) =>
        model.Fields[field].Field.Role is FieldRole.StreetNumber or FieldRole.Street or FieldRole.City or FieldRole.Region or FieldRole.PostalCode or FieldRole.Country;

    /// <summary>Members of a household agree so in the field.</summary>
    public bool IsShared(int field, Agreement level) => shared[field * Levels + (int)level];

    public float Prior { get; }

    public float Household => (float)model.HouseholdBits;

    /// <summary>Weighs values that came since the last call.</summary>
    public void Extend()
    {
        for (var f = 0; f < rareness.Length; f++) rareness[f].Extend(data.Values(f));
    }

    /// <summary>Weight in bits with the prior.</summary>
    public float Score(int a, int b) => Score(a, b, data.Pattern(a, b), []);

    /// <summary>Weight in bits with the prior; each field's own weight goes to <paramref name="shares"/> when it has room.</summary>
    [MethodImpl(Hot.Loop)]
    public float Score(int a, int b, ulong pattern, Span<float> shares)
    {
        ReadOnlySpan<int> rowA = data.Row(a), rowB = data.Row(b);
        Span<float> own = stackalloc float[MatchTable.MostFields];
        own = own[..rowA.Length];
        for (var f = 0; f < own.Length; f++)
        {
            var level = MatchData.Level(pattern, f);
            var weight = weights[f * Levels + (int)level];
            if (level == Agreement.Exact) weight += rareness[f].Of(rowA[f]);
            else if (level is > Agreement.Exact and <= Agreement.Near)
                weight += Math.Clamp(Math.Min(rareness[f].Of(rowA[f]), rareness[f].Of(rowB[f])) / 2, -MostForAlike, MostForAlike);
            own[f] = weight;
        }
        if (hasBothNames) KeepStrongestName(own);
        CountOnce(own, pattern);
        if (shares.Length > 0) own.CopyTo(shares);
        return Sum(own, pattern);
    }

    /// <summary>Prior and fields together, against strangers and against members of one household.</summary>
    private float Sum(ReadOnlySpan<float> own, ulong pattern)
    {
        var (sum, kin) = (Prior, (float)model.HouseholdBits);
        for (var f = 0; f < own.Length; f++)
        {
            sum += own[f];
            kin += Matching.Household.Kin(own[f], shared[f * Levels + (int)MatchData.Level(pattern, f)]);
        }
        return Matching.Household.Against(sum, kin);
    }

    /// <summary>A field gives way once, to the field that it depends on most of those that agree.</summary>
    private void CountOnce(Span<float> own, ulong pattern)
    {
        var done = -1;
        foreach (var (first, second, bits) in dependencies)
        {
            if (second == done || own[second] <= 0 || own[first] <= 0) continue;
            if (MatchData.Level(pattern, first) > Agreement.Near || MatchData.Level(pattern, second) > Agreement.Near) continue;
            own[second] = Math.Max(0, own[second] - bits);
            done = second;
        }
    }

    /// <summary>A full name and its parts say the same thing: the one that says most for one person counts, the others weigh nothing.</summary>
    private void KeepStrongestName(Span<float> own)
    {
        var (sum, any, best) = (0f, false, -1);
        for (var f = 0; f < own.Length; f++)
        {
            if (parts[f] == NamePart.Part && own[f] != 0) (sum, any) = (sum + own[f], true);
            else if (parts[f] == NamePart.Full && own[f] != 0 && (best < 0 || own[f] > own[best])) best = f;
        }
        var byParts = best < 0 || any && sum >= own[best];
        for (var f = 0; f < own.Length; f++)
            if (parts[f] == NamePart.Full && (byParts || f != best) || parts[f] == NamePart.Part && !byParts) own[f] = 0;
    }

    public MatchEvidence Evidence(int a, int b)
    {
        var pattern = data.Pattern(a, b);
        Span<float> shares = stackalloc float[MatchTable.MostFields];
        var score = Score(a, b, pattern, shares);
        var fields = new FieldEvidence[model.Fields.Count];
        for (var f = 0; f < fields.Length; f++) fields[f] = new(model.Fields[f].Field, MatchData.Level(pattern, f), shares[f]);
        return new(fields, Prior, score - Prior, Probability(score));
    }

    /// <summary>Probability of odds in bits.</summary>
    public static double Probability(double bits) => bits > 0 ? 1 / (1 + Math.Pow(2, -bits)) : Math.Pow(2, bits) / (1 + Math.Pow(2, bits));

    /// <summary>Odds in bits of a probability.</summary>
    public static float Odds(double probability) => (float)Math.Log2(probability / (1 - probability));
}
