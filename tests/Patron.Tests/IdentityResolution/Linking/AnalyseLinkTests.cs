using System.Globalization;
using System.Text.Json;

namespace Patron.Tests.IdentityResolution.Linking;

public sealed class AnalyseLinkTests : IDisposable
{
    private const string People = """
        no,First name,Surname,Date of birth,E-mail,who
        a1,Robert,Smith,1980-02-03,bob@example.org,1
        a2,Bob,Smith,03.02.1980,bob@example.org,1
        a3,Alice,Jones,1975-11-30,alice@example.org,2
        a4,Carla,Diaz,1990-07-14,,3
        "a,5",Peter,Wong,1966-01-02,wong@example.org,4

        """;

    private readonly Linked linked = new();

    [Fact]
    public async Task One_file_is_answered_with_counts_weights_and_how_right_it_is()
    {
        linked.Write("people.csv", People);

        var answer = await linked.Json("people.csv", "--id", "no", "--truth-column", "who", "--out-pairs", "pairs.csv", "--out-clusters", "clusters.csv");

        Assert.Equal((5, 1, 4), (answer.GetProperty("records").GetInt32(), answer.GetProperty("links").GetInt32(), answer.GetProperty("clusters").GetInt32()));
        Assert.True(answer.GetProperty("candidatePairs").GetInt64() > 0 && answer.GetProperty("seconds").GetDouble() > 0 && answer.GetProperty("peakMegabytes").GetDouble() > 1);
        Assert.Equal(["givenName:First name", "familyName:Surname", "birthDate:Date of birth", "email:E-mail"],
            answer.GetProperty("fields").EnumerateArray().Select(f => $"{f.GetProperty("role")}:{f.GetProperty("column")}"));
        Assert.True(answer.GetProperty("fields")[0].GetProperty("weights").GetProperty("exact").GetDouble() > 0);
        foreach (var quality in (string[])["pairs", "clusterPairs"]) Assert.Equal((1, 1, 1), Quality(answer.GetProperty(quality)));
        var pairs = linked.Lines("pairs.csv");
        Assert.Equal("id_l,id_r,weight,probability", pairs[0]);
        Assert.StartsWith("a1,a2,", Assert.Single(pairs[1..]), StringComparison.Ordinal);
        Assert.InRange(double.Parse(pairs[1].Split(',')[3], CultureInfo.InvariantCulture), .5, 1);
        var clusters = linked.Lines("clusters.csv");
        Assert.Equal(("id,cluster", 6), (clusters[0], clusters.Length));
        Assert.Equal(clusters[1].Split(',')[1], clusters[2].Split(',')[1]);
        Assert.StartsWith("\"a,5\",", clusters[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_between_two_files_go_from_the_first_to_the_second_whatever_their_columns_are_called()
    {
        linked.Write("a.csv", People);
        linked.Write("b.csv", "no;Nachname;Vorname;Geburtsdatum;Mailadresse;who\nb1;Smith;Bob;03.02.1980;bob@example.org;1\nb2;Jones;Alice;30.11.1975;alice@example.org;2\nb3;Nowak;Jan;01.05.1958;;9\n");

        var answer = await linked.Json("a.csv", "b.csv", "--id", "no", "--truth-column", "who", "--out-pairs", "pairs.csv");

        Assert.Equal(8, answer.GetProperty("records").GetInt32());
        var pairs = linked.Lines("pairs.csv")[1..].Select(l => l.Split(',')).ToArray();
        Assert.All(pairs, p => Assert.True(p[0][0] == 'a' && p[1][0] == 'b'));
        Assert.Contains(pairs, p => p is ["a3", "b2", ..]);
        Assert.Equal(1, answer.GetProperty("pairs").GetProperty("precision").GetDouble());
    }

    [Theory]
    [InlineData("id,name\n", "No.csv", "--id", "id", "has no rows")]
    [InlineData("", "No.csv", "--id", "id", "empty")]
    [InlineData("id,name\n1,Ann\n1,Bo\n", "No.csv", "--id", "id", "1 stands twice")]
    [InlineData("id,name\n1,Ann\n,Bo\n", "No.csv", "--id", "id", "record 2 has no id")]
    [InlineData("id,name\n1,Ann\n", "No.csv", "--id", "key", "no column key")]
    [InlineData("id,name\n1,Ann\n2,Bo,x,y\n", "No.csv", "--id", "id", "line 3")]
    [InlineData("id,b,c\n1,2,3\n2,4,5\n", "No.csv", "--id", "id", "--map")]
    [InlineData("id,name\n1,Ann\n", "other.csv", "--id", "id", "other.csv")]
    public async Task What_cannot_be_linked_is_told_and_ends_with_one(string text, string asked, string option, string id, string told)
    {
        linked.Write("No.csv", text);

        var (exit, output, error) = await linked.Run(asked, option, id);

        Assert.Equal((1, ""), (exit, output));
        Assert.Contains(told, error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("--threshold", "0", "probability")]
    [InlineData("--threshold", "1", "probability")]
    [InlineData("--map", "given", "role=Column")]
    [InlineData("--map", "nonsense=Surname", "no role")]
    [InlineData("--map", "given=Surnames", "no column Surnames")]
    [InlineData("--truth-column", "truth", "no column truth")]
    [InlineData("--out-pairs", "nowhere/pairs.csv", "no folder")]
    [InlineData("--out-clusters", ".", "is a folder")]
    public async Task A_wrong_option_is_told_and_ends_with_one(string option, string value, string told)
    {
        linked.Write("people.csv", People);

        var (exit, output, error) = await linked.Run("people.csv", "--id", "no", option, value);

        Assert.Equal((1, ""), (exit, output));
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_says_what_columns_mean_and_leaves_the_others_out()
    {
        linked.Write("people.csv", People);

        var answer = await linked.Json("people.csv", "--id", "no", "--map", "email=E-mail,\"first_name=First name\"");

        Assert.Equal(["email", "givenName"], answer.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("role").GetString()).Order(StringComparer.Ordinal));
        Assert.False(answer.TryGetProperty("pairs", out _));
    }

    [Fact]
    public async Task Of_more_columns_than_can_be_weighed_the_first_of_each_meaning_count()
    {
        var columns = string.Join(',', Enumerable.Range(1, 400).Select(n => $"phone{n}"));
        string Row(string id, string name, string mail, int own) => $"{id},{string.Join(',', Enumerable.Range(1, 400).Select(n => $"0209{own}{n:000000}"))},{name},{mail}\n";
        linked.Write("wide.csv", $"id,{columns},name,email\n{Row("1", "Ann Okafor", "ann@example.org", 1)}{Row("2", "Ann Okafor", "ann@example.org", 1)}{Row("3", "Bo Diaz", "bo@example.org", 2)}{Row("4", "Cy Ekdal", "cy@example.org", 3)}");

        var answer = await linked.Json("wide.csv", "--id", "id");

        var roles = answer.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("role").GetString()).ToArray();
        Assert.Equal(20, roles.Length);
        foreach (var role in (string[])["givenName", "familyName", "email", "phone"]) Assert.Contains(role, roles);
        var map = string.Join(',', Enumerable.Range(1, 21).Select(n => $"phone=phone{n}"));
        Assert.Contains("--map names 21 columns", await linked.Refusal("wide.csv", "--id", "id", "--map", map), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_book_in_a_cell_is_read_in_no_time()
    {
        var book = string.Concat(Enumerable.Repeat("call me ishmael some years ago 😀", 30_000));
        linked.Write("book.csv", $"id,name,street\n1,{book},{book}\n2,{book[..^9]},{book}\n3,Ann Okafor,1 Mill Lane\n");

        var answer = await linked.Json("book.csv", "--id", "id");

        Assert.Equal(3, answer.GetProperty("records").GetInt32());
        Assert.InRange(answer.GetProperty("seconds").GetDouble(), 0, 20);
    }

    public void Dispose() => linked.Dispose();

    private static (double, double, double) Quality(JsonElement quality) =>
        (quality.GetProperty("precision").GetDouble(), quality.GetProperty("recall").GetDouble(), quality.GetProperty("f1").GetDouble());
}
