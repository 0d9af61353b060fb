using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <param name="Price">Micros.</param>
internal readonly record struct BenchLine(long Order, long Customer, long Product, long Quantity, long Price, DateTimeOffset At);

/// <summary>Order lines by a seed: three to an order, twenty orders to a customer, four thousand products.</summary>
internal static class LineFile
{
    public const int Count = 500_000;
    private const int Seed = 20111209;
    private const int Products = 4_000;
    private static readonly DateTimeOffset Start = new(2010, 12, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<BenchLine> Lines(int seed, int count = Count, int customers = Count / 60)
    {
        var random = new Random(Seed + seed);
        var customer = 0L;
        for (var i = 0; i < count; i++)
        {
            if (i % 3 == 0) customer = 1 + random.Next(customers);
            yield return new(1 + i / 3, customer, 1 + random.Next(Products), 1 + random.Next(12), 10_000 * random.Next(50, 2_000), Start.AddMinutes(i / 3));
        }
    }

    public static void Write(string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("InvoiceNo,StockCode,Description,Quantity,UnitPrice,InvoiceDate,CustomerID");
        foreach (var line in Lines(1))
        {
            file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{5_000_000 + line.Order},{20_000 + line.Product},PRODUCT NUMBER {line.Product},{line.Quantity},{line.Price / 1_000_000m:0.00},{line.At:yyyy-MM-dd HH:mm:ss},{100_000 + line.Customer}"));
        }
    }

    /// <summary>Customers, orders, lines and claims of another source, as imports have left them a month ago.</summary>
    public static async Task Fill(IServiceProvider services, int customers, int lines)
    {
        var (contexts, ids) = (services.GetRequiredService<IDbContextFactory<PatronDb>>(), new IdMaker(new LastMonth(), new PastLease()));
        var (people, orders, rows) = (new IdRanges(ids), new IdRanges(ids), new IdRanges(ids));
        var known = new long[customers + 1];
        for (var i = 1; i <= customers; i++) known[i] = people.Next();
        await using (var session = await BulkSession.Begin(contexts, TimeProvider.System, default))
        {
            using (var sink = session.Sink("customers", "id", "kind", "anonymous", "created_at", "source_mask", "version"))
            {
                foreach (var id in known.Skip(1))
                {
                    sink.Begin();
                    sink.Long(id);
                    sink.Int(1);
                    sink.Flag(false);
                    sink.Instant(Instants.ToMicroseconds(Start));
                    sink.Long(1);
                    sink.Int(0);
                    sink.End();
                }
                sink.Complete();
            }
            await session.Commit(default);
        }
        await using var db = await contexts.CreateDbContextAsync();
        var keys = db.Database.IsNpgsql() ? await DropKeys(db) : [];
        foreach (var part in Lines(0, lines, customers).Chunk(300_000)) await Fill(contexts, part, known, orders, rows);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        foreach (var key in keys) await db.Database.ExecuteSqlRawAsync(key);
        await db.Database.ExecuteSqlRawAsync("analyze");
    }

    /// <summary>PostgreSQL takes many rows several times as fast into tables without keys and indexes. Returns what makes them again.</summary>
    private static async Task<IReadOnlyList<string>> DropKeys(PatronDb db)
    {
        const string tables = "array['purchases_orders'::regclass, 'purchases_order_lines'::regclass, 'kernel_claimed_keys'::regclass]";
        var found = await db.Database.SqlQueryRaw<DroppedKey>($"""
            select format('alter table %s drop constraint %I', conrelid::regclass, conname) as "Drop", format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as "Make"
            from pg_constraint where contype = 'p' and conrelid = any({tables})
            union all select format('drop index %I', c.relname), pg_get_indexdef(c.oid) from pg_index i join pg_class c on c.oid = i.indexrelid where not i.indisprimary and i.indrelid = any({tables})
            """).ToListAsync();
        foreach (var key in found) await db.Database.ExecuteSqlRawAsync(key.Drop);
        return [.. found.Select(k => k.Make)];
    }

    private sealed record DroppedKey(string Drop, string Make);

    private static async Task Fill(IDbContextFactory<PatronDb> contexts, BenchLine[] part, long[] known, IdRanges orders, IdRanges rows)
    {
        await using var session = await BulkSession.Begin(contexts, TimeProvider.System, default);
        var numbered = part.DistinctBy(l => l.Order).ToDictionary(l => l.Order, l => (Id: orders.Next(), Line: l));
        using (var sink = session.Sink("purchases_orders", "customer_id", "id", "source_record_id", "source_id", "number", "at", "currency", "is_return"))
        {
            foreach (var (number, (id, line)) in numbered)
            {
                sink.Begin();
                sink.Long(known[line.Customer]);
                sink.Long(id);
                sink.Long(1);
                sink.Long(1);
                sink.Text(number.ToString(CultureInfo.InvariantCulture));
                sink.Instant(Instants.ToMicroseconds(line.At));
                sink.Text("GBP");
                sink.Flag(false);
                sink.End();
            }
            sink.Complete();
        }
        using (var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
        {
            foreach (var (number, (id, line)) in numbered) ClaimedKeys.Write(claims, "order:1", number.ToString(CultureInfo.InvariantCulture), id, known[line.Customer]);
            claims.Complete();
        }
        using (var sink = session.Sink("purchases_order_lines", "customer_id", "id", "order_id", "source_record_id", "product_id", "quantity", "price", "discount", "amount", "at"))
        {
            foreach (var line in part)
            {
                sink.Begin();
                sink.Long(known[line.Customer]);
                sink.Long(rows.Next());
                sink.Long(numbered[line.Order].Id);
                sink.Long(1);
                sink.Long(line.Product);
                sink.Long(line.Quantity * Micros.PerUnit);
                sink.Long(line.Price);
                sink.Long(0);
                sink.Long(line.Quantity * line.Price);
                sink.Instant(Instants.ToMicroseconds(line.At));
                sink.End();
            }
            sink.Complete();
        }
        await session.Commit(default);
    }

    private sealed class LastMonth : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddDays(-30);
    }

    /// <summary>Nobody else makes ids of that time.</summary>
    private sealed class PastLease : INodeLease
    {
        public int Node => 0;
        public long From => 0;
        public long Until => long.MaxValue;

        public void Extend(long millisecond) => throw new InvalidOperationException("Of the past all is reserved.");
    }
}
