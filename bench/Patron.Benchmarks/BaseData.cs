using System.Text;
using Patron.Analytics.Base;

namespace Patron.Benchmarks;

/// <summary>A million made-up customers with ten million order lines, the same on every run.</summary>
internal sealed class BaseData
{
    public const int Customers = 1_000_000;
    public const int Lines = 10_000_000;
    public const int Today = 740_000;

    public static readonly NumberKey Birth = new("birth");
    public static readonly CategoryKey Country = new("country");
    public static readonly FlagsKey Sources = new("sources");
    public static readonly TextKey Name = new("name");

    private static readonly string[] Syllables = ["an", "be", "cor", "da", "el", "fin", "gu", "hol", "in", "jo", "ka", "lin", "mar", "no", "ol", "pe", "qui", "ro", "sen", "ta", "ul", "vi", "wen", "yo"];
    private static readonly string[] Korean = ["김", "이", "박", "최", "정", "민", "수", "지", "현", "우", "서", "연"];

    public BaseWriter Writer { get; } = new(Birth, Country, Sources, Name);

    /// <summary>Bytes of all search texts.</summary>
    public int SearchBytes { get; private set; }

    public BaseLoad Make()
    {
        var random = new Random(20260101);
        var (ids, names, search) = (new long[Customers], new TextLoad(Customers), new TextLoad(Customers));
        var (births, countries, sources) = (new long[Customers], new int[Customers], new ulong[Customers]);
        var codes = Enumerable.Range(0, 30).Select(n => Writer.Dictionary(Country).Code($"country {n}")).ToArray();
        for (var c = 0; c < Customers; c++)
        {
            ids[c] = 1_000_000_000L + c * 3L;
            var name = random.Next(5) == 0 ? Word(random, Korean, 3) : $"{Word(random, Syllables, random.Next(2, 4))} {Word(random, Syllables, random.Next(2, 5))}";
            names.Add(name);
            var text = SearchText.Of([name], [$"user{c}@example.com"], [$"+44 7{random.Next(100_000_000, 999_999_999)}"], []);
            search.Add(text);
            SearchBytes += Encoding.UTF8.GetByteCount(text);
            births[c] = random.Next(10) == 0 ? NumberKey.Missing : Today - random.Next(6_000, 30_000);
            countries[c] = codes[random.Next(codes.Length)];
            sources[c] = (ulong)random.Next(8);
        }
        var load = new BaseLoad { Ids = ids, Known = Bitmap.All(Customers), Search = search, Lines = MakeLines(random) };
        load.Numbers[Birth] = births;
        load.Categories[Country] = countries;
        load.Flags[Sources] = sources;
        load.Texts[Name] = names;
        return load;
    }

    private static string Word(Random random, string[] parts, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => parts[random.Next(parts.Length)]));

    private static LineLoad MakeLines(Random random)
    {
        var load = new LineLoad
        {
            Count = Lines,
            Customer = new int[Lines],
            Order = new int[Lines],
            Day = new int[Lines],
            Product = new int[Lines],
            Quantity = new long[Lines],
            Amount = new long[Lines],
            Kind = new LineKind[Lines],
        };
        // As orders come out of a database: by time, each with some lines of one customer.
        for (var (i, order) = (0, 0); i < Lines; order++)
        {
            var customer = (int)(Customers * Math.Pow(random.NextDouble(), 2));
            var day = Today - 1_000 + (int)((long)i * 1_000 / Lines);
            for (var line = random.Next(1, 6); line > 0 && i < Lines; line--, i++)
            {
                (load.Customer[i], load.Order[i], load.Day[i], load.Product[i]) = (customer, order, day, random.Next(5_000));
                (load.Quantity[i], load.Amount[i]) = (1_000_000, random.Next(1, 10_000) * 10_000L);
                load.Kind[i] = random.Next(40) == 0 ? LineKind.Return : LineKind.Sale;
            }
        }
        return load;
    }
}
