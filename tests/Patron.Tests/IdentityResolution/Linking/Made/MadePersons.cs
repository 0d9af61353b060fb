using System.Globalization;
using System.Text;

namespace Patron.Tests.IdentityResolution.Linking.Made;

internal enum MadeLanguage { English, Chinese, Korean }

/// <summary>
/// Persons as several systems know them, with the truth. Everybody has one to five records; the faults are those of real files: titles and honorifics, order
/// of names, romanised names, both Chinese scripts, short names, ways to write telephone numbers and days, missing fields, moves, slips. Relatives that look
/// alike are among them: twins, couples, fathers and sons of one name at one address with one telephone. One seed makes one file.
/// </summary>
internal sealed class MadePersons(int seed)
{
    public const string Header = "id,name,birth_date,phone,email,address,city,person";

    private readonly Random random = new(seed);
    private readonly List<string> rows = [];
    private int persons;

    /// <param name="count">Persons, relatives counted.</param>
    public string Csv(int count, params MadeLanguage[] languages)
    {
        var names = new MadeNames(random);
        while (persons < count) Family(languages[persons % languages.Length], names);
        var order = rows.ToArray();
        random.Shuffle(order);
        var text = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < order.Length; i++) text.Append(CultureInfo.InvariantCulture, $"r{i + 1},{order[i]}\n");
        return text.ToString();
    }

    private void Family(MadeLanguage language, MadeNames names)
    {
        var first = Person(language, Name(null), null);
        Records(first);
        var kin = random.NextDouble();
        if (kin > .12) return;
        if (kin < .010) Records(first with { Name = Name(first.Name), Email = null, Phone = Own(.5) }); // twins: same day and home
        else if (kin < .016 && language == MadeLanguage.English) Records(first with { Birth = first.Birth.AddYears(-random.Next(20, 35)).AddDays(random.Next(300)), Email = null, Phone = Own(.7) });
        else Records(Person(language, Name(first.Name), first)); // sisters, brothers, couples: same home, at times the same telephone

        string Own(double share) => random.Chance(share) ? MadeHomes.Mobile(language, random) : first.Phone;
        MadeName Name(MadeName? relative) => language switch
        {
            MadeLanguage.Chinese => names.Chinese(relative),
            MadeLanguage.Korean => names.Korean(relative),
            _ => names.English() is var name && relative is not null ? name with { Family = relative.Family, LatinFamily = relative.Family } : name,
        };
    }

    private MadePerson Person(MadeLanguage language, MadeName name, MadePerson? kin)
    {
        var home = MadeHomes.Of(language, random);
        var birth = new DateOnly(1940, 1, 1).AddDays(random.Next(25_000));
        var latin = $"{name.LatinGiven.Replace(" ", "", StringComparison.Ordinal)}{random.Pick(".", "", "_")}{name.LatinFamily}".ToLowerInvariant().Replace("'", "", StringComparison.Ordinal);
        var email = random.Chance(.75) ? $"{latin}{(random.Chance(.5) ? random.Digits(2) : "")}@{MadeHomes.MailHost(language, random)}" : null;
        return new(language, name, birth, kin is not null && random.Chance(.4) ? kin.Phone : MadeHomes.Mobile(language, random), email, kin?.Home ?? home);
    }

    private void Records(MadePerson person)
    {
        persons++;
        var count = random.NextDouble() switch { < .35 => 1, < .7 => 2, < .88 => 3, < .96 => 4, _ => 5 };
        var now = person;
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && random.Chance(.12)) now = now with { Home = MadeHomes.Of(person.Language, random) };
            if (i > 0 && random.Chance(.08)) now = now with { Phone = MadeHomes.Mobile(person.Language, random) };
            rows.Add(Row(now, first: i == 0));
        }
    }

    private string Row(MadePerson p, bool first)
    {
        var name = new MadeSpelling(random).Name(p, plain: first && random.Chance(.6));
        var birth = random.Chance(.22) ? "" : Birth(p.Birth, p.Language);
        var phone = random.Chance(.2) ? "" : MadeHomes.Written(p.Language, p.Phone, random);
        var email = p.Email is null || random.Chance(.3) ? "" : Email(p.Email);
        var address = random.Chance(.2) ? "" : p.Home.Written(p.Language, random);
        var city = random.Chance(.15) ? "" : p.Home.CityWritten(p.Language, random);
        // Nobody keeps a record of a name alone.
        if (birth.Length + phone.Length + email.Length == 0) phone = MadeHomes.Written(p.Language, p.Phone, random);
        return string.Join(',', new[] { name, birth, phone, email, address, city, $"p{persons}" }.Select(v => v.Contains(',', StringComparison.Ordinal) ? $"\"{v}\"" : v));
    }

    private string Birth(DateOnly day, MadeLanguage language)
    {
        if (random.Chance(.02)) day = day.Day <= 12 ? new DateOnly(day.Year, day.Day, day.Month) : day.AddDays(random.Pick(-1, 1, 10));
        var format = language switch
        {
            MadeLanguage.Chinese => random.Pick("yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日", "yyyyMMdd"),
            MadeLanguage.Korean => random.Pick("yyyy-MM-dd", "yyyy.MM.dd", "yyyy년 M월 d일", "yyyyMMdd"),
            _ => random.Pick("yyyy-MM-dd", "yyyy-MM-dd", "yyyyMMdd", "MMM d yyyy"),
        };
        return day.ToString(format, CultureInfo.InvariantCulture);
    }

    private string Email(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        if (random.Chance(.08)) return email[..at] + "+" + random.Pick("shop", "news", "web") + email[at..];
        if (random.Chance(.05)) return random.Slip(email[..at]) + email[at..];
        return random.Chance(.15) ? email.ToUpperInvariant() : email;
    }
}

/// <summary>One person, as life has made them.</summary>
/// <param name="Phone">As it is dialled at home.</param>
internal sealed record MadePerson(MadeLanguage Language, MadeName Name, DateOnly Birth, string Phone, string? Email, MadeHome Home);
