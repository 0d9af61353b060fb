using System.Text;
using Bogus;

namespace Patron.Demo;

/// <summary>Names of persons by country, from our lists for those that have a script of their own and from Bogus for the others; names of shops.</summary>
internal sealed class NameMaker(DemoLists lists, Randomizer random)
{
    private readonly Dictionary<string, Faker> _fakers = [];
    private readonly HashSet<string> _companies = [];

    public PersonName Name(string culture, bool female)
    {
        if (lists.Names.TryGetValue(culture, out var list))
        {
            var family = random.Weighted(list.Family, p => p.Weight);
            var given = random.ArrayElement(female ? list.Female : list.Male);
            return new PersonName(culture, given.Latin, family.Latin, given.Native, family.Native);
        }
        var names = Faker(culture).Name;
        var gender = female ? Bogus.DataSets.Name.Gender.Female : Bogus.DataSets.Name.Gender.Male;
        return new PersonName(culture, names.FirstName(gender), names.LastName(gender));
    }

    public string Title(Country country, bool female) => country.Language switch
    {
        "en" => random.Word(female
            ? "Ms Ms Ms Ms Ms Ms Ms Mrs Mrs Mrs Mrs Mrs Mrs Mrs Miss Miss Miss Miss Dr Prof"
            : "Mr Mr Mr Mr Mr Mr Mr Mr Mr Mr Mr Mr Mr Mr Mr Mr Mr Mr Dr Prof"),
        // Where Bogus does not know men's names from women's, a title would be wrong every other time.
        _ when !lists.Names.ContainsKey(country.Locale) && !Faker(country.Locale).Name.SupportsGenderFirstNames => "",
        "de" => female ? "Frau" : "Herr",
        "fr" => female ? "Mme" : "M.",
        "nl" => female ? "Mevr." : "Dhr.",
        "es" => female ? "Sra." : "Sr.",
        "it" => female ? "Sig.ra" : "Sig.",
        _ => "",
    };

    public string Honorific(PersonName name, bool female)
    {
        if (!name.HasNative || random.Bool(0.8f))
            return "";
        return name.Culture switch
        {
            "ko" => random.Word("님 님 님 교수 선생님"),
            "ja" => "様",
            _ => random.Word(female ? "女士 女士 小姐 教授" : "先生 先生 先生 教授"),
        };
    }

    /// <summary>A name that no other shop has.</summary>
    public string Company(Country country)
    {
        var forms = lists.Companies["form"].Select(f => f.Split(':')).Where(f => f[0] == country.Language).Select(f => f[1]).ToArray();
        var form = forms.Length == 0 ? "Ltd" : random.ArrayElement(forms);
        while (true)
        {
            var owner = random.Bool(0.4f) ? random.Weighted(lists.Names["en"].Family, p => p.Weight).Latin + "'s" : Pick("first");
            var name = $"{owner} {Pick("second")} {form}".TrimEnd();
            if (_companies.Add(Slug(name)))
                return name;
        }
    }

    /// <summary>What is left of a text in an e-mail address: a to z, digits, and nothing of a script that has none of them.</summary>
    public static string Slug(string text)
    {
        var plain = text.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Replace('ø', 'o').Replace('ł', 'l')
            .Replace("æ", "ae", StringComparison.Ordinal).Normalize(NormalizationForm.FormD);
        return string.Concat(plain.Where(char.IsAsciiLetterOrDigit));
    }

    private string Pick(string part) => random.ArrayElement(lists.Companies[part].ToArray());

    private Faker Faker(string locale)
    {
        if (!_fakers.TryGetValue(locale, out var faker))
            _fakers[locale] = faker = new Faker(locale) { Random = random };
        return faker;
    }
}
