namespace Patron.Analytics.Matching;

/// <summary>Finds fields that agree together among different persons: relatives share a surname and a town, a postal code has its town.</summary>
/// <remarks>
/// Of pairs that agree in one field those are counted that all fields but the second say to be of different persons. The second field agrees so many times
/// more often among them than among random pairs; the logarithm of that ratio (pointwise mutual information) is counted only once.
/// </remarks>
internal static class Dependence
{
    private const int PairsPerField = 10_000;
    private const int RecordsPerField = 200_000;
    private const int Apart = 3;
    private const double FewPairs = 10;
    private const double LeastBits = 1;

    /// <summary>Pairs of which the other fields do not say that they are of different persons say nothing here: true pairs agree in everything.</summary>
    private const double Surely = .97;

    public static FieldDependency[] Of(Scorer scorer, PreparedData prepared, MatchModel model)
    {
        var count = model.Fields.Count;
        var found = new double[count][];
        Parallel.For(0, count, f => found[f] = IsShared(model.Fields[f].Field.Role) ? Given(scorer, prepared, model, f) : new double[count]);
        var dependencies = new List<FieldDependency>();
        for (var f = 0; f < count; f++)
        {
            for (var g = 0; g < f; g++)
            {
                if (scorer.IsName(f) && scorer.IsName(g)) continue;
                // Where both ways could be counted, the more careful of the two.
                var bits = found[f][g] > 0 && found[g][f] > 0 ? Math.Min(found[f][g], found[g][f]) : Math.Max(found[f][g], found[g][f]);
                if (bits < LeastBits) continue;
                var (first, second) = Exact(model, f) > Exact(model, g) || scorer.IsName(f) ? (f, g) : (g, f);
                if (scorer.IsName(second)) (first, second) = (second, first);
                dependencies.Add(new(first, second, bits));
            }
        }
        return [.. dependencies.OrderBy(d => d.Second).ThenByDescending(d => d.Bits)];
    }

    private static bool IsShared(FieldRole role) =>
        role is FieldRole.FamilyName or FieldRole.City or FieldRole.PostalCode or FieldRole.Region or FieldRole.Country or FieldRole.Street or FieldRole.Organisation or FieldRole.Text;

    private static double Exact(MatchModel model, int field) => model.Fields[field].Levels.First(l => l.Level == Agreement.Exact).Bits;

    /// <summary>For each field, how many bits more often it agrees where the given one does.</summary>
    private static double[] Given(Scorer scorer, PreparedData prepared, MatchModel model, int given)
    {
        var data = scorer.Data;
        var (agreeing, all) = (new double[model.Fields.Count], new double[model.Fields.Count]);
        Span<float> own = stackalloc float[MatchTable.MostFields];
        foreach (var (a, b) in Sharing(prepared, given))
        {
            var pattern = data.Pattern(a, b);
            var score = scorer.Score(a, b, pattern, own);
            for (var f = 0; f < all.Length; f++)
            {
                var level = MatchData.Level(pattern, f);
                if (f == given || level == Agreement.Missing) continue;
                var different = 1 - Scorer.Probability(score - own[f]);
                if (different < Surely) continue;
                all[f] += different;
                if (level <= Agreement.Near) agreeing[f] += different;
            }
        }
        var bits = new double[all.Length];
        for (var f = 0; f < bits.Length; f++)
            if (agreeing[f] >= FewPairs) bits[f] = Math.Log2(agreeing[f] / all[f] / model.Fields[f].Levels.Where(l => l.Level <= Agreement.Near).Sum(l => l.U));
        return bits;
    }

    /// <summary>Pairs of records with the same value, each record with the next few that have it.</summary>
    private static List<(int A, int B)> Sharing(PreparedData prepared, int field)
    {
        var (data, canonical, rank) = (prepared.Data, prepared.Canonical, prepared.Rank);
        var values = data.Values(field);
        // Of very many records, all that have some of the values.
        var (sorted, some) = (new List<ulong>(Math.Min(canonical.Length, 2 * RecordsPerField)), (uint)Math.Max(1, canonical.Length / RecordsPerField));
        var isTaken = new bool[values.Count];
        for (var value = 0; value < isTaken.Length; value++) isTaken[value] = some == 1 || (uint)Mixing.Mix(values.Hash(value)) % some == 0;
        for (var record = 0; record < rank.Length; record++)
            if (data.Value(record, field) is >= 0 and var value && isTaken[value] && prepared.Tells(record)) sorted.Add((ulong)values.Hash(value) << 32 | (uint)rank[record]);
        sorted.Sort();
        var every = Math.Max(1, sorted.Count * Apart / PairsPerField);
        var pairs = new List<(int, int)>();
        for (var i = 0; i < sorted.Count; i += every)
        {
            for (var j = i + 1; j <= i + Apart && j < sorted.Count && sorted[i] >> 32 == sorted[j] >> 32; j++)
            {
                var (a, b) = (canonical[(uint)sorted[i]], canonical[(uint)sorted[j]]);
                if (data.Value(a, field) == data.Value(b, field)) pairs.Add((a, b));
            }
        }
        return pairs;
    }
}
