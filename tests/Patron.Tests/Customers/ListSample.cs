using Microsoft.Extensions.DependencyInjection;
using Patron.Customers;
using Patron.CustomerBase.Contracts;
using Patron.IdentityResolution;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Purchases;

namespace Patron.Tests.Customers;

/// <summary>What a test made of a customer: the naive side of every comparison.</summary>
internal sealed record Known(Customer Customer, IReadOnlyList<(DateOnly Day, long Amount)> Orders)
{
    public int OrderCount => Orders.Count;
    public long Spent => Orders.Sum(o => o.Amount);
    public DateOnly? LastOrder => Orders.Count == 0 ? null : Orders.Max(o => o.Day);
}

/// <summary>Made-up customers with orders, alike on every run; some fields missing, many equal.</summary>
internal static class ListSample
{
    public static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly string[] Countries = ["GB", "DE", "KR", "FR"], Languages = ["en-GB", "ko", "zh-Hans"], Through = ["trade fair", "magazine", "referral"];
    private static readonly string[] Given = ["Margaret", "Tom", "Ann", "지수", "丽华", "Øystein"], Family = ["Ashworth", "Okafor", "Young", "김", "王", "Nilsen"];

    public static async Task<IReadOnlyList<Known>> Add(IServiceProvider services, int count, int seed = 1)
    {
        var random = new Random(seed);
        var ids = services.GetRequiredService<IdMaker>();
        var known = new List<Known>();
        await using var db = await services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<Patron.Data.PatronDb>>().CreateDbContextAsync();
        var source = new Source { Id = ids.Next<SourceId>(), Number = 3, Name = $"Shop {seed}", Letter = "S", CreatedAt = DateTimeOffset.UnixEpoch };
        db.Add(source);
        for (var i = 0; i < count; i++)
        {
            var customer = Make(random, ids.Next<CustomerId>(), i);
            var orders = Enumerable.Range(0, random.Next(0, 4)).Select(_ => (Day: Today.AddDays(-random.Next(0, 500)), Amount: random.Next(1, 6) * 10_000_000L)).ToArray();
            db.Add(customer);
            db.Add(RecordOf(customer, source, ids, i));
            foreach (var (day, amount) in orders) AddOrder(db, customer, source, ids, day, amount);
            db.Tell(Patron.Data.Topics.Customers, customer.Id);
            db.Tell(Patron.Data.Topics.Purchases, customer.Id);
            known.Add(new(customer, orders));
        }
        await db.SaveChangesAsync();
        await services.GetRequiredService<ICustomerBase>().CatchUp(default);
        return known;
    }

    public static Sentences English(IServiceProvider services) => services.GetRequiredService<global::Patron.Kernel.Texts.Texts>().For(Language.English);

    private static Customer Make(Random random, CustomerId id, int i)
    {
        return new()
        {
            Id = id, Kind = random.Next(4) == 0 ? CustomerKind.Organisation : CustomerKind.Person, CreatedAt = DateTimeOffset.UnixEpoch,
            Name = Missing(10) ? null : $"{Of(Given)} {Of(Family)}", Country = Maybe(Countries), Language = Maybe(Languages), Acquired = Maybe(Through),
            Email = Missing(3) ? null : $"person{i}@example.com", Phone = Missing(3) ? null : $"+4479111{i:00000}", Street = Missing(3) ? null : "1 High Street",
            City = Maybe(["Leeds", "Köln"]), Birth = Missing(2) ? null : new DateOnly(1970, 1, 1).AddDays(random.Next(9_000)),
            Since = Missing(4) ? null : Today.AddDays(-random.Next(0, 60)), SourceMask = Missing(3) ? 0 : 1L << 3,
        };

        bool Missing(int oneIn) => random.Next(oneIn) == 0;
        string Of(string[] from) => from[random.Next(from.Length)];
        string? Maybe(string[] from) => Missing(4) ? null : Of(from);
    }

    private static SourceRecord RecordOf(Customer customer, Source source, IdMaker ids, int i)
    {
        var id = ids.Next<SourceRecordId>();
        return new()
        {
            CustomerId = customer.Id, Id = id, SourceRecordId = id, SourceId = source.Id, ExternalId = $"EXT-{i:0000}", Kind = customer.Kind, Name = customer.Name,
            Email = customer.Email, Phone = customer.Phone, Street = customer.Street, City = customer.City, Country = customer.Country, Language = customer.Language,
            Acquired = customer.Acquired, Birth = customer.Birth, Since = customer.Since, FirstSeenAt = DateTimeOffset.UnixEpoch, ChangedAt = DateTimeOffset.UnixEpoch,
        };
    }

    private static void AddOrder(Patron.Data.PatronDb db, Customer customer, Source source, IdMaker ids, DateOnly day, long amount)
    {
        var (order, at) = (ids.Next<OrderId>(), new DateTimeOffset(day.ToDateTime(new(12, 0)), TimeSpan.Zero));
        db.Add(new Order { CustomerId = customer.Id, Id = order, SourceId = source.Id, Number = order.ToString(), At = at, Currency = "GBP" });
        db.Add(new OrderLine
        {
            CustomerId = customer.Id, Id = order.Value, OrderId = order, ProductId = new(7), Quantity = 1_000_000, Price = amount, Discount = 0, Amount = amount, At = at,
        });
    }
}
