using System.Globalization;
using Patron.Analytics.Matching;
using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.Tests.IdentityResolution.Linking;

/// <summary>What becomes of the names of persons and firms on their way from a file.</summary>
public sealed class NamesOfFilesTests
{
    private static readonly NameColumns Three = new(0, 1, 2, -1, "first", "last", "full");

    private static string Prepared(FieldWork work, int width, params string[] row)
    {
        var table = new MatchTable(work.Fields);
        var rows = new RowBatch(width);
        // Twice: what is remembered is what was prepared.
        foreach (var value in (string[])[.. row, .. row]) rows.Add(value);
        work.Prepare(rows, [.. Enumerable.Range(0, work.Fields.Count).Select(table.Column)]);
        var made = Enumerable.Range(0, 2).Select(r => string.Join('|', Enumerable.Range(0, work.Fields.Count).Select(f => table.Text(r, f)))).ToArray();
        Assert.Equal(made[0], made[1]);
        return made[0];
    }

    [Theory]
    [InlineData("Mary", "Ashworth", "Dr. M. Ashworth", "mary|ashworth")]
    [InlineData("", "Ashworth", "Mary Ann Ashworth", "mary ann|ashworth")]
    [InlineData("Mary", "", "Mary Ashworth", "mary|ashworth")]
    [InlineData("Mary", "", "Ashworth Mary", "mary|ashworth")]
    [InlineData("", "Ashworth", "Ashworth, Mary", "mary|ashworth")]
    [InlineData("", "", "Mary Ashworth", "mary|ashworth")]
    [InlineData("Mary", "", "", "mary|")]
    public void A_part_that_is_missing_is_taken_from_the_whole_name(string given, string family, string whole, string made) =>
        Assert.Equal(made, Prepared(new NameWork(Three, default), 3, given, family, whole));

    [Theory]
    [InlineData("Thomas Clifford, 1st Baron Clifford of Chudleigh", "thomas|clifford|thomas clifford|1")]
    [InlineData("Thomas Clifford, 2nd Baron Clifford", "thomas|clifford|thomas clifford|2")]
    [InlineData("Robert Devereux, Earl of Essex", "robert|devereux|robert devereux earl of essex|")]
    [InlineData("John Smith Jr.", "john|smith|john smith jr|jr")]
    [InlineData("John Smith III", "john|smith|john smith iii|3")]
    [InlineData("Smith, John", "john|smith|smith john|")]
    public void A_number_behind_the_name_tells_fathers_from_sons_and_a_title_of_the_house_is_no_name(string whole, string made) =>
        Assert.Equal(made, Prepared(new NameWork(Three, default, generations: true, besideParts: true), 3, "", "", whole));

    [Theory]
    [InlineData("한빛전자 주식회사", "한빛전자|주식|hanbit electronics")]
    [InlineData("Hanbit Electronics Co., Ltd.", "|ltd|hanbit electronics")]
    [InlineData("Han Bit Electronics", "||hanbit electronics")]
    [InlineData("华信科技有限公司", "华信科技|有限|huaxin technologies")]
    [InlineData("北京华信科技股份有限公司", "华信科技|股份|huaxin technologies")]
    [InlineData("Hua Xin Technology Inc.", "|inc|huaxin technologies")]
    [InlineData("Northfield Trading Corporation", "|inc|northfield trading")]
    public void A_firm_is_read_in_latin_letters_and_its_legal_form_stands_apart(string written, string made) =>
        Assert.Equal(made, Prepared(new OrganisationWork(0, "company", 0, twoScripts: true), 1, written));

    [Fact]
    public void What_is_remembered_of_a_column_is_what_would_be_made_anew()
    {
        var (column, fresh) = (new MatchTable(new MatchField(FieldRole.City, "town")), new MatchTable(new MatchField(FieldRole.City, "town")));
        var (rows, random) = (new RowBatch(1), new Random(5));
        // More values than one table of them holds, half of them again and again.
        for (var i = 0; i < 60_000; i++) rows.Add(random.Next(2) == 0 ? $"St. {random.Next(300)}town" : $"Place {i.ToString(CultureInfo.InvariantCulture)}");
        new ColumnWork(new(FieldRole.City, "town"), 0, new PlaceFolder()).Prepare(rows, [column.Column(0)]);
        var folder = new PlaceFolder();
        for (var i = 0; i < rows.Rows; i++) fresh.Append(folder.Fold(rows[i, 0]).ToString());
        for (var i = 0; i < rows.Rows; i++) Assert.Equal(fresh.Text(i, 0), column.Text(i, 0));
    }
}
