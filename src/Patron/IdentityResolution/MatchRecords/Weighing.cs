using Patron.Analytics.Matching;
using Patron.IdentityResolution.ReviewPairs;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>Says why by the fields that people read.</summary>
internal static class Weighing
{
    private const double MostBits = 60;

    /// <param name="bits">Together, as the engine says; else reckoned from the probability.</param>
    public static Weighed Of(StoredModel model, MatchEvidence evidence, double? bits = null)
    {
        var shown = model.Layout.Shown();
        var fields = new List<Contracts.FieldEvidence>();
        foreach (var group in evidence.Fields.Index().GroupBy(f => shown[f.Index]))
        {
            var known = Counted([.. group.Select(f => f.Item).Where(f => f.Level != Agreement.Missing)]);
            if (known.Length > 1 && known.Any(f => f.Bits < 0) && known.Any(f => f.Bits > 0) && known.All(f => IsName(f.Field.Role)))
            {
                // Where the parts of a name speak against each other they stand alone.
                fields.AddRange(known.Select(f => new Contracts.FieldEvidence(f.Field.Role == FieldRole.GivenName ? MatchLayout.GivenName : MatchLayout.FamilyName, f.Level.ToString(), Math.Round(f.Bits, 2))));
                continue;
            }
            // A pair agrees as well as the worst part of it.
            var level = known.Length == 0 ? Agreement.Missing : known.Max(f => f.Level);
            fields.Add(new(group.Key, level.ToString(), Math.Round(known.Sum(f => f.Bits), 2)));
        }
        return new(Math.Round(evidence.PriorBits, 2), Math.Round(bits ?? Bits(evidence.Probability), 2), Tidy(fields));
    }

    /// <summary>A whole name and its parts say the same: those that counted tell how the name agrees, the parts where neither did.</summary>
    private static Analytics.Matching.FieldEvidence[] Counted(Analytics.Matching.FieldEvidence[] known)
    {
        var parts = known.Where(f => f.Field.Role != FieldRole.FullName).ToArray();
        return parts.Length == known.Length || parts.Length == 0 ? known : parts.All(f => f.Bits == 0) && known.Any(f => f.Bits != 0) ? [.. known.Except(parts)] : parts;
    }

    private static bool IsName(FieldRole role) => role is FieldRole.GivenName or FieldRole.FamilyName;

    private static double Bits(double probability) => Math.Clamp(Math.Log2(probability / (1 - probability)), -MostBits, MostBits);

    /// <summary>A name that both have in Latin letters only is simply the name.</summary>
    private static List<Contracts.FieldEvidence> Tidy(List<Contracts.FieldEvidence> fields)
    {
        if (fields.Find(f => f.Field == MatchLayout.LatinName) is not { } latin)
            return fields.Exists(f => f.Field == MatchLayout.GivenName) ? [.. fields.Where(f => f.Field != MatchLayout.Name || f.Level != nameof(Agreement.Missing))] : fields;
        if (fields.Find(f => f.Field == MatchLayout.Name) is not { } own) return fields;
        if (own.Level != nameof(Agreement.Missing)) return latin.Level == nameof(Agreement.Missing) ? [.. fields.Where(f => f != latin)] : fields;
        return [.. fields.Where(f => f != own).Select(f => f == latin ? latin with { Field = MatchLayout.Name } : f)];
    }
}
