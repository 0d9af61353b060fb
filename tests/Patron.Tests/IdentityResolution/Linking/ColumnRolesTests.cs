using Patron.Analytics.Matching;
using Patron.IdentityResolution.AnalyseLink;
using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.Tests.IdentityResolution.Linking;

public sealed class ColumnRolesTests
{
    [Theory]
    [InlineData("given_name", FieldRole.GivenName)]
    [InlineData("FirstName", FieldRole.GivenName)]
    [InlineData("Vorname", FieldRole.GivenName)]
    [InlineData("surname", FieldRole.FamilyName)]
    [InlineData("성", FieldRole.FamilyName)]
    [InlineData("姓名", FieldRole.FullName)]
    [InlineData("first_and_surname", FieldRole.FullName)]
    [InlineData("성명", FieldRole.FullName)]
    [InlineData("dob", FieldRole.BirthDate)]
    [InlineData("date_of_birth", FieldRole.BirthDate)]
    [InlineData("생년월일", FieldRole.BirthDate)]
    [InlineData("出生日期", FieldRole.BirthDate)]
    [InlineData("birth_place", FieldRole.City)]
    [InlineData("suburb", FieldRole.City)]
    [InlineData("postcode_fake", FieldRole.PostalCode)]
    [InlineData("soc_sec_id", FieldRole.Identifier)]
    [InlineData("Telefon 2", FieldRole.Phone)]
    [InlineData("手机号", FieldRole.Phone)]
    [InlineData("address_1", FieldRole.Street)]
    [InlineData("address_2", FieldRole.Text)]
    [InlineData("street_number", FieldRole.StreetNumber)]
    [InlineData("회사명", FieldRole.Organisation)]
    [InlineData("gender", FieldRole.Sex)]
    [InlineData("occupation", FieldRole.Text)]
    [InlineData("Prénom", FieldRole.GivenName)]
    [InlineData("PRENOM", FieldRole.GivenName)]
    [InlineData("Né(e) le", FieldRole.BirthDate)]
    [InlineData("Fecha de nacimiento", FieldRole.BirthDate)]
    [InlineData("Codigo Postal", FieldRole.PostalCode)]
    [InlineData("Cognome", FieldRole.FamilyName)]
    [InlineData("Sobrenome", FieldRole.FamilyName)]
    [InlineData("Woonplaats", FieldRole.City)]
    [InlineData("市区町村", FieldRole.City)]
    [InlineData("郵便番号", FieldRole.PostalCode)]
    public void A_column_means_what_it_is_called(string name, FieldRole role) => Assert.Equal(role, RoleWords.OfColumn(name));

    [Theory]
    [InlineData("rec_id")]
    [InlineData("cluster")]
    [InlineData("created_at")]
    [InlineData("customer_id")]
    [InlineData("source_dataset")]
    public void A_column_of_the_system_says_nothing_of_a_person(string name) => Assert.Empty(Found([name], [["1"], ["2"]]));

    [Theory]
    [InlineData(FieldRole.Email, "ann@firm.example|bo@shop.example|cy@mail.example")]
    [InlineData(FieldRole.BirthDate, "1980-02-03|1975-11-30|1990-07-14")]
    [InlineData(FieldRole.Phone, "+44 20 7946 0321|(020) 7946-0322|020 7946 0323")]
    [InlineData(FieldRole.Sex, "M|F|F")]
    [InlineData(FieldRole.FullName, "김민수|이영희|박철수")]
    [InlineData(FieldRole.FullName, "王小明|李娜|張偉")]
    [InlineData(FieldRole.Organisation, "Roe Ltd|Doe GmbH|Poe Inc.")]
    [InlineData(FieldRole.Street, "12 Main Street|5 High Road|7 Park Lane")]
    public void A_column_whose_name_tells_nothing_means_what_stands_in_it(FieldRole role, string values) =>
        Assert.Equal(role, Assert.Single(Found(["x7"], [.. values.Split('|').Select(v => new[] { v })])).Role);

    [Theory]
    [InlineData("nome", "Anna Rossi|Marco Bianchi|Lia Verdi", FieldRole.FullName)]
    [InlineData("nome", "Anna|Marco|Lia", FieldRole.GivenName)]
    public void A_part_of_a_name_that_stands_alone_may_be_the_whole(string name, string values, FieldRole role) =>
        Assert.Equal(role, Assert.Single(Found([name], [.. values.Split('|').Select(v => new[] { v })])).Role);

    [Fact]
    public void A_name_beside_a_family_name_is_the_given_one() =>
        Assert.Equal([FieldRole.GivenName, FieldRole.FamilyName], Found(["이름", "성"], [["민수", "김"], ["영희", "이"]]).Select(c => c.Role));

    [Fact]
    public void A_file_that_calls_its_columns_nothing_is_read_by_what_stands_in_them()
    {
        string[] given = ["robert", "anna", "kate", "tom", "zora", "ed", "liam", "mia", "ada", "bo", "cy", "dora", "eve", "fay", "gus"], family = ["okafor", "smith", "diaz", "novak", "ito", "kaya", "berg", "silva", "roe", "doe", "poe", "tang", "kim", "lund", "rossi"];
        var rows = Enumerable.Range(0, 200).Select(i => new[]
        {
            given[i % 15], family[i / 15 % 15], $"{1 + i % 90}", $"{1000 + i * 7 % 40}", $"{family[i % 13]}ton", i % 3 == 0 ? "nsw" : "vic", $"{5_000_000 + i * 7919}", $"0.{i * 31 % 1000}", "same", $"2020-01-01 10:{i % 60:00}",
        });
        Assert.Equal(
            [FieldRole.GivenName, FieldRole.FamilyName, FieldRole.StreetNumber, FieldRole.PostalCode, FieldRole.Text, FieldRole.Region, FieldRole.Identifier],
            Found([.. Enumerable.Range(1, 10).Select(i => $"c{i}")], [.. rows]).Select(c => c.Role));
    }

    [Fact]
    public void Among_columns_that_are_understood_one_that_is_not_is_left_out() =>
        Assert.DoesNotContain(Found(["first name", "surname", "email", "mood"], [["ann", "roe", "ann@roe.example", "fine"], ["bo", "doe", "bo@doe.example", "sad"]]), c => c.Name == "mood");

    [Fact]
    public void Names_of_firms_in_a_column_called_name_are_organisations() =>
        Assert.Equal(FieldRole.Organisation, Assert.Single(Found(["name"], [["Roe Ltd"], ["Doe GmbH"], ["Poe & Sons"]])).Role);

    [Fact]
    public void An_empty_column_means_nothing() => Assert.Empty(Found(["email"], [[""], ["-"], ["n/a"]]));

    private static IReadOnlyList<RoledColumn> Found(string[] columns, string[][] rows)
    {
        var batch = new RowBatch(columns.Length);
        foreach (var row in rows)
            foreach (var value in row) batch.Add(value);
        return ColumnRoles.Find(columns, batch, new HashSet<int>());
    }
}
