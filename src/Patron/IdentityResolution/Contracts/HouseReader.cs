using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.IdentityResolution.Contracts;

/// <summary>Reads streets as matching does, for rooms that compare addresses. One reader serves one thread.</summary>
public sealed class HouseReader
{
    private static readonly string[] Flats = ["flat", "unit", "apt"];
    private readonly StreetFolder folder = new();

    /// <summary>
    /// One text for a house, or a flat in it, however its street is written: "12 Main St." and "Main Street 12", traditional and simplified characters. What names
    /// the flat belongs to it. Empty where no house is named: a village or a street alone is shared by strangers.
    /// </summary>
    public string HouseOf(string? street)
    {
        if (string.IsNullOrWhiteSpace(street)) return "";
        folder.Fold(street, takeNumber: true);
        var number = folder.Number.ToString();
        if (!folder.Street.ContainsAnyInRange('\u3041', '\uFAFF'))
            return number.Length == 0 ? "" : $"{number} {string.Join(' ', folder.Street.ToString().Split(' ').Select(word => Flats.Contains(word) ? "apartment" : word))}";
        // There the reading leaves out what stands behind the number, and with it the flat: of a whole tower's people each Kim would live with each other.
        folder.Fold(street, takeNumber: false);
        var whole = folder.Street.ToString();
        return whole.Any(c => char.IsDigit(c) || IsHanDigit(c)) ? whole : "";
    }

    private static bool IsHanDigit(char c) => c is '一' or '二' or '三' or '四' or '五' or '六' or '七' or '八' or '九' or '十';
}
