using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Patron.Customers;
using Patron.CustomerBase.Contracts;
using Patron.IdentityResolution;
using Patron.Kernel;
using Patron.Quality.ReckonQuality;

namespace Patron.Tests.Quality;

/// <summary>What a test says of one record; two of the same customer number belong to one customer.</summary>
internal sealed record Said(int Customer, int Source, bool Stub, CustomerKind Kind, string? Name, string? Email, string? Phone, string? Postal, string? Country, DateOnly? Birth, bool Old);

/// <summary>Small made-up bases with every flaw in them, written straight into the database, and their reckoning.</summary>
internal static class QualitySample
{
    public static readonly DateOnly Today = new(2026, 3, 2);
    public static readonly string[] Names = ["Ann Lee", "ANN LEE", "Tom Okafor", "12345", "김지수"];
    public static readonly string[] Emails = ["ann@shop.example", "Ann@Shop.example", "tom@shop.example", "test@shop.example", "no address"];
    public static readonly string[] Phones = ["+44 20 7946 0321", "020 7946 0321", "+82 2 312 3456", "0000000", "call me"];
    public static readonly string[] Postals = ["SW1A 1AA", "EC1A1BB", "12345", "1234"];
    public static readonly string[] Countries = ["GB", "DE", "XX"];
    public static readonly DateOnly[] Births = [new(1980, 5, 1), new(1900, 1, 1), new(2030, 1, 1), new(1890, 1, 1)];

    public static readonly Gen<Said> Some =
        from customer in Gen.Choose(0, 9)
        from source in Gen.Choose(0, 2)
        from stub in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        from kind in Gen.Elements(CustomerKind.Person, CustomerKind.Organisation)
        from name in Maybe(Names)
        from email in Maybe(Emails)
        from phone in Maybe(Phones)
        from postal in Maybe(Postals)
        from country in Maybe(Countries)
        from birth in Gen.Frequency((1, Gen.Constant((DateOnly?)null)), (2, Gen.Elements(Births).Select(b => (DateOnly?)b)))
        from old in Gen.Elements(true, false)
        select stub ? new Said(customer, source, true, CustomerKind.Person, null, null, null, null, null, null, old) : new Said(customer, source, false, kind, name, email, phone, postal, country, birth, old);

    private static Gen<string?> Maybe(string[] of) => Gen.Frequency((1, Gen.Constant((string?)null)), (2, Gen.Elements(of).Select(v => (string?)v)));

    /// <summary>Three sources, the first of Britain, with the records said; what was there before is gone.</summary>
    public static async Task<IReadOnlyList<SourceInfo>> Write(PatronServices app, IReadOnlyList<Said> said)
    {
        await using var session = await app.Session();
        foreach (var table in (string[])["identity_source_records", "customers", "identity_sources", "quality_measures"]) await session.Execute($"delete from {table}", default);
        var ids = app.Get<IdMaker>();
        var sources = Enumerable.Range(0, 3).Select(n => new Source { Id = ids.Next<SourceId>(), Number = n * 7, Name = $"Source {n}", Letter = $"{n}", Country = n == 0 ? "GB" : null, CreatedAt = app.Clock.Now }).ToArray();
        session.Db.AddRange(sources);
        var customers = said.Select(s => s.Customer).Distinct().Order().ToDictionary(c => c, _ => ids.Next<CustomerId>());
        foreach (var group in said.GroupBy(s => s.Customer))
        {
            session.Db.Add(new Customer { Id = customers[group.Key], Kind = CustomerKind.Person, CreatedAt = app.Clock.Now, SourceMask = group.Aggregate(0L, (mask, s) => mask | 1L << s.Source * 7) });
            foreach (var s in group) session.Db.Add(RecordOf(s, customers[group.Key], sources[s.Source].Id, ids.Next<SourceRecordId>(), app.Clock.Now));
        }
        await session.Db.SaveChangesAsync();
        session.Tell(Patron.Data.Topics.Everything);
        await session.Commit(default);
        app.Get<SourceList>().Reread();
        return await app.Get<Patron.IdentityResolution.Contracts.ISources>().All(default);
    }

    public static async Task<JobProgress> Reckon(this PatronServices app)
    {
        var job = await app.Get<IJobs>().RunNow(ReckonJob.JobKind, "{}", null, _ => { }, default);
        await app.Get<ICustomerBase>().CatchUp(default);
        return job;
    }

    private static SourceRecord RecordOf(Said s, CustomerId customer, SourceId source, SourceRecordId id, DateTimeOffset now) => new()
    {
        CustomerId = customer, Id = id, SourceRecordId = id, SourceId = source, ExternalId = $"E{id.Value}", Kind = s.Kind, Stub = s.Stub, Name = s.Name, Email = s.Email, Phone = s.Phone,
        Postal = s.Postal, Country = s.Country, Birth = s.Birth, FirstSeenAt = now, ChangedAt = s.Old ? now.AddDays(-400) : now.AddDays(-10),
    };
}
