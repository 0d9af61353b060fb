using System.Globalization;
using System.Text.Json;

namespace Patron.Tests.Insights.AnalyseFiles;

/// <summary>Files as they should not be: each gives finite numbers, or a refusal that says why.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private readonly Analysed files = new();

    public void Dispose() => files.Dispose();

    private static readonly string[] Lifetime = ["clv", "f.csv", "--customer", "who", "--date", "day", "--amount", "paid"];
    private static readonly string[] Scores = ["rfm", "f.csv", "--customer", "who", "--date", "day", "--amount", "paid"];

    public static TheoryData<string, string> Files => new()
    {
        { "only a header", "" },
        { "one customer, one row", "A,2026-01-05,10\n" },
        { "one customer, many days", Rows(n => $"A,{Day(n * 5)},{n + 1}", 12) },
        { "all on one day", Rows(n => $"C{n % 7},2026-01-05,{n}", 40) },
        { "amounts below zero and zero", Rows(n => $"C{n % 9},{Day(n * 3)},{(n % 3 - 1) * 5}", 60) },
        { "only returns", Rows(n => $"C{n % 9},{Day(n * 3)},-5", 30) },
        { "huge amounts", Rows(n => $"C{n % 9},{Day(n * 3)},{(n % 2 == 0 ? "8999999999999" : "0.000001")}", 60) },
        { "days to come", Rows(n => $"C{n % 9},{Day(20_000 + n * 400)},5", 30) },
        { "a mistyped year", "A,1790-01-01,5\nA,2190-12-31,5\nB,1990-01-01,5\nB,1990-02-01,5\n" },
        { "blank cells", Rows(n => $"{(n % 4 == 0 ? "" : "C" + n % 5)},{(n % 5 == 0 ? "" : Day(n * 4))},{(n % 6 == 0 ? "" : n.ToString(CultureInfo.InvariantCulture))}", 60) },
        { "blank lines and spaces", "\n  \nA , 2026-01-05 , 5\n\n\n B,2026-01-09, 7 \nA,2026-02-01,5\n" },
        { "quotes, commas and other scripts", "\"Lee, \"\"Ann\"\"\",2026-01-05,5\n김 민수,2026-01-06,7\n\"Lee, \"\"Ann\"\"\",2026-02-05,5\n" },
        { "everybody alike", Rows(n => $"C{n / 2},{Day(n % 2 * 30)},10", 100) },
        { "one buyer beside whom all others vanish", Rows(n => n < 200 ? $"WHALE,{Day(n)},1000000" : $"C{n},{Day(n % 90)},0.01", 400) },
    };

    [Theory, MemberData(nameof(Files))]
    public async Task Purchases_of_any_kind_give_finite_numbers_or_a_refusal(string what, string rows)
    {
        files.Write("f.csv", "who,day,paid\n" + rows);
        await HoldsUp(what, Scores);
        await HoldsUp(what, Lifetime);
        await HoldsUp(what, [.. Lifetime, "--horizon", "1000", "--model", "mbgnbd"]);
        await HoldsUp(what, ["baskets", "f.csv", "--basket", "who", "--item", "paid", "--min-support", "0.1"]);
        await HoldsUp(what, ["clusters", "f.csv", "--columns", "paid"]);
        await HoldsUp(what, ["clusters", "f.csv", "--columns", "paid", "--k", "3", "--log"]);
    }

    [Theory]
    [InlineData("nobody", "0,0,10\n0,0,12\n")]
    [InlineData("no time", "0,0,0\n1,0,0\n")]
    [InlineData("last after the end", "1,11,10\n2,3,10\n")]
    [InlineData("half purchases", "1.5,3,10\n2,3,10\n")]
    [InlineData("below zero", "-1,3,10\n2,3,10\n")]
    [InlineData("huge", "100000,9999,10000\n2,3,10000\n0,0,10000\n")]
    [InlineData("huger", "1000000,9999,10000\n2,3,10000\n0,0,10000\n")]
    [InlineData("tiny times", "3,0.000001,0.000002\n0,0,0.000002\n1,0.000001,0.000003\n")]
    public async Task Summaries_of_any_kind_give_finite_numbers_or_a_refusal(string what, string rows)
    {
        files.Write("s.csv", "x,tx,t\n" + rows);
        foreach (var model in (string[])["bgnbd", "mbgnbd", "paretonbd"])
            await HoldsUp(what, "clv-summary", "s.csv", "--x", "x", "--tx", "tx", "--t", "t", "--model", model, "--horizon", "10");
    }

    [Theory]
    [InlineData("1000000000,3,10,5\n2,3,10,5\n", "1,000,000,000")]
    [InlineData("2,3,1e300,5\n1,3,10,5\n", "1E+300")]
    [InlineData("2,3,10,1e300\n1,3,10,5\n", "1E+300")]
    [InlineData("2,3,10,5\n3000000000,3,10,5\n", "2")]
    public async Task Numbers_beyond_all_that_is_bought_are_refused_with_their_row(string rows, string said)
    {
        files.Write("s.csv", "x,tx,t,spend\n" + rows);
        Assert.Contains(said, await files.Refusal("clv-summary", "s.csv", "--x", "x", "--tx", "tx", "--t", "t", "--spend", "spend"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baskets_clusters_and_summaries_hang_neither_on_order_nor_on_names()
    {
        var chance = new Random(6);
        var rows = Enumerable.Range(0, 400).Select(n => (Order: n / 3, Item: chance.Next(12) * chance.Next(12) / 12, X: chance.Next(4), T: 20 + chance.Next(20), Spend: 5 + chance.Next(90))).ToArray();
        var plain = await All(rows, 0);
        Assert.Equal(plain, await All([.. rows.OrderBy(_ => chance.Next())], 0));
        Assert.Equal(plain, await All(rows, 71));
    }

    /// <summary>Numbers of the three commands; ids are shifted by a number.</summary>
    private async Task<string> All((int Order, int Item, int X, int T, int Spend)[] rows, int shifted)
    {
        files.Write("f.csv", "order,item,x,tx,t,spend\n" + string.Concat(rows.Select(r =>
            string.Create(CultureInfo.InvariantCulture, $"O{(r.Order + shifted) % 211},I{(r.Item + shifted) % 97},{r.X},{(r.X == 0 ? 0 : r.T * .8)},{r.T},{r.Spend}\n"))));
        var baskets = await files.Json("baskets", "f.csv", "--basket", "order", "--item", "item", "--min-support", "0.01", "--min-confidence", "0.1");
        var clusters = await files.Json("clusters", "f.csv", "--columns", "x,t,spend", "--k", "4");
        var lifetime = await files.Json("clv-summary", "f.csv", "--x", "x", "--tx", "tx", "--t", "t", "--spend", "spend", "--model", "mbgnbd", "--horizon", "10");
        // Rules of equal weight stand in the order of their names, which are others.
        var rules = baskets.GetProperty("topRules").EnumerateArray().Select(r => $"{r.GetProperty("count")} {r.GetProperty("lift").GetDouble():G8} {r.GetProperty("qValue").GetDouble():G8}").Order(StringComparer.Ordinal);
        string[] said = [baskets.GetProperty("itemsets").ToString(), baskets.GetProperty("rules").ToString(), .. rules,
            .. Numbers(clusters.GetProperty("inertia")), .. Numbers(clusters.GetProperty("stability")), .. clusters.GetProperty("clusters").EnumerateArray().Select(c => c.GetProperty("size").ToString()),
            .. Numbers(lifetime.GetProperty("parameters")), .. Numbers(lifetime.GetProperty("standardErrors")), .. Numbers(lifetime.GetProperty("gammaGamma")), .. Numbers(lifetime.GetProperty("expectedValue"))];
        return string.Join(' ', said);
    }

    [Fact]
    public async Task Shuffled_rows_other_names_and_shifted_days_change_no_number()
    {
        var chance = new Random(5);
        var rows = Enumerable.Range(0, 300).Select(n => (Who: chance.Next(60), Day: chance.Next(300), Paid: 1 + chance.Next(50))).ToArray();
        var plain = await Both(rows.Select(r => $"C{r.Who},{Day(r.Day)},{r.Paid}"));
        Assert.Equal(plain, await Both(rows.OrderBy(_ => chance.Next()).Select(r => $"C{r.Who},{Day(r.Day)},{r.Paid}")));
        Assert.Equal(plain, await Both(rows.Select(r => $"Z{(r.Who * 7 + 3) % 61},{Day(r.Day)},{r.Paid}")));
        Assert.Equal(plain, await Both(rows.Select(r => $"C{r.Who},{Day(r.Day + 1_000)},{r.Paid}")));
    }

    /// <summary>Numbers of both commands that must not hang on names, order or time; to twelve digits, since sums of another order differ in the last.</summary>
    private async Task<string> Both(IEnumerable<string> rows)
    {
        files.Write("f.csv", "who,day,paid\n" + string.Join('\n', rows) + "\n");
        var (scores, lifetime) = (await files.Json(Scores), await files.Json(Lifetime));
        string[] said = [scores.GetProperty("cells").GetRawText(), .. Numbers(scores.GetProperty("gini")), .. Numbers(lifetime.GetProperty("parameters")), .. Numbers(lifetime.GetProperty("gammaGamma")), .. Numbers(lifetime.GetProperty("holdout")), .. Numbers(lifetime.GetProperty("expectedValue"))];
        return string.Join(' ', said);
    }

    private async Task HoldsUp(string what, params string[] arguments)
    {
        var (exit, output, error) = await files.Run([.. arguments, "--json"]);
        Assert.True(exit is 0 or 1, $"{what}: {exit}");
        if (exit == 1)
        {
            Assert.True(output.Length == 0 && error.Trim().Length > 0, $"{what}: refused without a word");
            return;
        }
        // JSON has no infinities: what could be read is finite.
        using var json = JsonDocument.Parse(output);
        Assert.All(All(json.RootElement).Where(e => e.ValueKind == JsonValueKind.Number), e => Assert.True(double.IsFinite(e.GetDouble()), what));
    }

    private static IEnumerable<string> Numbers(JsonElement of) => All(of).Where(e => e.ValueKind == JsonValueKind.Number).Select(e => e.GetDouble().ToString("G8", CultureInfo.InvariantCulture));

    private static IEnumerable<JsonElement> All(JsonElement of) => of.ValueKind switch
    {
        JsonValueKind.Object => of.EnumerateObject().SelectMany(p => All(p.Value)),
        JsonValueKind.Array => of.EnumerateArray().SelectMany(All),
        _ => [of],
    };

    private static string Rows(Func<int, string> row, int count) => string.Concat(Enumerable.Range(0, count).Select(n => row(n) + "\n"));

    private static string Day(int after) => new DateOnly(2025, 1, 6).AddDays(after).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
