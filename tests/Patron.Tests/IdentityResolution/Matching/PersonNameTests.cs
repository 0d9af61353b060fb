using Patron.IdentityResolution.Matching;

namespace Patron.Tests.IdentityResolution.Matching;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Mr John Smith", "Mr", "John", "Smith")]
    [InlineData("Smith, John", null, "John", "Smith")]
    [InlineData("SMITH, Mr. John", "Mr.", "John", "SMITH")]
    [InlineData("SMITH Mary Mrs", "Mrs", "Mary", "SMITH")]
    [InlineData("SMITH MARY MRS", "MRS", "MARY", "SMITH")]
    [InlineData("John SMITH", null, "John", "SMITH")]
    [InlineData("Prof. Dr. Anna-Lena von der Heide", "Prof. Dr.", "Anna-Lena", "von der Heide")]
    [InlineData("Herr Müller", "Herr", null, "Müller")]
    [InlineData("Mme Claire Dupont", "Mme", "Claire", "Dupont")]
    [InlineData("M. Jean Dupont", "M.", "Jean", "Dupont")]
    [InlineData("M. Smith", null, "M.", "Smith")]
    [InlineData("Sra. Ana García", "Sra.", "Ana", "García")]
    [InlineData("J.R.R. Tolkien", null, "J.R.R.", "Tolkien")]
    [InlineData("Sean O'Brien PhD", "PhD", "Sean", "O'Brien")]
    [InlineData("Kim Min-su", null, "Min-su", "Kim")]
    [InlineData("KIM Minsu", null, "Minsu", "KIM")]
    [InlineData("Kim Wilde", null, "Kim", "Wilde")]
    [InlineData("Paul Mba", null, "Paul", "Mba")]
    public void Latin_names_come_apart(string written, string? title, string? given, string family)
    {
        var name = PersonName.Parse(written);
        Assert.Equal((title, given, family), (name.Title, name.Given, name.Family));
        Assert.Equal(NameScript.Latin, name.Script);
        Assert.Null(name.OwnScript);
    }

    [Theory]
    [InlineData("郭倉義教授", "教授", "郭", "倉義")]
    [InlineData("321 郭倉義 教授", "教授", "郭", "倉義")]
    [InlineData("郭倉義先生", "先生", "郭", "倉義")]
    [InlineData("欧阳娜娜", null, "欧阳", "娜娜")]
    [InlineData("諸葛亮", null, "諸葛", "亮")]
    [InlineData("王伟", null, "王", "伟")]
    [InlineData("王主任", "主任", "王", null)]
    [InlineData("김민수 교수님", "교수님", "김", "민수")]
    [InlineData("김민수님", "님", "김", "민수")]
    [InlineData("김 민수 씨", "씨", "김", "민수")]
    [InlineData("민수 김", null, "김", "민수")]
    [InlineData("김 민 수", null, "김", "민수")]
    [InlineData("남궁민", null, "남궁", "민")]
    [InlineData("박사랑", null, "박", "사랑")]
    [InlineData("山田太郎様", "様", "山田", "太郎")]
    [InlineData("山田 太郎さん", "さん", "山田", "太郎")]
    public void East_Asian_names_come_apart(string written, string? title, string family, string? given)
    {
        var name = PersonName.Parse(written);
        Assert.Equal((title, family, given), (name.Title, name.Family, name.Given));
        Assert.Equal(family + given, name.OwnScript);
    }

    [Theory]
    [InlineData("김민수", nameof(NameScript.Hangul))]
    [InlineData("郭倉義", nameof(NameScript.Han))]
    [InlineData("田中さくら", nameof(NameScript.Kana))]
    [InlineData("Иван Петров", nameof(NameScript.Other))]
    [InlineData("Łukasz", nameof(NameScript.Latin))]
    [InlineData("", nameof(NameScript.None))]
    public void The_script_is_that_of_the_name(string written, string script) => Assert.Equal(script, PersonName.Parse(written).Script.ToString());

    [Fact]
    public void Two_scripts_in_one_field_are_two_names()
    {
        var name = PersonName.Parse("Mr 김민수 (Kim Minsu)");
        Assert.Equal(("김민수", "Minsu Kim", "Mr"), (name.OwnScript, name.Latin, name.Title));
    }

    [Fact]
    public void Columns_tell_the_parts()
    {
        var name = PersonName.Parse(null, "Dr. Anna Maria", "Bauer", "Frau");
        Assert.Equal(("Frau Dr.", "Anna Maria", "Bauer", "Anna Maria Bauer"), (name.Title, name.Given, name.Family, name.Latin));
        Assert.Equal("김민수", PersonName.Parse(null, "민수", "김").OwnScript);
        var both = PersonName.Parse("김민수", "Minsu", "Kim");
        Assert.Equal(("김민수", "Minsu Kim"), (both.OwnScript, both.Latin));
    }

    [Theory]
    [InlineData("N/A")]
    [InlineData("null")]
    [InlineData("-")]
    [InlineData("없음")]
    [InlineData("Mr")]
    [InlineData("12345")]
    [InlineData(null)]
    public void What_names_nobody_is_empty(string? written) => Assert.True(PersonName.Parse(written).IsEmpty);

    [Theory]
    [InlineData("Acme Trading Ltd.", "acme trading")]
    [InlineData("Müller & Söhne GmbH & Co. KG", "muller sohne")]
    [InlineData("Philips B.V.", "philips")]
    [InlineData("㈜한빛소프트", "한빛소프트")]
    [InlineData("한빛소프트 주식회사", "한빛소프트")]
    [InlineData("北京华为技术有限公司", "北京华为技术")]
    public void Legal_forms_are_left_out_of_the_comparison(string written, string words)
    {
        var name = PersonName.Organisation(written);
        Assert.Equal(words, string.Join(' ', name.Tokens));
        Assert.Equal(PartyKind.Organisation, name.Kind);
    }

    [Theory]
    [InlineData("Acme Trading Ltd.", nameof(PartyKind.Organisation))]
    [InlineData("(주)한빛", nameof(PartyKind.Organisation))]
    [InlineData("上海貿易有限公司", nameof(PartyKind.Organisation))]
    [InlineData("Inc", nameof(PartyKind.Person))]
    [InlineData("Anna Kg", nameof(PartyKind.Person))]
    public void A_legal_form_makes_an_organisation(string written, string kind) => Assert.Equal(kind, PersonName.Parse(written).Kind.ToString());
}
