using Patron.Analytics.Matching;
using Patron.IdentityResolution.Matching;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>
/// What is usual, for as long as there are too few records to learn from; learning takes over as they grow (<see cref="Blend"/>).
/// </summary>
/// <remarks>
/// By level exact, equivalent, swapped, slip, near, partial, different. m: in studies of linked registers some 5 to 15 per cent of the values of one person differ,
/// addresses oftenest, as one household in eight moves within a year (Jaro 1989, Winkler 1994, Herzog, Scheuren and Winkler 2007, ch. 8 and 9). u: two people at random have one
/// surname in .001 (United States, census of 2010) to .08 (Korea, census of 2015; China lies at .02), one given name in .002 to .01, one birthday in 1 / (365 * 60 years), one sex in .5; a town, postal
/// code, street or number as often as people of one area share it. All are taken on the careful side, so that a name alone is asked about and never joined.
/// </remarks>
internal static class PriorModel
{
    /// <summary>Below so many records nothing is learnt.</summary>
    public const int FewRecords = 200;

    /// <summary>One record in so many has another of the same person beside it.</summary>
    private const double RecordsPerDuplicate = 20;

    public static MatchModel Of(IReadOnlyList<MatchField> fields, int records)
    {
        var all = Math.Max(records, FewRecords);
        var odds = 2 / RecordsPerDuplicate / (all - 1);
        return new MatchModel([.. fields.Select(Usual)], Math.Log2(odds), false, [.. Together(fields)], Nicknames.All)
        {
            // Others of one household are in the records twice as often as a person is twice in them.
            HouseholdBits = Math.Log2(2 * odds),
        };
    }

    /// <summary>The learnt weights, with as much of the usual ones as <see cref="FewRecords"/> are of all records; both as logarithms, which is what weights are.</summary>
    public static MatchModel Blend(MatchModel learnt, int records)
    {
        if (records < FewRecords) return Of([.. learnt.Fields.Select(f => f.Field)], records);
        var usual = Of([.. learnt.Fields.Select(f => f.Field)], records);
        var share = (double)FewRecords / records;
        return learnt with
        {
            PriorBits = (1 - share) * learnt.PriorBits + share * usual.PriorBits,
            Fields = [.. learnt.Fields.Zip(usual.Fields, (l, u) => l with
            {
                RareShare = Mean(l.RareShare, u.RareShare, share),
                Levels = Whole([.. l.Levels.Zip(u.Levels, (x, y) => new LevelModel(x.Level, Mean(x.M, y.M, share), Mean(x.U, y.U, share)))]),
            })],
        };
    }

    private static double Mean(double learnt, double usual, double share) => Math.Exp((1 - share) * Math.Log(learnt) + share * Math.Log(usual));

    /// <summary>Shares sum to 1.</summary>
    private static LevelModel[] Whole(LevelModel[] levels)
    {
        var (m, u) = (levels.Sum(l => l.M), levels.Sum(l => l.U));
        return [.. levels.Select(l => l with { M = l.M / m, U = l.U / u })];
    }

    private static FieldModel Usual(MatchField field)
    {
        var (m, u) = Shares(field.Role);
        var levels = Whole([.. m.Zip(u).Select((pair, at) => new LevelModel(Agreement.Exact + (byte)at, pair.First, pair.Second))]);
        return new(field, 1, levels, [], levels[0].U, []);
    }

    private static (double[] M, double[] U) Shares(FieldRole role) => role switch
    {
        FieldRole.GivenName => ([.80, .06, .01, .04, .02, .04, .03], [.008, .004, .0005, .004, .01, .06, .91]),
        FieldRole.FamilyName => ([.88, .01, .01, .05, .02, .01, .02], [.02, .001, .0005, .004, .008, .02, .95]),
        FieldRole.Sex => ([.94, .01, .01, .01, .01, .01, .01], [.46, .01, .01, .01, .01, .01, .49]),
        FieldRole.BirthDate => ([.93, .005, .01, .025, .005, .015, .01], [.0001, .0001, .0003, .002, .002, .03, .96]),
        FieldRole.StreetNumber => ([.75, .01, .005, .04, .005, .02, .17], [.02, .002, .002, .03, .01, .05, .89]),
        FieldRole.Street => ([.68, .03, .005, .04, .03, .03, .185], [.001, .0003, .0002, .0005, .002, .02, .97]),
        FieldRole.City => ([.80, .01, .005, .03, .01, .015, .13], [.05, .001, .0005, .002, .005, .02, .92]),
        FieldRole.PostalCode => ([.72, .005, .005, .03, .01, .05, .18], [.002, .0002, .0002, .005, .005, .05, .94]),
        FieldRole.Email => ([.55, .02, .005, .02, .03, .03, .345], [.00002, .00002, .00001, .0001, .0005, .002, .997]),
        FieldRole.Phone => ([.60, .03, .005, .03, .005, .01, .32], [.00005, .00002, .00001, .0001, .0003, .001, .998]),
        FieldRole.FullName => ([.70, .04, .005, .07, .06, .09, .035], [.0005, .0005, .0001, .0005, .002, .05, .95]),
        FieldRole.Generation or FieldRole.LegalForm => ([.90, .005, .005, .01, .01, .01, .06], [.35, .005, .005, .01, .01, .02, .60]),
        FieldRole.Region => ([.85, .01, .005, .02, .01, .02, .085], [.15, .005, .002, .005, .005, .02, .81]),
        FieldRole.Country => ([.96, .005, .005, .005, .005, .005, .015], [.60, .01, .005, .005, .005, .005, .37]),
        FieldRole.Organisation => ([.75, .08, .005, .05, .06, .03, .025], [.001, .0003, .0001, .001, .003, .03, .96]),
        _ => ([.7, .02, .01, .05, .05, .05, .12], [.02, .002, .001, .005, .01, .05, .91]),
    };

    /// <summary>Who lives in one street has its postal code and its town; a given name tells the sex.</summary>
    private static IEnumerable<FieldDependency> Together(IReadOnlyList<MatchField> fields)
    {
        foreach (var (first, second, bits) in ((FieldRole, FieldRole, double)[])[(FieldRole.Street, FieldRole.PostalCode, 6), (FieldRole.PostalCode, FieldRole.City, 3.5), (FieldRole.Street, FieldRole.City, 3), (FieldRole.City, FieldRole.Region, 2.5),
            (FieldRole.PostalCode, FieldRole.Region, 2.3), (FieldRole.Region, FieldRole.Country, .6), (FieldRole.GivenName, FieldRole.Sex, 1)])
        {
            var (one, other) = (Find(first), Find(second));
            if (one >= 0 && other >= 0) yield return new(one, other, bits);
        }

        int Find(FieldRole role) => fields.Index().Where(f => f.Item.Role == role).Select(f => f.Index).FirstOrDefault(-1);
    }
}
