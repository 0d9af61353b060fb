using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>Gives everybody an e-mail address in a domain that cannot exist (RFC 2606) and a phone number, and a second of each; none twice.</summary>
internal sealed class ContactMaker(Randomizer random)
{
    private const string Domains = "mail.example mail.example post.example inbox.example example.com example.org example.net";

    private readonly HashSet<string> _emails = [];
    private readonly PhoneNumbers _phones = new(random);

    public Person Give(Person person) => person with
    {
        Email = person.IsOrganisation ? OfCompany(person.Company!) : OfPerson(person),
        OtherEmail = person.IsOrganisation ? "" : OfPerson(person),
        Phone = _phones.Next(person.Country, person.Place),
        // The reserved ranges are too small to give a second number to those who need none.
        OtherPhone = person is { HasCard: true, OnCard: Evidence.Email or Evidence.None } ? _phones.Next(person.Country, person.Place) : default,
    };

    public string OfCompany(string company) =>
        Unique(random.Word("info info hello orders sales"), $"{NameMaker.Slug(company)}.example");

    private string OfPerson(Person person)
    {
        var given = NameMaker.Slug(person.Name!.Given);
        var family = NameMaker.Slug(person.Name.Family);
        var local = (given, family) is ("", _) or (_, "") ? "reader" + random.Number(100, 999).ToString(CultureInfo.InvariantCulture) : random.Number(0, 4) switch
        {
            0 => given[0] + "." + family,
            1 => given + family,
            2 => family + "." + given,
            _ => given + "." + family,
        };
        return Unique(local, random.Word(Domains));
    }

    private string Unique(string local, string domain)
    {
        var email = $"{local}@{domain}";
        for (var n = random.Number(2, 89); !_emails.Add(email); n++)
            email = FormattableString.Invariant($"{local}{n}@{domain}");
        return email;
    }
}
