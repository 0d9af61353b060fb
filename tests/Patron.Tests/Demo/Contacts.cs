using Patron.Demo;

namespace Patron.Tests.Demo;

/// <summary>Reads contact points off the files with rules of its own, which know nothing of how the demo made them.</summary>
internal static class Contacts
{
    private static readonly string[] Words = ["0000", "n/a", "-", "null", "", "test@test.com"];

    public static string EmailCell(Line line) => line.System switch
    {
        DemoCatalogue.WebShop => line["Email"],
        DemoCatalogue.LoyaltyCards => line["E_MAIL"],
        _ => line["e-mail"],
    };

    public static string PhoneCell(Line line) => line.System switch
    {
        DemoCatalogue.WebShop => line["Phone"],
        DemoCatalogue.LoyaltyCards => line["TEL_NO"],
        _ => line["telephone"],
    };

    public static bool IsJunk(string cell) => cell.Length > 0 && Words.Contains(cell);

    /// <summary>The address and the number of a line in one form each, without junk.</summary>
    public static IEnumerable<string> Values(Line line, IReadOnlyDictionary<string, Country> countries)
    {
        var email = EmailCell(line).Trim().ToLowerInvariant();
        if (!Words.Contains(email))
            yield return email;
        var phone = PhoneCell(line);
        if (!Words.Contains(phone))
            yield return Number(phone, countries[CountryOf(line)]);
    }

    private static string CountryOf(Line line)
    {
        var name = line.System switch
        {
            DemoCatalogue.WebShop => line["Country"],
            DemoCatalogue.LoyaltyCards => line["COUNTRY_IF_ABROAD"],
            _ => line["country"],
        };
        return name.Length == 0 ? "United Kingdom" : name;
    }

    private static string Number(string written, Country country)
    {
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        if (written[0] == '+')
            return "+" + digits;
        if (digits.StartsWith("00", StringComparison.Ordinal))
            return "+" + digits[2..];
        if (country.Trunk.Length > 0 && digits.StartsWith(country.Trunk, StringComparison.Ordinal))
            digits = digits[country.Trunk.Length..];
        return "+" + country.Dial + digits;
    }
}
