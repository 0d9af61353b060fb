using Patron.Analytics.Base;

namespace Patron.Benchmarks;

/// <summary>Segments over a million customers, ten million lines, five million messages and two million responses; limits are passes over, or copies of, the bytes that the question must read.</summary>
internal static class SegmentBenchmarks
{
    private const int Segments = 200, Changed = 1_000, Messages = 5, Campaigns = 40;
    private static readonly FactKey Sent = new("sent"), Responses = new("responses");
    private static long sink;

    public static void Run()
    {
        var data = new BaseData();
        var load = data.Make();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        AddFacts(data.Writer, load);
        Console.WriteLine($"Facts of {BaseData.Customers:N0} customers: {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1_000_000.0:N0} MB");
        var snapshot = data.Writer.Load(load);
        var (births, countries) = (load.Numbers[BaseData.Birth], load.Categories[BaseData.Country]);
        var (orders, spent) = (snapshot.Summary(BaseData.Today).Orders, snapshot.Summary(BaseData.Today).Spent);
        Measure.Heading();
        Measure.Line("count of six conditions (10 ms promised)", () => sink += snapshot.Count(Six, null, BaseData.Today), "copy of the columns they read",
            () => sink += Copy(births) + Copy(countries) + Copy(orders) + Copy(spent));
        Measure.Line("count with two purchase conditions (100 ms)", () => sink += snapshot.Count(TwoPurchases(1), null, BaseData.Today), "sum of days, products, amounts", () => Pass(snapshot.Purchases));
        var words = new int[BaseData.Customers * Messages * 2];
        Measure.Line("count with two conditions of messages and responses", () => sink += snapshot.Count(TwoFacts(3), null, BaseData.Today), "copy of days and words of the messages", () => sink += Copy(words));
        var all = Enumerable.Range(0, Segments).Select(Segment).ToArray();
        var few = Bitmap.Of(snapshot.Size, Enumerable.Range(0, Changed).Select(n => n * (BaseData.Customers / Changed)));
        Measure.Line($"{Changed:N0} changed customers in {Segments} segments (1 s)", () => { foreach (var segment in all) sink += snapshot.SelectAmong(segment, few, BaseData.Today).Count(); }, "sum of days, products, amounts", () => Pass(snapshot.Purchases), rounds: 5);
        Measure.Line($"all {Segments} segments of everybody (5 s)", () => { foreach (var segment in all) sink += snapshot.Select(segment, null, BaseData.Today).Count(); }, "sum of days, products, amounts", () => Pass(snapshot.Purchases), rounds: 3);
        Console.WriteLine($"({sink})");
    }

    private static CustomerQuery Six { get; } = new CustomerQuery.All(
        new CustomerQuery.NumberBetween(BaseData.Birth, BaseData.Today - 20_000, BaseData.Today - 7_000), new CustomerQuery.CategoryIn(BaseData.Country, "country 1", "country 2", "country 3"),
        new CustomerQuery.FlagsAny(BaseData.Sources, 5), new CustomerQuery.Measured(PurchaseMeasure.Orders, 2, 20),
        new CustomerQuery.Measured(PurchaseMeasure.Spent, 100_000_000, null), new CustomerQuery.None(new CustomerQuery.Measured(PurchaseMeasure.DaysSinceLast, 400, null)));

    /// <summary>Bought of a category at least twice in a year, and little of everything in a quarter: nothing cheaper goes before.</summary>
    private static CustomerQuery.All TwoPurchases(int category) => new(
        new CustomerQuery.OfLines(new(LinesMeasure.Orders, 2, long.MaxValue, Category(category), BaseData.Today - 364)), new CustomerQuery.OfLines(new(LinesMeasure.Spent, 0, 200_000_000, null, BaseData.Today - 89)));

    /// <summary>Written to by a campaign in a quarter, and did not open it.</summary>
    private static CustomerQuery.All TwoFacts(int campaign) => new(
        new CustomerQuery.OfFacts(Sent, new(FactMeasure.Count, 1, long.MaxValue, Word(campaign), BaseData.Today - 89)), new CustomerQuery.None(new CustomerQuery.OfFacts(Responses, new(FactMeasure.Count, 1, long.MaxValue, Word(campaign)))));

    /// <summary>As people make them: who they are, all of their purchases, in every other one something that needs the lines, and in every third what they were sent and did.</summary>
    private static CustomerQuery Segment(int n) => n % 3 == 0 ? new CustomerQuery.All(Plain(n), TwoFacts(n)) : Plain(n);

    private static CustomerQuery Plain(int n) => new CustomerQuery.All(
        new CustomerQuery.NumberBetween(BaseData.Birth, BaseData.Today - 25_000 + n * 20, null), new CustomerQuery.Measured(PurchaseMeasure.Orders, n % 5, null), new CustomerQuery.Measured(PurchaseMeasure.DaysSinceLast, null, 30 + n * 3),
        n % 2 == 0 ? new CustomerQuery.CategoryIn(BaseData.Country, $"country {n % 30}", $"country {(n + 7) % 30}") : new CustomerQuery.OfLines(new(LinesMeasure.Orders, 1, long.MaxValue, Category(n), BaseData.Today - 30 - n)));

    private static bool[] Word(int campaign) => [.. Enumerable.Range(0, Campaigns + 1).Select(code => code == campaign % Campaigns + 1)];

    /// <summary>Five messages each over a thousand days, of which two in five are answered.</summary>
    private static void AddFacts(BaseWriter writer, BaseLoad load)
    {
        var (random, sent, responses) = (new Random(7), new FactLoad(BaseData.Customers), new FactLoad(BaseData.Customers));
        writer.Register(Sent);
        writer.Register(Responses);
        for (var campaign = 0; campaign < Campaigns; campaign++) (_, _) = (writer.Codes(Sent).Code($"email {campaign}"), writer.Codes(Responses).Code($"opened {campaign}"));
        for (var c = 0; c < BaseData.Customers; c++)
        {
            for (var n = 0; n < Messages; n++)
            {
                var fact = new Fact(BaseData.Today - random.Next(1_000), 1 + random.Next(Campaigns));
                sent.Add(c, fact);
                if (random.Next(5) < 2) responses.Add(c, fact with { Day = Math.Min(fact.Day + 1, BaseData.Today) });
            }
        }
        load.Facts.Add(Sent, sent);
        load.Facts.Add(Responses, responses);
    }

    private static bool[] Category(int n) => [.. Enumerable.Range(0, 5_000).Select(product => product % 50 == n % 50)];

    private static long Copy<T>(T[] values) => values.AsSpan().ToArray().Length;

    private static void Pass(PurchaseColumns lines)
    {
        var sum = 0L;
        foreach (var day in lines.Day) sum += day;
        foreach (var product in lines.Product) sum += product;
        foreach (var amount in lines.Amount) sum += amount;
        sink += sum;
    }
}
