using FsCheck;
using FsCheck.Fluent;
using Patron.Customers.Contracts;
using Patron.Households;
using Patron.Households.FindHouseholds;

namespace Patron.Tests.Households;

/// <summary>Who is found together, and what of it is put before people: pure functions.</summary>
public sealed class HouseholdSearchTests
{
    [Theory]
    [InlineData("12 High Street", "12 High St.", "Lovelace", "LOVELACE", true)]
    [InlineData("12 High Street", "12, High Street", "Müller", "Muller", true)]
    [InlineData("中山路3號", "中山路 3号", "陳", "陈", true)]
    [InlineData("강남대로 12", "강남대로12", "김", "김", true)]
    [InlineData("12 High Street", "High Street 12", "Lovelace", "Lovelace", true)]
    [InlineData("Gartenstr. 5", "Gartenstraße 5", "Noether", "Noether", true)]
    [InlineData("12 High St, Flat 3", "12 High Street apartment 3", "Lovelace", "Lovelace", true)]
    [InlineData("12 High St, Flat 3", "12 High St, Flat 4", "Lovelace", "Lovelace", false)]
    [InlineData("테헤란로 12, 101동 202호", "테헤란로 12, 101동 303호", "김", "김", false)]
    [InlineData("12 High Street", "13 High Street", "Lovelace", "Lovelace", false)]
    [InlineData("12 High Street", "12 High Street", "Lovelace", "Byron", false)]
    [InlineData("High Street", "High Street", "Lovelace", "Lovelace", false)]
    public void Same_address_and_surname_make_a_household_however_they_are_spelt(string street, string other, string family, string otherFamily, bool found)
    {
        Neighbour?[] both = [Of(Person(1, street, family)), Of(Person(2, other, otherFamily))];

        Assert.Equal(found ? 1 : 0, HouseholdSearch.Find([.. both.OfType<Neighbour>()]).Count);
    }

    [Fact]
    public void A_surname_in_one_script_alone_meets_its_Latin_form()
    {
        var own = Of(Person(1, "강남대로 12", "김", latin: "Minsu Kim"))!.Value;
        var latin = Of(Person(2, "강남대로 12", "Kim"))!.Value;

        Assert.Equal(SharedBy.Surname, Assert.Single(HouseholdSearch.Find([own, latin])).Shared);
    }

    [Fact]
    public void A_shared_phone_joins_other_surnames_and_chains_through_it()
    {
        var home = Assert.Single(HouseholdSearch.Find([new(1, 7, 11, 0, 5), new(2, 7, 12, 0, 5), new(3, 7, 12, 0, 0), new(4, 7, 13, 0, 6), new(5, 8, 11, 0, 5)]));

        Assert.Equal([1, 2, 3], home.Customers);
        Assert.Equal(SharedBy.Surname, home.Shared);
        Assert.Equal(SharedBy.Phone, Assert.Single(HouseholdSearch.Find([new(1, 7, 11, 0, 5), new(2, 7, 12, 0, 5)])).Shared);
    }

    [Theory, InlineData(HouseholdSearch.MostAtAddress, 1), InlineData(HouseholdSearch.MostAtAddress + 1, 0)]
    public void An_address_of_very_many_is_a_dormitory_and_no_household(int persons, int found)
    {
        // Two of them share a surname; all others are strangers.
        List<Neighbour> all = [.. Enumerable.Range(1, persons).Select(n => new Neighbour(n, 7, n <= 2 ? 11UL : (ulong)(100 + n), 0, 0))];

        Assert.Equal(found, HouseholdSearch.Find(all).Count);
    }

    [Theory, InlineData(HouseholdSearch.MostInHousehold, 1), InlineData(HouseholdSearch.MostInHousehold + 1, 0)]
    public void So_many_of_one_name_are_no_household_either(int persons, int found) =>
        Assert.Equal(found, HouseholdSearch.Find([.. Enumerable.Range(1, persons).Select(n => new Neighbour(n, 7, 11, 0, 0))]).Count);

    [Fact]
    public void The_order_of_the_persons_does_not_matter_and_nobody_is_in_two_homes() => Prop.ForAll(
        (from address in Gen.Choose(1, 3) from surname in Gen.Choose(0, 3) from phone in Gen.Choose(0, 2) select (address, surname, phone)).ListOf().ToArbitrary(), drawn =>
        {
            List<Neighbour> persons = [.. drawn.Select((d, at) => new Neighbour(at + 1, (ulong)d.address, (ulong)d.surname, 0, (ulong)d.phone))];
            var forwards = HouseholdSearch.Find([.. persons]);
            var backwards = HouseholdSearch.Find([.. persons.AsEnumerable().Reverse()]);
            return forwards.Select(Told).SequenceEqual(backwards.Select(Told)) && forwards.SelectMany(h => h.Customers).Distinct().Count() == forwards.Sum(h => h.Customers.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_was_refused_together_is_not_found_together_again_not_even_with_a_third() =>
        Assert.Empty(Findings.Of([new([1, 2, 3], SharedBy.Surname)], [], [new(1, 50, Verdict.Refused), new(2, 50, Verdict.Refused)]));

    [Fact]
    public void Who_was_refused_with_others_may_still_be_found_with_strangers() =>
        Assert.Equal([1, 9], Findings.Of([new([1, 9], SharedBy.Surname)], [], [new(1, 50, Verdict.Refused), new(2, 50, Verdict.Refused)]).Select(f => f.Customer));

    [Fact]
    public void A_confirmed_household_draws_who_comes_later_but_not_who_was_taken_out()
    {
        var found = Findings.Of([new([1, 2, 3, 4], SharedBy.Surname)], [], [new(1, 50, Verdict.In), new(2, 50, Verdict.In), new(3, 50, Verdict.Out)]);

        Assert.Equal([(4, 50)], found.Select(f => (f.Customer, f.Household)));
    }

    [Fact]
    public void A_household_found_again_keeps_its_id_and_two_homes_never_get_the_same()
    {
        StoredMember[] before = [new(1, 10, 50, SharedBy.Surname), new(2, 11, 50, SharedBy.Surname), new(3, 12, 50, SharedBy.Surname), new(4, 13, 50, SharedBy.Surname)];

        var found = Findings.Of([new([1, 2], SharedBy.Surname), new([3, 4], SharedBy.Surname)], before, []);

        Assert.Equal([50, 50, 0, 0], found.Select(f => f.Household));
    }

    private static string Told(SharedHome home) => $"{home.Shared}: {string.Join(',', home.Customers)}";

    private static StreamedPerson Person(long id, string street, string family, string? latin = null) =>
        new() { Customer = new(id), FamilyName = family, Name = family, LatinName = latin, Street = street, City = "Seoul", Country = "KR" };

    private static Neighbour? Of(StreamedPerson person) => Neighbour.Of(person, new());
}
