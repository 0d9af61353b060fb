using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>The newsletter and phone list: gathered at fairs, by coupon and by web form, so with what people cared to write.</summary>
internal sealed class NewsletterRows(Randomizer random)
{
    public static readonly string[] Header =
    [
        "subscriber", "full name", "e-mail", "telephone", "city", "country", "language", "interests", "came from", "joined",
        "consent_email", "consent_email_at", "consent_phone", "consent_phone_at",
    ];

    private static readonly string[] Interests =
        ["gardening", "kitchen", "Christmas", "children", "stationery", "vintage", "home decor", "bags", "candles", "parties"];

    private static readonly string[] Origins =
        ["web form", "web form", "web form", "trade fair", "trade fair", "magazine coupon", "referral", "shop counter"];

    private static readonly DateOnly FirstIssue = new(2010, 1, 11);

    public IEnumerable<SourceRow> Rows(IEnumerable<Person> people) =>
        random.Shuffle(people.Where(p => p.Subscribes)).Select(Row);

    private SourceRow Row(Person person, int index)
    {
        var (email, phone) = person.Account is null && !person.HasCard ? First(person) : Later(person);
        var (name, form) = Name(person);
        var domestic = random.Bool(0.5f);
        var knowsCountry = (domestic && phone is not null) || random.Bool(0.85f);
        var joined = random.Day(FirstIssue, DemoCatalogue.LastDay.AddDays(-10)).ToDateTime(new TimeOnly(random.Number(8, 20), random.Number(0, 59)));
        var (byMail, byMailAt) = Consent(email is not null, joined, 0.74f);
        var (byPhone, byPhoneAt) = Consent(phone is not null, joined, 0.45f);
        var id = "N" + (20_001 + index).ToString(CultureInfo.InvariantCulture);
        return new SourceRow(DemoCatalogue.Newsletter, id, person, form, email, phone, false,
        [
            id, name, Written(email), phone is { } number ? Written(number, domestic) : "",
            random.Bool(0.7f) ? person.Address.City : "", knowsCountry ? person.Country.Name : "", person.Language,
            string.Join(", ", random.Shuffle(Interests).Take(random.Number(0, 3))), random.ArrayElement(Origins), At(joined),
            byMail, byMailAt, byPhone, byPhoneAt,
        ]);
    }

    private (string?, PhoneNumber?) First(Person person)
    {
        var email = person.Trap == Trap.SharedEmail || random.Bool(0.9f);
        var phone = !email || person.SharesPhone || random.Bool(0.35f);
        return (email ? person.Email : null, phone ? person.Phone : null);
    }

    private static (string?, PhoneNumber?) Later(Person person) => person.OnList switch
    {
        Evidence.Both => (person.Email, person.Phone),
        Evidence.Email => (person.Email, null),
        Evidence.Phone => (null, person.Phone),
        _ => (person.OtherEmail, null),
    };

    private (string, NameForm) Name(Person person)
    {
        if (person.IsOrganisation)
            return random.Bool(0.5f) ? (person.Company!, NameForm.Company) : ("", NameForm.None);
        // Those who share something are told apart by their names alone, so they write them in full.
        var full = person.Trap != Trap.None;
        if (!full && random.Bool(0.06f))
            return ("", NameForm.None);
        if (person.Name!.HasNative && random.Bool(person.Language.StartsWith("en", StringComparison.Ordinal) ? 0.15f : 0.6f))
            return (Typing.Native(person), NameForm.Native);
        if (!full && random.Bool(0.1f))
            return (person.Name.Given, NameForm.Given);
        if (!full && random.Bool(0.05f))
            return ($"{person.Name.Given[0]}. {person.Name.Family}", NameForm.Initial);
        var name = Typing.Retyped(random, person);
        var written = name.IsKoreanOrChinese && random.Bool(0.5f) ? $"{name.Family} {name.Given}" : $"{name.Given} {name.Family}";
        return (written, name == person.Name ? NameForm.Latin : NameForm.Typo);
    }

    private (string, string) Consent(bool asked, DateTime joined, float yes)
    {
        if (!asked || random.Bool(0.1f))
            return ("", "");
        var answered = joined.AddMinutes(random.Bool(0.7f) ? 0 : random.Number(60, 9 * 24 * 60));
        return (random.Bool(yes) ? "yes" : "no", At(answered));
    }

    private string Written(string? email) => email is null ? "" : random.Number(0, 19) switch
    {
        < 3 => email.ToUpperInvariant(),
        < 6 => char.ToUpperInvariant(email[0]) + email[1..],
        6 => " " + email,
        7 => email + " ",
        _ => email,
    };

    private string Written(PhoneNumber number, bool domestic) =>
        domestic ? number.DomesticDigits : random.Bool(0.6f) ? number.International : number.WithExitCode;

    private static string At(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
