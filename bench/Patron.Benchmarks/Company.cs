using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Catalog;
using Patron.Customers;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>
/// A company made up by a fixed seed, as years of imports would have left it in the database: each customer with its record and keys, orders in the order
/// of time, so that a customer's lines lie scattered over the table, four lines an order.
/// </summary>
internal static class Company
{
    public const string SourceName = "Shop";
    private const int LinesOfOrder = 4;
    private const int ProductCount = 4_000;
    private const int Chunk = 50_000;
    private static readonly long FirstOrder = Instants.ToMicroseconds(new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly long LastOrder = Instants.ToMicroseconds(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly string[] Syllables = ["an", "be", "cor", "da", "el", "fin", "gu", "hol", "in", "jo", "ka", "lin", "mar", "no", "ol", "pe", "qui", "ro", "sen", "ta", "ul", "vi", "wen", "yo"];
    private static readonly string[] Korean = ["김", "이", "박", "최", "정", "민", "수", "지", "현", "우", "서", "연"];
    private static readonly string[] Cities = ["Leeds", "York", "Derby", "Bath", "Ely", "Wells", "Truro", "Ripon", "Lisburn", "Perth"];
    private static readonly string[] Countries = ["GB", "DE", "FR", "KR", "TW", "CN", "NL", "BE", "ES", "IT"];

    /// <summary>
    /// Measures in a company of this size. Making a million customers takes minutes: with PATRON_BENCH_DATA naming a folder it is made there once and kept.
    /// </summary>
    public static async Task<double> In(int customers, int lines, Func<IServiceProvider, string, Task<double>> measure)
    {
        var kept = Environment.GetEnvironmentVariable("PATRON_BENCH_DATA");
        var folder = kept is null ? Directory.CreateTempSubdirectory("patron-bench-").FullName : Directory.CreateDirectory(Path.Combine(kept, $"{customers}-{lines}")).FullName;
        try
        {
            return await ImportBenchmarks.InPatron(folder, async services =>
            {
                if (await services.GetRequiredService<ISources>().Find(SourceName, default) is null) await Make(services, customers, lines);
                return await measure(services, folder);
            });
        }
        finally
        {
            if (kept is null) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// The same on SQLite and, where PATRON_BENCH_POSTGRES names a server, on PostgreSQL: there in a database of its own, which is made once and stays.
    /// </summary>
    public static async Task OnBoth(int customers, int lines, Func<string, IServiceProvider, DataLocation, Task> measure)
    {
        await In(customers, lines, async (services, folder) =>
        {
            await measure("SQLite", services, new(folder, null));
            return 0;
        });
        if (Environment.GetEnvironmentVariable("PATRON_BENCH_POSTGRES") is not { } postgres) return;
        var folder = Directory.CreateTempSubdirectory("patron-bench-").FullName;
        try
        {
            var location = new DataLocation(folder, await ImportBenchmarks.KeptDatabase(postgres, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"patron_company_{customers}_{lines}")));
            await ImportBenchmarks.InPatron(location, async services =>
            {
                if (await services.GetRequiredService<ISources>().Find(SourceName, default) is null) await Make(services, customers, lines);
                await measure("PostgreSQL", services, location);
                return 0;
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Make(IServiceProvider services, int customers, int lines)
    {
        var random = new Random(20260101);
        var source = (await services.GetRequiredService<ISources>().FindOrMake(SourceName, demo: false, default)).Value!;
        var people = await MakePeople(services, source, customers, random);
        var products = await MakeProducts(services, random);
        await MakeOrders(services, source, people, products, lines / LinesOfOrder, random);
    }

    /// <summary>The external id of a customer; see <see cref="OrderNumber"/> for orders.</summary>
    public static string PersonNumber(int customer) => "P" + customer.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string OrderNumber(int order) => "A" + order.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<(long Customer, long Record)[]> MakePeople(IServiceProvider services, SourceInfo source, int count, Random random)
    {
        var ids = services.GetRequiredService<IdMaker>();
        var (customerIds, recordIds, keyIds) = (new IdRanges(ids), new IdRanges(ids), new IdRanges(ids));
        var people = new (long Customer, long Record)[count];
        var now = new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var some in Enumerable.Range(0, count).Chunk(Chunk))
        {
            await using var session = await BulkSession.Begin(services.GetRequiredService<IDbContextFactory<PatronDb>>(), TimeProvider.System, default);
            var records = new List<SourceRecord>(Chunk);
            foreach (var c in some)
            {
                people[c] = (customerIds.Next(), recordIds.Next());
                var (given, family) = random.Next(5) == 0
                    ? (Word(random, Korean, 2), Word(random, Korean, 1)) : (Capital(Word(random, Syllables, random.Next(2, 4))), Capital(Word(random, Syllables, random.Next(2, 4))));
                records.Add(new()
                {
                    CustomerId = new(people[c].Customer), Id = new(people[c].Record), SourceRecordId = new(people[c].Record), SourceId = source.Id, ExternalId = PersonNumber(c),
                    Kind = CustomerKind.Person, Name = given[0] > 127 ? family + given : $"{given} {family}", GivenName = given, FamilyName = family,
                    Email = $"user{c}@example.com", Phone = $"+447{700_000_000 + c}", Street = $"{random.Next(1, 200)} High Street", City = Cities[random.Next(Cities.Length)],
                    Country = Countries[random.Next(Countries.Length)], Birth = random.Next(10) == 0 ? null : new DateOnly(1940, 1, 1).AddDays(random.Next(25_000)),
                    FirstSeenAt = now, ChangedAt = now,
                });
            }
            RecordTable.Insert(session, records);
            CustomerRows.Insert(session, records.Select(r => new StoredCustomer(Golden(r, source), Anonymous: false, null, null, Instants.ToMicroseconds(now), 0)));
            using (var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
            {
                foreach (var r in records) ClaimedKeys.Write(claims, ClaimScopes.Record(source.Id), r.ExternalId, r.Id.Value, r.CustomerId.Value);
                claims.Complete();
            }
            WriteKeys(session, records, keyIds);
            await session.Commit(default);
        }
        return people;
    }

    private static GoldenRecord Golden(SourceRecord r, SourceInfo source) => new(
        r.CustomerId, true, r.Kind, null, r.Name, r.GivenName, r.FamilyName, null, null, r.Email, r.Phone, r.Street, r.City, null, null, r.Country, r.Birth, null,
        null, null, null, null, null, 1L << source.Number);

    private static void WriteKeys(BulkSession session, List<SourceRecord> records, IdRanges ids)
    {
        using var keys = session.Sink(IdentityTables.Identifiers, "customer_id", "id", "source_record_id", "kind", "value");
        foreach (var r in records)
        {
            Write(r, IdentifierKind.Email, r.Email!);
            Write(r, IdentifierKind.Phone, r.Phone!);
        }
        keys.Complete();

        void Write(SourceRecord r, IdentifierKind kind, string value)
        {
            keys.Begin();
            keys.Long(r.CustomerId.Value);
            keys.Long(ids.Next());
            keys.Long(r.Id.Value);
            keys.Int((int)kind);
            keys.Text(value);
            keys.End();
        }
    }

    private static async Task<long[]> MakeProducts(IServiceProvider services, Random random)
    {
        var ids = services.GetRequiredService<IdMaker>();
        var products = Enumerable.Range(0, ProductCount).Select(p => new Product
        {
            Id = ids.Next<ProductId>(), Code = ProductCode(p), Name = Capital(Word(random, Syllables, 4)), Category = "Category " + p % 40,
        }).ToArray();
        await using var session = await BulkSession.Begin(services.GetRequiredService<IDbContextFactory<PatronDb>>(), TimeProvider.System, default);
        await ProductStore.Write(session, products, [], null, default);
        await session.Commit(default);
        return [.. products.Select(p => p.Id.Value)];
    }

    public static string ProductCode(int product) => "K" + (product % ProductCount).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task MakeOrders(IServiceProvider services, SourceInfo source, (long Customer, long Record)[] people, long[] products, int count, Random random)
    {
        var ids = services.GetRequiredService<IdMaker>();
        var (orderIds, lineIds) = (new IdRanges(ids), new IdRanges(ids));
        foreach (var some in Enumerable.Range(0, count).Chunk(Chunk / LinesOfOrder))
        {
            await using var session = await BulkSession.Begin(services.GetRequiredService<IDbContextFactory<PatronDb>>(), TimeProvider.System, default);
            var orders = some.Select(o => (Id: orderIds.Next(), Number: o, Of: people[Buyer(random, people.Length)], At: FirstOrder + (long)((double)(LastOrder - FirstOrder) * o / count))).ToArray();
            using (var sink = session.Sink("purchases_orders", "customer_id", "id", "source_record_id", "source_id", "number", "at", "currency", "is_return"))
            {
                foreach (var order in orders)
                {
                    sink.Begin();
                    sink.Long(order.Of.Customer);
                    sink.Long(order.Id);
                    sink.Long(order.Of.Record);
                    sink.Long(source.Id.Value);
                    sink.Text(OrderNumber(order.Number));
                    sink.Instant(order.At);
                    sink.Text("GBP");
                    sink.Flag(false);
                    sink.End();
                }
                sink.Complete();
            }
            using (var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
            {
                foreach (var order in orders) ClaimedKeys.Write(claims, ClaimScopes.Order(source.Id), OrderNumber(order.Number), order.Id, order.Of.Customer);
                claims.Complete();
            }
            using (var sink = session.Sink("purchases_order_lines", "customer_id", "id", "order_id", "source_record_id", "line", "product_id", "quantity", "price", "discount", "amount", "at"))
            {
                foreach (var order in orders)
                {
                    for (var line = 0; line < LinesOfOrder; line++)
                    {
                        var (quantity, price) = (random.Next(1, 10) * Micros.PerUnit, random.Next(50, 9_000) * Micros.PerUnit / 100);
                        sink.Begin();
                        sink.Long(order.Of.Customer);
                        sink.Long(lineIds.Next());
                        sink.Long(order.Id);
                        sink.Long(order.Of.Record);
                        sink.Text(null);
                        sink.Long(products[random.Next(products.Length)]);
                        sink.Long(quantity);
                        sink.Long(price);
                        sink.Long(0L);
                        sink.Long(quantity / Micros.PerUnit * price);
                        sink.Instant(order.At);
                        sink.End();
                    }
                }
                sink.Complete();
            }
            await session.Commit(default);
        }
    }

    /// <summary>Few buy much: the square of an even draw.</summary>
    private static int Buyer(Random random, int count)
    {
        var draw = random.NextDouble();
        return (int)(draw * draw * count);
    }

    private static string Word(Random random, string[] parts, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => parts[random.Next(parts.Length)]));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
