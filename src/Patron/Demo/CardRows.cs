using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>The loyalty cards: typed from paper forms at the counter, in capitals here and there, with the address of the day of issue.</summary>
internal sealed class CardRows(Randomizer random)
{
    public static readonly string[] Header =
    [
        "CARD_NO", "CARDHOLDER", "DOB", "SEX", "ADDRESS_LINE", "TOWN", "POSTCODE", "COUNTRY_IF_ABROAD", "TEL_NO", "E_MAIL", "ISSUED_ON",
    ];

    private static readonly DateOnly FirstCard = new(2009, 3, 2);

    private readonly Junk _junkEmails = new(DemoCatalogue.JunkCardEmails, "n/a", "null", "-");
    private readonly Junk _junkPhones = new(DemoCatalogue.JunkCardPhones, "0000", "-");

    public IEnumerable<SourceRow> Rows(IEnumerable<Person> people) =>
        random.Shuffle(people.Where(p => p.HasCard)).Select(Row);

    private SourceRow Row(Person person, int index)
    {
        var (email, phone) = person.Account is null ? First(person) : Later(person);
        var emailCell = email is null ? _junkEmails.Fill() : random.Bool(0.3f) ? email.ToUpperInvariant() : email;
        var phoneCell = phone is { } number ? Written(number) : _junkPhones.Fill();
        var (name, form) = Name(person);
        var address = person.OldAddress ?? person.Address;
        var capitals = random.Bool(0.3f);
        var id = (7_100_013 + index * 37).ToString(CultureInfo.InvariantCulture);
        return new SourceRow(DemoCatalogue.LoyaltyCards, id, person, form, email, phone,
            HasJunk: (email is null && emailCell != "") || (phone is null && phoneCell != ""),
        [
            id, name, random.Bool(0.88f) ? British(person.Birth!.Value) : "", random.Bool(0.9f) ? person.IsFemale ? "F" : "M" : "",
            random.Bool(0.05f) ? "" : Case(address.Street, capitals), Case(address.City, capitals), address.Postal,
            person.Country.Iso == "GB" ? "" : person.Country.Name, phoneCell, emailCell,
            British(random.Day(FirstCard, DemoCatalogue.LastDay.AddDays(-5))),
        ]);
    }

    private (string?, PhoneNumber?) First(Person person) => (
        person.EmailIsEvidence || random.Bool(0.5f) ? person.Email : null,
        person.PhoneIsEvidence || random.Bool(0.75f) ? person.Phone : null);

    private (string?, PhoneNumber?) Later(Person person) => person.OnCard switch
    {
        Evidence.Both => (person.Email, person.Phone),
        Evidence.Email => (person.Email, random.Bool(0.3f) ? person.OtherPhone : null),
        Evidence.Phone => (random.Bool(0.12f) ? person.OtherEmail : null, person.Phone),
        _ => (random.Bool(0.4f) ? person.OtherEmail : null, random.Bool(0.4f) ? person.OtherPhone : null),
    };

    private (string, NameForm) Name(Person person)
    {
        if (person.Name!.HasNative && random.Bool(0.35f))
            return (Typing.Native(person), NameForm.Native);
        var name = Typing.Retyped(random, person);
        var family = name.Family.ToUpperInvariant();
        var written = random.Number(0, 9) switch
        {
            < 5 => $"{family} {name.Given} {person.Title}".TrimEnd(),
            < 8 => $"{Dotted(person.Title)} {name.Given} {name.Family}".TrimStart(),
            _ => $"{name.Given.ToUpperInvariant()} {family}",
        };
        return (written, name == person.Name ? NameForm.Latin : NameForm.Typo);
    }

    private string Written(PhoneNumber number) => random.Number(0, 9) switch
    {
        < 5 => number.Domestic,
        < 8 => number.DomesticDigits,
        _ => number.Domestic.Replace(' ', '-'),
    };

    private static string Dotted(string title) => title is "Mr" or "Mrs" or "Ms" or "Dr" or "Prof" ? title + "." : title;

    private static string Case(string text, bool capitals) => capitals ? text.ToUpperInvariant() : text;

    private static string British(DateOnly day) => day.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);
}
