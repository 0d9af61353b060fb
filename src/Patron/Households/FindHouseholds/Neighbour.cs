using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;

namespace Patron.Households.FindHouseholds;

/// <summary>What a person is compared by, each a digest of a folded text; 0 is not known.</summary>
/// <param name="Latin">The surname in Latin letters, where the name is written in another script too.</param>
internal readonly record struct Neighbour(long Customer, ulong Address, ulong Surname, ulong Latin, ulong Phone)
{
    /// <summary>Null for an address that names no house: a village or a street alone is shared by strangers.</summary>
    public static Neighbour? Of(StreamedPerson person, HouseReader reader)
    {
        var street = reader.HouseOf(person.Street);
        var place = FoldedTexts.Of(person.Postal) is { Length: > 0 } postal ? postal : FoldedTexts.Of(person.City);
        if (street.Length == 0 || place.Length == 0) return null;
        var surname = FoldedTexts.Surname(person.Name, person.GivenName, person.FamilyName);
        var latin = person.LatinName is null ? "" : FoldedTexts.Surname(person.LatinName, null, null);
        return new(person.Customer.Value, Digest($"{street} {place} {person.Country}"), Digest(surname), Digest(latin), Digest(person.Phone ?? ""));
    }

    /// <summary>FNV-1a of 64 bits (Fowler, Noll, Vo); two of a million texts meet by chance once in thirty million runs.</summary>
    private static ulong Digest(string text)
    {
        if (text.Length == 0) return 0;
        var digest = 14695981039346656037UL;
        foreach (var c in text) digest = (digest ^ c) * 1099511628211UL;
        return digest == 0 ? 1 : digest;
    }
}
