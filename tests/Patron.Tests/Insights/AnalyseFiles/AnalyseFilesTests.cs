using Patron.CommandLine.Contracts;
using Patron.Insights.AnalyseFiles;
using Patron.Kernel.Texts;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Insights.AnalyseFiles;

public sealed class AnalyseFilesTests : IDisposable
{
    private readonly Analysed files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Lifetime_value_of_a_file_between_blanks_without_a_header()
    {
        var json = await files.Json("clv", Samples.Path("cdnow/CDNOW_sample.txt"), "--customer", "1", "--date", "3", "--amount", "5", "--calibration-end", "1997-09-30", "--until", "1998-06-30");

        Assert.Equal(2_357, json.GetProperty("customers").GetInt32());
        Assert.Equal("paretonbd", json.GetProperty("model").GetString());
        Assert.Equal(-9594.9762, json.GetProperty("logLikelihood").GetDouble(), .001);
        Assert.Equal(.5533, json.GetProperty("parameters").GetProperty("r").GetDouble(), .001);
        Assert.True(json.GetProperty("standardErrors").GetProperty("beta").GetDouble() > 0);
        Assert.Equal(6.25, json.GetProperty("gammaGamma").GetProperty("p").GetDouble(), .1);
        var held = json.GetProperty("holdout");
        Assert.Equal((39.0, 1_882), (held.GetProperty("weeks").GetDouble(), held.GetProperty("actual").GetInt32()));
        Assert.Equal(1665.7, held.GetProperty("predicted").GetDouble(), 1.0);
        Assert.Equal(78, json.GetProperty("tracking").GetArrayLength());
    }

    [Fact]
    public async Task Lifetime_value_of_a_summary()
    {
        var json = await files.Json("clv-summary", Samples.Path("cdnow/cdnow_customers_summary_with_transactions.csv"), "--x", "x", "--tx", "t_x", "--t", "T", "--spend", "zbar", "--model", "bgnbd", "--horizon", "39");

        Assert.Equal(2_357, json.GetProperty("customers").GetInt32());
        Assert.Equal(.2426, json.GetProperty("parameters").GetProperty("r").GetDouble(), .001);
        Assert.Equal(15.4477, json.GetProperty("gammaGamma").GetProperty("v").GetDouble(), .01);
        Assert.Equal(1653.4, json.GetProperty("expectedPurchases").GetDouble(), 1.0);
    }

    [Fact]
    public async Task Scores_and_concentration_of_a_file()
    {
        var file = files.Write("a.csv", "who;day;paid\nA;03.02.2026;1.000,50\nB;28.02.2026;3,00\nA;03.02.2026;2,00\nB;15.01.2026;1,00\nC;20.02.2026;-5,00\n;20.02.2026;9,00\n");

        var json = await files.Json("rfm", file, "--customer", "who", "--date", "day", "--amount", "paid", "--out", "out.csv");

        Assert.Equal((2, "2026-02-28"), (json.GetProperty("customers").GetInt32(), json.GetProperty("asOf").GetString()));
        Assert.Equal((1L, 1L), (json.GetProperty("leftOut").GetInt64(), json.GetProperty("returns").GetInt64()));
        Assert.Equal(1, json.GetProperty("cells").GetProperty("224").GetInt32());
        Assert.Equal(1, json.GetProperty("customersForEightyPercent").GetInt32());
        Assert.Equal(["customer,last_purchase,purchases,spent,recency,frequency,monetary", "A,2026-02-03,1,1002.5,2,2,4", "B,2026-02-28,2,4,4,4,2"], files.Lines("out.csv"));
    }

    [Fact]
    public async Task Baskets_one_a_line_and_one_item_a_row_are_the_same()
    {
        var listed = await files.Json("baskets", Samples.Path("groceries/groceries.csv"), "--lines", "--min-support", "0.001", "--min-confidence", "0.8");
        Assert.Equal((9_835, 169, 13_492, 410), (listed.GetProperty("baskets").GetInt32(), listed.GetProperty("items").GetInt32(), listed.GetProperty("itemsets").GetInt32(), listed.GetProperty("rules").GetInt32()));
        Assert.Equal("whole milk", listed.GetProperty("topItems")[0].GetProperty("item").GetString());
        Assert.Equal("bottled beer", listed.GetProperty("topRules")[0].GetProperty("then").GetString());

        var rows = files.Write("rows.csv", "order,item\n" + string.Join('\n', File.ReadLines(Samples.Path("groceries/groceries.csv")).SelectMany((l, n) => l.Split(',').Select(i => $"o{n},{i}"))));
        var one = await files.Json("baskets", rows, "--basket", "order", "--item", "item", "--min-support", "0.001", "--min-confidence", "0.8");
        Assert.Equal((9_835, 13_492, 410), (one.GetProperty("baskets").GetInt32(), one.GetProperty("itemsets").GetInt32(), one.GetProperty("rules").GetInt32()));
    }

    [Fact]
    public async Task Clusters_are_named_by_what_marks_them_out()
    {
        var random = new Random(2);
        var file = files.Write("c.csv", "visits,spend\n" + string.Join('\n', Enumerable.Range(0, 200).Select(n => n % 4 == 0 ? $"{30 + random.Next(9)},{900 + random.Next(90)}" : $"{1 + random.Next(5)},{10 + random.Next(30)}")));

        var json = await files.Json("clusters", file, "--columns", "visits,spend", "--log", "--out", "labels.csv");

        Assert.Equal((2, "silhouette"), (json.GetProperty("k").GetInt32(), json.GetProperty("kChosenBy").GetString()));
        Assert.Equal((150, 50), (json.GetProperty("clusters")[0].GetProperty("size").GetInt32(), json.GetProperty("clusters")[1].GetProperty("size").GetInt32()));
        Assert.InRange(json.GetProperty("clusters")[1].GetProperty("means").GetProperty("spend").GetDouble(), 900, 990);
        Assert.Equal(1, json.GetProperty("stability").GetDouble(), 1e-9);
        Assert.Equal(201, files.Lines("labels.csv").Length);
    }

    [Theory]
    [InlineData("nowhere.csv --customer a --date b --amount c", "nowhere.csv")]
    [InlineData("a.csv --customer nobody --date b --amount c", "1 a, 2 b, 3 c")]
    [InlineData("a.csv --customer 9 --date b --amount c", "--customer")]
    [InlineData("a.csv --customer a --date a --amount c", "2")]
    [InlineData("unclear.csv --customer a --date b --amount c", "--date-format")]
    [InlineData("empty.csv --customer a --date b --amount c", "empty.csv")]
    [InlineData("header.csv --customer a --date b --amount c", "header.csv")]
    [InlineData("a.csv --customer a --date b --amount c --bins 1", "--bins")]
    [InlineData("a.csv --customer a --date b --amount c --as-of soon", "--as-of")]
    public async Task A_refusal_says_what_is_wrong_and_where(string arguments, string said)
    {
        files.Write("a.csv", "a,b,c\nx,2026-01-01,1\ny,2026-01-02,2\n");
        files.Write("unclear.csv", "a,b,c\nx,01/02/2026,1\ny,03/02/2026,2\n");
        files.Write("empty.csv", "");
        files.Write("header.csv", "a,b,c\n");
        Assert.Contains(said, await files.Refusal(["rfm", .. arguments.Split(' ')]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_who_came_back_is_a_refusal_and_no_number()
    {
        files.Write("once.csv", "c,d,a\nx,2026-01-01,1\ny,2026-01-09,2\n");
        Assert.NotEmpty(await files.Refusal("clv", "once.csv", "--customer", "c", "--date", "d", "--amount", "a"));
        files.Write("sum.csv", "x,tx,t\n1,9,5\n2,1,3\n");
        Assert.Contains("1", await files.Refusal("clv-summary", "sum.csv", "--x", "x", "--tx", "tx", "--t", "t"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ko_KR.UTF-8", "ko")]
    [InlineData("zh_TW.UTF-8", "zh-Hant")]
    [InlineData("zh_CN", "zh-Hans")]
    [InlineData("C.UTF-8", "en")]
    [InlineData(null, "en")]
    public void The_language_is_that_of_the_terminal(string? said, string tag) => Assert.Equal(tag, SpokenLanguage.Of(name => name == "LANG" ? said : null).Tag);
}
