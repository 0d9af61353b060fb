using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>The web shop's accounts: typed by the customers themselves, so mostly full, with numbers in international form.</summary>
internal sealed class AccountRows(Randomizer random)
{
    public static readonly string[] Header =
    [
        "CustomerNo", "Kind", "Title", "FirstName", "LastName", "Company", "Email", "Phone", "Street", "City",
        "PostalCode", "Country", "BirthDate", "Language", "Registered",
    ];

    private readonly Junk _junkEmails = new(DemoCatalogue.JunkAccountEmails, "test@test.com");
    private readonly Junk _junkPhones = new(DemoCatalogue.JunkAccountPhones, "0000", "n/a", "-", "null");

    public IEnumerable<SourceRow> Rows(IEnumerable<Person> people) => people.Where(p => p.Account is not null).Select(Row);

    private SourceRow Row(Person person)
    {
        var email = person.EmailIsEvidence || random.Bool(0.96f) ? person.Email : null;
        PhoneNumber? phone = person.PhoneIsEvidence || random.Bool(0.6f) ? person.Phone : null;
        var emailCell = email ?? _junkEmails.Fill();
        var phoneCell = phone?.International ?? _junkPhones.Fill();
        var (given, family, form) = person switch
        {
            { IsOrganisation: true } => ("", "", NameForm.Company),
            { PrefersNative: true } => (person.Name!.NativeGiven!, person.Name.NativeFamily!, NameForm.Native),
            _ => (person.Name!.Given, person.Name.Family, NameForm.Latin),
        };
        var id = person.Account!.Number.ToString(CultureInfo.InvariantCulture);
        return new SourceRow(DemoCatalogue.WebShop, id, person, form, email, phone,
            HasJunk: (email is null && emailCell != "") || (phone is null && phoneCell != ""),
        [
            id, person.IsOrganisation ? "organisation" : "person",
            form == NameForm.Native ? person.Honorific : random.Bool(0.65f) ? person.Title : "",
            given, family, person.Company ?? "", emailCell, phoneCell,
            person.Address.Street, person.Address.City, person.Address.Postal, person.Country.Name,
            !person.IsOrganisation && random.Bool(0.35f) ? Typing.Iso(person.Birth!.Value) : "",
            person.Language, Typing.Iso(Registered(person.Account)),
        ]);
    }

    // Half of the accounts are opened with the first order, the others wait for it up to two and a half years.
    private DateOnly Registered(Buyer buyer) =>
        random.Bool(0.5f) ? buyer.FirstOrder : buyer.FirstOrder.AddDays(-random.Number(1, 900));
}
