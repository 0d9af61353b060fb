using FsCheck;
using FsCheck.Fluent;
using Patron.Imports.AnswerNames;

namespace Patron.Tests.Imports;

public sealed class NearNamesTests
{
    [Theory]
    [InlineData("GTXPro", "GTX Pro")]
    [InlineData("gtx-pro", "GTX Pro")]
    [InlineData("GTX Plus Basik", "GTX Plus Basic")]
    [InlineData("MG Advnaced", "MG Advanced")]
    [InlineData("Chaï", "Chai")]
    public void A_product_is_near_to_its_name_but_for_case_spaces_signs_accents_and_slips(string said, string known) =>
        Assert.Equal((known, known, true), Nearest(said, organisations: false, "GTX Pro", "GTX Plus Basic", "GTX Plus Pro", "MG Advanced", "MG Special", "Chai", "Chang"));

    [Theory]
    [InlineData("P-1001", "P-1002")]
    [InlineData("85123B", "85123A")]
    [InlineData("Chai", "Chan")]
    [InlineData("GTX 500", "GTX 550")]
    [InlineData("진라면", "진짜면")]
    public void Codes_and_short_names_that_differ_are_two_things(string said, string known) => Assert.Null(Nearest(said, organisations: false, known));

    [Theory]
    [InlineData("Acme Corp.", "Acme Corporation")]
    [InlineData("ACME GmbH", "Acme Corporation")]
    [InlineData("(주)한빛상사", "한빛상사 주식회사")]
    [InlineData("Ganjaflex Ltd", "Ganjaflex")]
    public void Legal_forms_do_not_tell_organisations_apart(string said, string known) =>
        Assert.Equal((known, known, true), Nearest(said, organisations: true, "Betasoloin", known));

    [Fact]
    public void Of_two_equally_near_names_neither_is_taken_for_sure() => Assert.False(Nearest("Holdtech", organisations: false, "Boldtech", "Goldtech")!.Value.Item3);

    [Fact]
    public void A_name_is_as_far_from_another_as_the_other_from_it() => Prop.ForAll(ArbMap.Default.ArbFor<(NonNull<string> A, NonNull<string> B)>(), pair =>
    {
        var (a, b) = (pair.A.Get, pair.B.Get);
        var distance = NearNames.Distance(a, b);
        Assert.Equal(distance, NearNames.Distance(b, a));
        Assert.InRange(distance, a == b ? 0 : Math.Max(1, Math.Abs(a.Length - b.Length)), Math.Max(a.Length, b.Length));
    }).QuickCheckThrowOnFailure();

    private static (string, string, bool)? Nearest(string said, bool organisations, params string[] known)
    {
        var near = new NearNames([said, "somebody else"], organisations);
        foreach (var name in known) near.See(name, name);
        return near.Nearest(said);
    }
}
