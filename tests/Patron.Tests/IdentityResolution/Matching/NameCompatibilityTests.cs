using FsCheck;
using FsCheck.Fluent;
using Patron.IdentityResolution.Matching;

namespace Patron.Tests.IdentityResolution.Matching;

public sealed class NameCompatibilityTests
{
    [Theory]
    [InlineData("Mr John Smith", "SMITH, John")]
    [InlineData("José García", "Jose Garcia")]
    [InlineData("O'Brien Sean", "sean OBrien")]
    [InlineData("Min-su Kim", "Kim Minsu")]
    [InlineData("Mary-Lou Retton", "Marylou Retton")]
    [InlineData("郭倉義教授", "郭倉義先生")]
    [InlineData("郭倉義", "郭仓义")]
    [InlineData("陳國華", "陈国华")]
    [InlineData("김민수 고객님", "김 민수")]
    [InlineData("たなか", "タナカ")]
    [InlineData("Иван Петров", "ПЕТРОВ Иван")]
    public void Spellings_of_one_name_are_the_same(string a, string b) => Is(NameAgreement.Same, a, b);

    [Theory]
    [InlineData("J Smith", "John Smith", NameReasons.Initial)]
    [InlineData("J. R. Smith", "John Robert Smith", NameReasons.Initial)]
    [InlineData("Smith", "John Smith", NameReasons.Missing)]
    [InlineData("John Smith", "John Michael Smith", NameReasons.Missing)]
    [InlineData("Jon Smyth", "Jon Smith", NameReasons.Spelling)]
    [InlineData("Peter Mustermann", "Peter Msutermnan", NameReasons.Spelling)]
    [InlineData("Bill Gates", "William Gates", NameReasons.Nickname)]
    [InlineData("Liz Taylor", "Elizabeth Taylor", NameReasons.Nickname)]
    [InlineData("Jürgen Möhr", "Juergen Moehr", NameReasons.Umlaut)]
    [InlineData("김민수", "Minsu Kim", NameReasons.Romanised)]
    [InlineData("김민수", "GIM Min-soo", NameReasons.Romanised)]
    [InlineData("이영희", "Young-hee Lee", NameReasons.Romanised)]
    [InlineData("이지은", "Yi Jieun", NameReasons.Romanised)]
    [InlineData("박서준", "Park Seo-joon", NameReasons.Romanised)]
    [InlineData("최정우", "Jung Woo Choi", NameReasons.Romanised)]
    [InlineData("정현", "Hyeon Jeong", NameReasons.Romanised)]
    [InlineData("남궁민", "Namkoong Min", NameReasons.Romanised)]
    [InlineData("김민수", "M. S. Kim", NameReasons.Romanised)]
    [InlineData("王小明", "Xiaoming Wang", NameReasons.Romanised)]
    [InlineData("陳國華", "Chen Guo-hua", NameReasons.Romanised)]
    [InlineData("郭", "郭倉義", NameReasons.Missing)]
    [InlineData("민수", "김민수", NameReasons.Missing)]
    public void Names_that_can_be_one_person_fit(string a, string b, string reason)
    {
        Is(NameAgreement.Compatible, a, b);
        Assert.Equal(reason, NameCompatibility.Of(PersonName.Parse(a), PersonName.Parse(b)).Reason);
    }

    [Theory]
    [InlineData("", "John Smith")]
    [InlineData("", "")]
    [InlineData("김민수", "James Kim")]
    [InlineData("김민수", "金民洙")]
    [InlineData("王小明", "David Wang")]
    [InlineData("王小明", "John Smith")]
    [InlineData("Acme Ltd", "John Smith")]
    public void In_doubt_nothing_is_said(string a, string b) => Is(NameAgreement.Unknown, a, b);

    [Theory]
    [InlineData("John Smith", "Mary Smith")]
    [InlineData("Mary Smith", "Mary Jones")]
    [InlineData("Anna Berg", "Anne Berg")]
    [InlineData("John A. Smith", "John B. Smith")]
    [InlineData("John Smith Jr.", "John Smith Sr.")]
    [InlineData("M. Smith", "John Smith")]
    [InlineData("김민수", "김민지")]
    [InlineData("김민수", "John Smith")]
    [InlineData("王伟", "王芳")]
    [InlineData("王小明", "David Chen")]
    [InlineData("郭倉義", "陳國華")]
    public void Other_names_are_different(string a, string b) => Is(NameAgreement.Different, a, b);

    [Theory]
    [InlineData("Acme Trading Ltd", "ACME TRADING", nameof(NameAgreement.Same))]
    [InlineData("Acme Trading", "Acme Trading UK plc", nameof(NameAgreement.Compatible))]
    [InlineData("Samsung Electronics", "Samsung Life Insurance", nameof(NameAgreement.Different))]
    [InlineData("Bill Motors", "William Motors", nameof(NameAgreement.Different))]
    [InlineData("한빛소프트(주)", "주식회사 한빛소프트", nameof(NameAgreement.Same))]
    [InlineData("台灣貿易有限公司", "台湾贸易", nameof(NameAgreement.Same))]
    [InlineData("삼성전자", "Samsung Electronics", nameof(NameAgreement.Unknown))]
    public void Organisations_are_compared_as_organisations(string a, string b, string agreement) =>
        Assert.Equal(agreement, NameCompatibility.Of(PersonName.Organisation(a), PersonName.Organisation(b)).Agreement.ToString());

    [Theory]
    [InlineData("Harbour Trading", "HARBOUR TRADING", nameof(NameAgreement.Same))]
    [InlineData("The Fox & Fern Emporium", "Fox & Fern Emporium", nameof(NameAgreement.Same))]
    [InlineData("Lantern Living OHG", "Lantern Living", nameof(NameAgreement.Same))]
    [InlineData("한빛소프트", "한빛소프트", nameof(NameAgreement.Same))]
    [InlineData("Jane Roe", "Jane Roe Ltd", nameof(NameAgreement.Unknown))]
    [InlineData("Roe", "Roe", nameof(NameAgreement.Unknown))]
    [InlineData("Jane Roe", "Roe Jane", nameof(NameAgreement.Unknown))]
    [InlineData("Jane Roe", "Roe & Daughters", nameof(NameAgreement.Unknown))]
    [InlineData("Harbour Trading", "Harbour Trading Post", nameof(NameAgreement.Unknown))]
    public void A_person_who_is_an_organisation_in_another_system_is_told_by_equal_words_alone(string person, string organisation, string agreement)
    {
        var (a, b) = (PersonName.Parse(person), PersonName.Organisation(organisation));
        Assert.Equal((PartyKind.Person, agreement, agreement), (a.Kind, NameCompatibility.Of(a, b).Agreement.ToString(), NameCompatibility.Of(b, a).Agreement.ToString()));
        Assert.Equal(agreement == nameof(NameAgreement.Unknown), PartyKinds.Differ(a, b));
    }

    [Fact]
    public void A_name_in_columns_of_given_and_family_name_is_a_persons_whatever_the_words() =>
        Assert.Equal(NameAgreement.Unknown, NameCompatibility.Of(PersonName.Parse(null, "Harbour", "Trading"), PersonName.Organisation("Harbour Trading")).Agreement);

    private static readonly Gen<(string Given, string Family)> Latin =
        from given in Gen.Elements("John", "Mary", "José", "Bill", "William", "Anne-Marie", "J.", "Zoë", "Min-su", "Jürgen", "Jonathan", "Jonathon")
        from family in Gen.Elements("Smith", "Smyth", "García", "O'Brien", "Kim", "Müller", "Mueller", "Lee", "Braun", "van Dyk")
        select (given, family);

    private static readonly Gen<string> Written = Gen.OneOf(
        Latin.Select(n => $"{n.Given} {n.Family}"),
        Latin.Select(n => n.Family),
        Gen.Elements("김민수", "이영희", "박서준", "郭倉義", "郭仓义", "王小明", "欧阳娜娜", "山田太郎", "たなか", "Иван Петров", "", "Acme Ltd", "Kim Minsu 김민수", "Smith Jr"));

    [Fact]
    public void The_verdict_is_symmetric() => Prop.ForAll(Written.Two().ToArbitrary(), pair =>
    {
        var (a, b) = (PersonName.Parse(pair.Item1), PersonName.Parse(pair.Item2));
        return NameCompatibility.Of(a, b) == NameCompatibility.Of(b, a);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_name_is_the_same_as_itself() => Prop.ForAll(Written.Where(w => w.Length > 0).ToArbitrary(), written =>
        NameCompatibility.Of(PersonName.Parse(written), PersonName.Parse(written)).Agreement == NameAgreement.Same).QuickCheckThrowOnFailure();

    [Fact]
    public void Case_accents_title_and_order_change_nothing() => Prop.ForAll(Latin.Two().ToArbitrary(), pair =>
    {
        var ((given, family), other) = pair;
        var against = PersonName.Parse($"{other.Given} {other.Family}");
        var verdict = NameCompatibility.Of(PersonName.Parse($"{given} {family}"), against);
        string[] variants =
        [
            $"{given} {family}".ToUpperInvariant(), $"{given} {family}".ToLowerInvariant(), $"{family}, {given}", $"{family} {given}",
            $"Dr. {given} {family}", $"{family.ToUpperInvariant()} {given} Mrs", $"{given} {family}".Replace('é', 'e').Replace('í', 'i').Replace('ü', 'u').Replace('ë', 'e'),
        ];
        return variants.All(v => NameCompatibility.Of(PersonName.Parse(v), against) == verdict);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_can_be_compared() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), (a, b) =>
    {
        var (x, y) = (PersonName.Parse(a), PersonName.Parse(b));
        return NameCompatibility.Of(x, y) == NameCompatibility.Of(y, x);
    }).QuickCheckThrowOnFailure();

    private static void Is(NameAgreement agreement, string a, string b) =>
        Assert.Equal(agreement, NameCompatibility.Of(PersonName.Parse(a), PersonName.Parse(b)).Agreement);
}
