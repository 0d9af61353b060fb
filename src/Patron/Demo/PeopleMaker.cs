using Bogus;

namespace Patron.Demo;

/// <summary>Makes the people of the demo: the holders of the accounts, and those whom only the cards or the newsletter know.</summary>
internal sealed class PeopleMaker(DemoLists lists, Randomizer random)
{
    private const int CardHoldersWithAccount = 1_506;
    private const int CardHoldersWithout = DemoCatalogue.Cards - CardHoldersWithAccount;
    private const int CardHoldersWithoutWhoSubscribe = 60;
    private const int OrganisationsWhoSubscribe = 40;
    private const int AccountPersonsWhoSubscribe = 570;

    // Together a fifth of the persons. Those with an account live where their orders went, so only Britain has enough of them.
    private const int KoreanOrChineseWithAccount = 421;
    private const int KoreanOrChineseWithCardOnly = 45;
    private const int KoreanOrChineseSubscribersOnly = 205;

    private readonly NameMaker _names = new(lists, random);
    private readonly AddressMaker _addresses = new(lists, random);

    public Person[] Make()
    {
        Person[] people = [.. Holders(), .. Others()];
        return [.. people.Select((p, i) => p with { Id = FormattableString.Invariant($"p{i + 1:0000}") })];
    }

    private IEnumerable<Person> Holders()
    {
        var buyers = PackedOrders.Buyers();
        var countries = buyers.Select(_addresses.CountryOf).ToArray();
        var all = Enumerable.Range(0, buyers.Count).ToArray();
        var organisations = Some(all, DemoCatalogue.Organisations);
        var persons = all.Where(i => !organisations.Contains(i)).ToArray();
        var koreanOrChinese = Some(persons.Where(i => countries[i].Iso == "GB"), KoreanOrChineseWithAccount);
        var withCard = Some(persons, CardHoldersWithAccount);
        var subscribers = Some(persons, AccountPersonsWhoSubscribe);
        subscribers.UnionWith(Some(organisations, OrganisationsWhoSubscribe));
        foreach (var i in all)
        {
            var one = organisations.Contains(i)
                ? Organisation(countries[i])
                : Individual(countries[i], koreanOrChinese.Contains(i) ? Culture() : null);
            yield return one with { Account = buyers[i], HasCard = withCard.Contains(i), Subscribes = subscribers.Contains(i) };
        }
    }

    private IEnumerable<Person> Others()
    {
        for (var i = 0; i < CardHoldersWithout; i++)
        {
            var culture = i < KoreanOrChineseWithCardOnly ? Culture() : null;
            yield return Individual(lists.Country("GB"), culture) with { HasCard = true, Subscribes = i % 3 == 0 && i / 3 < CardHoldersWithoutWhoSubscribe };
        }
        var subscribersOnly = DemoCatalogue.KnownPeople - DemoCatalogue.Accounts - CardHoldersWithout;
        for (var i = 0; i < subscribersOnly; i++)
        {
            var culture = i < KoreanOrChineseSubscribersOnly ? Culture() : null;
            yield return Individual(Home(culture), culture) with { Subscribes = true };
        }
    }

    private HashSet<int> Some(IEnumerable<int> of, int count) => [.. random.Shuffle(of.Order()).Take(count)];

    private string Culture() => random.Word("ko ko ko ko zh-Hans zh-Hans zh-Hans zh-Hant zh-Hant zh-HK");

    private Country Home(string? culture)
    {
        if (culture is null)
            return lists.Country(random.Word("GB GB GB GB GB GB GB GB IE FR DE NL"));
        return lists.Country(random.Bool(0.35f) ? "GB" : culture switch { "ko" => "KR", "zh-Hans" => "CN", "zh-Hant" => "TW", _ => "HK" });
    }

    private Person Organisation(Country country)
    {
        var place = _addresses.PlaceIn(country);
        return new Person
        {
            Id = "", Company = _names.Company(country), Country = country, Place = place,
            Address = _addresses.AddressIn(country, place), Language = country.Language,
        };
    }

    private Person Individual(Country country, string? culture)
    {
        culture ??= country.Iso == "JP" ? "ja" : country.Locale;
        var place = _addresses.PlaceIn(country);
        var female = random.Bool(0.58f);
        var name = _names.Name(culture, female);
        var abroad = country.Iso is "GB" && name.HasNative;
        var formerly = _addresses.PlaceIn(country);
        return new Person
        {
            Id = "", Name = name, IsFemale = female, Title = _names.Title(country, female), Honorific = _names.Honorific(name, female), Country = country, Place = place,
            Company = random.Bool(0.15f) ? _names.Company(country) : null,
            Address = _addresses.AddressIn(country, place),
            OldAddress = random.Bool(0.15f) ? _addresses.AddressIn(country, formerly) : null,
            Birth = random.Day(new DateOnly(1936, 1, 1), new DateOnly(1992, 12, 31)),
            Language = abroad && random.Bool(0.45f) ? LanguageOf(culture) : country.Language,
            PrefersNative = name.HasNative && random.Bool(abroad ? 0.35f : 0.8f),
            OnCard = Shared(), OnList = SharedWithList(),
        };
    }

    private static string LanguageOf(string culture) => culture == "zh-HK" ? "zh-Hant" : culture;

    private Evidence Shared() => random.Float() switch
    {
        < 0.43f => Evidence.Both,
        < 0.67f => Evidence.Email,
        < 0.975f => Evidence.Phone,
        _ => Evidence.None,
    };

    private Evidence SharedWithList() => random.Float() switch
    {
        < 0.25f => Evidence.Both,
        < 0.84f => Evidence.Email,
        < 0.975f => Evidence.Phone,
        _ => Evidence.None,
    };
}
