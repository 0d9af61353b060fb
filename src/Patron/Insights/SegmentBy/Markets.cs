namespace Patron.Insights.SegmentBy;

/// <summary>World markets by country (ISO 3166 alpha-2).</summary>
internal static class Markets
{
    public static IReadOnlyList<string> All { get; } = ["europe", "north-america", "south-america", "middle-east", "east-asia", "south-east-asia", "south-asia", "africa", "oceania"];

    private static readonly string[] Countries =
    [
        "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK",
        "BM CA GL PM US MX",
        "AR BO BR CL CO EC FK GF GY PE PY SR UY VE BZ CR CU DO GT HN HT JM NI PA PR SV TT BB BS",
        "AE AM AZ BH GE IL IQ IR JO KW LB OM PS QA SA SY TR YE",
        "CN HK JP KP KR MO MN TW",
        "BN ID KH LA MM MY PH SG TH TL VN",
        "AF BD BT IN KG KZ LK MV NP PK TJ TM UZ",
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW",
        "AU FJ NC NZ PG PF SB TO VU WS",
    ];

    private static readonly Dictionary<string, int> ByCountry = Countries.SelectMany((countries, at) => countries.Split(' ').Select(c => (c, at))).ToDictionary(c => c.c, c => c.at + 1, StringComparer.Ordinal);

    /// <summary>1 for the first of <see cref="All"/>; 0 where the country is in none, or not known.</summary>
    public static int Of(string country) => ByCountry.GetValueOrDefault(country);
}
