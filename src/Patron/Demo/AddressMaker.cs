using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>Streets, towns and postal codes as the country has them.</summary>
internal sealed class AddressMaker(DemoLists lists, Randomizer random)
{
    /// <summary>The country of a buyer's orders; the invoices call some by other names, or two by one.</summary>
    public Country CountryOf(Buyer buyer)
    {
        var meant = lists.Countries.Where(c => c.InOrders.Contains(buyer.Country)).ToArray();
        return meant.Length > 0
            ? random.ArrayElement(meant)
            : throw new InvalidOperationException($"countries.tsv says nothing about {buyer.Country}.");
    }

    public Place PlaceIn(Country country) => random.Weighted([.. lists.Places[country.Iso]], p => p.Weight);

    public Address AddressIn(Country country, Place place)
    {
        var streets = lists.Streets[StreetLanguage(country)].ToArray();
        var street = random.ArrayElement(streets)
            .Replace("{n}", random.Number(1, 180).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{u}", random.Number(1, 12).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return new Address(street, place.City, Postal(random.ArrayElement(place.Postal)));
    }

    private string StreetLanguage(Country country) => lists.Streets.Contains(country.Language) ? country.Language : "en";

    // British codes end in a digit and two letters, of which C, I, K, M, O and V are never used.
    private string Postal(string pattern) => string.Concat(pattern.Select(c => c switch
    {
        '#' => (char)('0' + random.Number(1, 9)),
        '@' => random.ArrayElement("ABDEFGHJLNPQRSTUWXYZ".ToCharArray()),
        _ => c,
    }));
}
