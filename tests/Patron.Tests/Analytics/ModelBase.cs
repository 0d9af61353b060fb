using System.Text;
using Patron.Analytics.Base;

namespace Patron.Tests.Analytics;

/// <summary>One made-up customer, as plain as can be: what the columns must agree with.</summary>
internal sealed record ModelCustomer(long Id, bool Known, long? Number, string Category, ulong Flags, string Text, PurchaseLine[] Lines)
{
    public string SearchText => Patron.Analytics.Base.SearchText.Of([Text], [], [], [$"id-{Id}"]);

    public CustomerRow ToRow() => new CustomerRow(Id, Known).Number(Model.Number, Number).Category(Model.Category, Category)
        .Flags(Model.Flags, Flags).Text(Model.Text, Text).Search(SearchText).Lines(Lines);
}

internal static class Model
{
    public static readonly NumberKey Number = new("number");
    public static readonly CategoryKey Category = new("category");
    public static readonly FlagsKey Flags = new("flags");
    public static readonly TextKey Text = new("text");

    public const int Today = 740_000;

    private static readonly string[] Texts = ["", "Anna Müller", "김민수", "郭倉義", "John O’Neil", "Zoë", "ＦＵＬＬ width", "straße", "Anna"];
    private static readonly string[] Categories = ["", "red", "green", "blue", "grey"];

    public static BaseWriter Writer() => new(Number, Category, Flags, Text);

    public static ModelCustomer Customer(Random random, long id) => new(
        id, random.Next(4) != 0, random.Next(4) == 0 ? null : random.Next(-5, 6), Categories[random.Next(Categories.Length)],
        (uint)random.Next(16) | (random.Next(2) == 0 ? 1UL << 63 : 0), Texts[random.Next(Texts.Length)], Lines(random));

    public static PurchaseLine[] Lines(Random random)
    {
        var lines = new List<PurchaseLine>();
        for (var order = random.Next(4); order > 0; order--)
        {
            var day = Today - random.Next(-3, 30);
            for (var line = random.Next(1, 4); line > 0; line--)
                lines.Add(new(order, day, random.Next(5), 1_000_000, random.Next(-3, 10) * 1_000_000L, (LineKind)random.Next(4), (ushort)random.Next(2), (ushort)random.Next(2)));
        }
        var shuffled = lines.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    public static CustomerBaseSnapshot Load(BaseWriter writer, IReadOnlyList<ModelCustomer> customers)
    {
        var n = customers.Count;
        var lines = customers.SelectMany((c, index) => c.Lines.Select(line => (index, line))).ToArray();
        var (texts, search) = (new TextLoad(n), new TextLoad(n));
        foreach (var customer in customers)
        {
            texts.Add(customer.Text);
            search.Add(customer.SearchText);
        }
        var load = new BaseLoad
        {
            Ids = [.. customers.Select(c => c.Id)],
            Known = Bitmap.Of(n, Enumerable.Range(0, n).Where(i => customers[i].Known)),
            Search = search,
            Lines = new()
            {
                Count = lines.Length,
                Customer = [.. lines.Select(l => l.index)],
                Order = [.. lines.Select(l => l.line.Order)],
                Day = [.. lines.Select(l => l.line.Day)],
                Product = [.. lines.Select(l => l.line.Product)],
                Quantity = [.. lines.Select(l => l.line.Quantity)],
                Amount = [.. lines.Select(l => l.line.Amount)],
                Kind = [.. lines.Select(l => l.line.Kind)],
                Channel = [.. lines.Select(l => l.line.Channel)],
                Country = [.. lines.Select(l => l.line.Country)],
            },
        };
        load.Numbers[Number] = [.. customers.Select(c => c.Number ?? NumberKey.Missing)];
        load.Categories[Category] = [.. customers.Select(c => writer.Dictionary(Category).Code(c.Category))];
        load.Flags[Flags] = [.. customers.Select(c => c.Flags)];
        load.Texts[Text] = texts;
        return writer.Load(load);
    }

    /// <summary>Everything that a snapshot says of its customers, by id, as text that can be compared.</summary>
    public static SortedDictionary<long, string> Describe(CustomerBaseSnapshot snapshot)
    {
        var found = Texts.Where(t => t.Length > 0).ToDictionary(t => t, t => snapshot.SearchIndex.Search(t).Hits);
        var said = new SortedDictionary<long, string>();
        foreach (var index in snapshot.Present.Indexes())
        {
            Assert.True(snapshot.TryIndex(snapshot.Ids[index], out var same));
            Assert.Equal(index, same);
            var hits = string.Join(',', found.Where(f => f.Value.Get(index)).Select(f => f.Key));
            said[snapshot.Ids[index]] = Describe(snapshot.Known.Get(index), snapshot[Number][index], snapshot[Category][index], snapshot[Flags][index], snapshot[Text][index], snapshot.Purchases.Of(index), hits);
        }
        return said;
    }

    private static string Describe(bool known, long number, string category, ulong flags, string text, PurchaseLine[] lines, string hits)
    {
        var said = new StringBuilder($"{known} {number} {category} {flags} {text} [{hits}]");
        // Within an order the lines' own order is not promised.
        foreach (var line in lines.Select((l, i) => (l, i)).OrderBy(x => x.l.Day).ThenBy(x => x.l.Order).ThenBy(x => x.l.ToString(), StringComparer.Ordinal)) said.Append(line.l);
        return said.ToString();
    }
}
