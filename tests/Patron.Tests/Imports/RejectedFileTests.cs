using Patron.Imports.TakeRows;

namespace Patron.Tests.Imports;

public sealed class RejectedFileTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd|x", "'+cmd|x")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@sum(a)", "'@sum(a)")]
    [InlineData(" =1+1", "' =1+1")]
    [InlineData("\t=1+1", "'\t=1+1")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("+3", "+3")]
    [InlineData("-1,234.50", "-1,234.50")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_reckon_gets_an_apostrophe_and_numbers_do_not(string value, string safe) => Assert.Equal(safe, KeptCsv.Safe(value));

    [Fact]
    public async Task Rejected_rows_come_back_with_line_and_reason_and_can_be_imported_again()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var bad = "7,P1,many,\"1,50\",2011-01-04,\"Lee, \"\"Ann\"\"\"\n";
        var outcome = await app.Import(app.Write("lines.csv", "order,product,quantity,price,at,customer\n6,P1,1,1,2011-01-31,1\n" + bad + "8,P1\n"), "order-lines");

        var lines = File.ReadAllLines(outcome.RejectedFile!);
        Assert.Equal(3, lines.Length);
        Assert.Equal("line,column,value,reason,order,product,quantity,price,at,customer", lines[0].TrimStart('\uFEFF'));
        Assert.Equal("3,quantity,many,Quantity is not a number.,7,P1,many,\"1,50\",2011-01-04,\"Lee, \"\"Ann\"\"\"", lines[1]);
        Assert.Equal("4,,,Too few columns: 2 instead of 6.,8,P1", lines[2]);

        File.WriteAllText(outcome.RejectedFile!, File.ReadAllText(outcome.RejectedFile!).Replace("P1,many", "P1,3", StringComparison.Ordinal));
        var again = await app.Import(outcome.RejectedFile!, "order-lines");
        Assert.Equal((2, 1, 0, 0, 0, 1), again.Counts());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Rows_in_conflict_have_a_file_of_their_own(bool plan)
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var outcome = await app.Import(app.Write("people.csv", "id,name,city\n5,Ed Fox,York\n5,Ed Foxx,York\n6\n"), "customers", plan: plan);

        Assert.Equal((1L, 1L), (outcome.Conflicts, outcome.Rejected));
        Assert.StartsWith("4,,,Too few columns", Assert.Single(File.ReadAllLines(outcome.RejectedFile!).Skip(1)), StringComparison.Ordinal);
        Assert.StartsWith("3,id,5,", Assert.Single(File.ReadAllLines(outcome.ConflictsFile!).Skip(1)), StringComparison.Ordinal);
        Assert.EndsWith(",5,Ed Foxx,York", File.ReadAllLines(outcome.ConflictsFile!)[1], StringComparison.Ordinal);
    }
}
