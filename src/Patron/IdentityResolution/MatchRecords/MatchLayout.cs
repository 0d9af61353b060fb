using Patron.Analytics.Matching;
using Patron.IdentityResolution.AnalyseLink;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.Matching.Preparing;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>What of our records the engine compares, and how each value is prepared. A model fits the layout it was learnt with, and no other.</summary>
/// <param name="Scripts">Names in several scripts stand in columns of their own.</param>
/// <param name="Generations">Names tell fathers from sons.</param>
/// <param name="All">Whole names, legal forms, region and country of organisations are columns as well; false for models that were learnt before they were.</param>
internal sealed record MatchLayout(CustomerKind Kind, NameScripts Scripts, bool Generations = false, bool All = true)
{
    public const string Name = "name", LatinName = "latinname", GivenName = "givenname", FamilyName = "familyname", Company = "company", Birth = "birth", Sex = "sex", Street = "street", City = "city", Postal = "postal", Email = "email", Phone = "phone",
        Region = "region", Country = "country", Generation = "generation", LegalForm = "legalform";

    private static readonly RoledColumn[] Person =
    [
        new(FieldRole.GivenName, 0, Name), new(FieldRole.FamilyName, 1, Name), new(FieldRole.FullName, 2, Name), new(FieldRole.Title, 3, Name), new(FieldRole.Sex, 4, Sex),
        new(FieldRole.BirthDate, 5, Birth), new(FieldRole.Street, 6, Street), new(FieldRole.City, 7, City), new(FieldRole.PostalCode, 8, Postal), new(FieldRole.Email, 9, Email),
        new(FieldRole.Phone, 10, Phone),
    ];

    private static readonly RoledColumn[] Organisation =
    [
        new(FieldRole.Organisation, 0, Company), new(FieldRole.Street, 1, Street), new(FieldRole.City, 2, City), new(FieldRole.Region, 3, Region), new(FieldRole.PostalCode, 4, Postal),
        new(FieldRole.Country, 5, Country), new(FieldRole.Email, 6, Email), new(FieldRole.Phone, 7, Phone),
    ];

    private RoledColumn[] Columns => Kind == CustomerKind.Person ? Person : Organisation;

    /// <summary>How many fields a row to prepare has.</summary>
    public int Width => Columns.Length;

    /// <summary>What makes the engine's columns. Each works for one thread at a time.</summary>
    public IReadOnlyList<FieldWork> Works(int thisYear) =>
        // The title is taken off the name and says nothing else: professors are addressed as Mr elsewhere.
        WorkPlan.Of([.. Columns.Where(c => c.Role != FieldRole.Title && (All || c.Role is not (FieldRole.Region or FieldRole.Country)))],
            new(DayOrder.DayMonth, null, Scripts, NumbersInStreets: true, Generations, All), thisYear);

    /// <summary>The fields of the engine's table, in their order.</summary>
    public IReadOnlyList<MatchField> Fields => [.. Works(2000).SelectMany(w => w.Fields)];

    /// <summary>The field that people read, by field of the engine: given and family name are one, and so are a street and its number.</summary>
    public IReadOnlyList<string> Shown()
    {
        var (names, shown) = (0, new List<string>());
        foreach (var field in Fields)
        {
            shown.Add(field.Role switch
            {
                FieldRole.GivenName or FieldRole.FamilyName when names++ >= 2 => LatinName,
                FieldRole.Generation => Generation,
                FieldRole.LegalForm => LegalForm,
                _ => field.Name,
            });
        }
        return shown;
    }
}
