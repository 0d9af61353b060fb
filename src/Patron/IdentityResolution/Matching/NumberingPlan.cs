using System.Collections.Frozen;
using System.Globalization;

namespace Patron.IdentityResolution.Matching;

/// <summary>How a country writes its telephone numbers: what is dialled before a number at home, and how long it is without that.</summary>
/// <param name="Trunk">Empty where numbers are dialled as they are (or, in Italy, where the 0 belongs to the number).</param>
internal sealed record NumberingPlan(string Country, string CallingCode, string Trunk, int Shortest, int Longest)
{
    // Plausible lengths of national significant numbers, rounded outwards: the task is to recognise, not to validate.
    // Country, calling code, trunk prefix, shortest, longest. Where a calling code serves several countries the first one stands for it.
    private const string Table = """
        US 1 1 10 10;CA 1 1 10 10;PR 1 1 10 10;DO 1 1 10 10;JM 1 1 10 10
        GB 44 0 9 10;GG 44 0 10 10;JE 44 0 10 10;IM 44 0 10 10;IE 353 0 7 9
        DE 49 0 6 12;AT 43 0 7 12;CH 41 0 9 9;LI 423 - 7 9;FR 33 0 9 9;MC 377 - 8 9;BE 32 0 8 9;NL 31 0 9 9;LU 352 - 6 11
        ES 34 - 9 9;PT 351 - 9 9;IT 39 - 6 11;MT 356 - 8 8;GR 30 - 10 10;CY 357 - 8 8;TR 90 0 10 10
        SE 46 0 7 10;NO 47 - 8 8;DK 45 - 8 8;FI 358 0 6 11;IS 354 - 7 9;LT 370 8 8 8;LV 371 - 8 8;EE 372 - 7 8
        PL 48 - 9 9;CZ 420 - 9 9;SK 421 0 9 9;HU 36 06 8 9;RO 40 0 9 9;BG 359 0 7 9;HR 385 0 8 9;SI 386 0 8 8;RS 381 0 8 9
        RU 7 8 10 10;KZ 7 8 10 10;UA 380 0 9 9
        AU 61 0 9 9;NZ 64 0 8 10;JP 81 0 9 10;KR 82 0 8 11;CN 86 0 10 11;TW 886 0 8 9;HK 852 - 8 8;MO 853 - 8 8;SG 65 - 8 8
        IN 91 0 10 10;PK 92 0 9 10;BD 880 0 8 10;LK 94 0 9 9;TH 66 0 8 9;VN 84 0 9 10;MY 60 0 8 10;ID 62 0 8 12;PH 63 0 8 10
        IL 972 0 8 9;AE 971 0 8 9;SA 966 0 8 9;BH 973 - 8 8;LB 961 0 7 8;QA 974 - 8 8;KW 965 - 8 8;OM 968 - 8 8;JO 962 0 8 9
        BR 55 0 10 11;MX 52 - 10 10;AR 54 0 10 11;CL 56 - 9 9;CO 57 - 10 10;PE 51 0 8 9
        ZA 27 0 9 9;EG 20 0 8 10;NG 234 0 8 10;KE 254 0 9 9;MA 212 0 9 9
        """;

    // Calling codes are prefix-free: 1 and 7 have one digit, these two, all others three (ITU-T E.164, list of assigned codes).
    private const string TwoDigitCodes =
        " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";

    private static readonly NumberingPlan[] Plans = [.. Table.Split(['\n', ';'], StringSplitOptions.TrimEntries).Select(Read)];
    private static readonly FrozenDictionary<string, NumberingPlan> Countries =
        Plans.ToFrozenDictionary(p => p.Country, StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenDictionary<string, NumberingPlan> Codes =
        Plans.DistinctBy(p => p.CallingCode).ToFrozenDictionary(p => p.CallingCode, StringComparer.Ordinal);

    public static NumberingPlan? OfCountry(string? iso2) => Countries.GetValueOrDefault(iso2?.Trim() switch
    {
        null => "",
        "UK" or "uk" => "GB", // not ISO, but what many files say
        { } known => known,
    });

    /// <summary>The plan of a number written with its calling code; of an unlisted country one that allows any plausible length.</summary>
    public static NumberingPlan? OfInternational(string digits)
    {
        if (digits.Length < 5 || digits[0] == '0') return null;
        var length = digits[0] is '1' or '7' ? 1 : TwoDigitCodes.Contains($" {digits[..2]} ", StringComparison.Ordinal) ? 2 : 3;
        var code = digits[..length];
        return Codes.GetValueOrDefault(code) ?? new NumberingPlan("", code, "", 5, 15 - length);
    }

    public bool Fits(string number) =>
        number.Length >= Shortest && number.Length <= Longest
        && (CallingCode != "1" || (number[0] >= '2' && number[3] >= '2')); // area codes and exchanges of North America begin with 2 to 9

    /// <summary>The national significant number in what was dialled at home, or after a calling code; null where it does not fit.</summary>
    public string? National(string digits)
    {
        if (Trunk.Length > 0 && digits.StartsWith(Trunk, StringComparison.Ordinal) && Fits(digits[Trunk.Length..])) return digits[Trunk.Length..];
        return Fits(digits) && !(Trunk == "0" && digits[0] == '0') ? digits : null;
    }

    private static NumberingPlan Read(string row)
    {
        var cell = row.Split(' ');
        return new(cell[0], cell[1], cell[2] == "-" ? "" : cell[2],
            int.Parse(cell[3], CultureInfo.InvariantCulture), int.Parse(cell[4], CultureInfo.InvariantCulture));
    }
}
