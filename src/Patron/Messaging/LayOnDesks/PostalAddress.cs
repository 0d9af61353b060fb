using System.Text.RegularExpressions;
using Patron.Customers.Contracts;

namespace Patron.Messaging.LayOnDesks;

/// <summary>Is an address one to which a letter can be sent? The form of postal codes is that of the Universal Postal Union's sheets, for the countries that we know.</summary>
internal static partial class PostalAddress
{
    private static readonly Dictionary<string, Regex> Codes = new(StringComparer.Ordinal)
    {
        ["GB"] = British(), ["KR"] = FiveDigits(), ["DE"] = FiveDigits(), ["FR"] = FiveDigits(), ["IT"] = FiveDigits(), ["ES"] = FiveDigits(), ["CN"] = SixDigits(), ["IN"] = SixDigits(),
        ["US"] = American(), ["JP"] = Japanese(), ["TW"] = Taiwanese(), ["AU"] = FourDigits(), ["AT"] = FourDigits(), ["CH"] = FourDigits(), ["BE"] = FourDigits(), ["DK"] = FourDigits(),
    };

    /// <summary>The part that is missing or wrong: name, street, city, postal; null: none.</summary>
    public static string? Fault(GoldenRecord customer) =>
        Blank(customer.Name) && Blank(customer.Company) ? "name"
        : Blank(customer.Street) ? "street"
        : Blank(customer.City) ? "city"
        : customer.Country is { } country && Codes.TryGetValue(country, out var form) && !form.IsMatch(customer.Postal?.Trim() ?? "") ? "postal"
        : null;

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    [GeneratedRegex(@"^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$", RegexOptions.IgnoreCase)]
    private static partial Regex British();

    [GeneratedRegex("^[0-9]{4}$")]
    private static partial Regex FourDigits();

    [GeneratedRegex("^[0-9]{5}$")]
    private static partial Regex FiveDigits();

    [GeneratedRegex("^[0-9]{6}$")]
    private static partial Regex SixDigits();

    [GeneratedRegex("^[0-9]{5}(-[0-9]{4})?$")]
    private static partial Regex American();

    [GeneratedRegex("^[0-9]{3}-?[0-9]{4}$")]
    private static partial Regex Japanese();

    [GeneratedRegex("^[0-9]{3}([0-9]{2,3})?$")]
    private static partial Regex Taiwanese();
}
