using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.Tests.Purchases;

namespace Patron.Tests.Exporting;

/// <summary>A small organisation made of chance: people of several systems who share addresses, whatever texts, and everything that hangs on them.</summary>
internal static class RandomCompany
{
    private static readonly string[] Texts =
        ["=1", "'", "''x", "a,b", "\"", "\"\"", "x\r\ny", "x\ny", "-5", "+1", "@", "\tx", "007", "0", " x ", "", "김민아", "王小明", "👩‍👩‍👧", "é", "e\u0301", "yes", "null", "NaN", "1e5", "2011-01-01", "\u00a0", "x'y"];

    public static async Task Fill(PatronServices app, int seed)
    {
        var chance = new Random(seed);
        var sources = new List<SourceInfo>();
        for (var i = 0; i < 1 + chance.Next(3); i++) sources.Add(await HardCompany.Source(app, "System " + i, s => s with { CancellationPrefix = chance.Next(2) == 0 ? "C" : null }));
        await app.Take(Enumerable.Range(0, 8).Select(i => new IncomingProduct(2, "P" + i, Text(), Text(), Amount(), Amount())).ToList());
        for (var round = 0; round < 6; round++)
        {
            var source = sources[chance.Next(sources.Count)];
            app.Clock.Advance(TimeSpan.FromMilliseconds(1 + chance.Next(1_000_000)));
            await app.Take(Enumerable.Range(0, 12).Select(_ => Record()).DistinctBy(r => r.ExternalId).ToList(), source: source);
            await app.Take(Enumerable.Range(0, 20).Select(_ => Line()).ToList(), source: source);
            await app.Take(Enumerable.Range(0, 3).Select(i => new IncomingOrder(2, "O" + chance.Next(40), Maybe(Id), At(), Amount(), null, Maybe(() => "GB"), Maybe(Word))).ToList(), source: source);
            await app.Take(Enumerable.Range(0, 3).Select(i => new IncomingHolding(2, "H" + chance.Next(9), Id(), Word(), null, null, Amount(), Amount(), null, null)).ToList(), source: source);
            await app.Take(Enumerable.Range(0, 3).Select(i => new IncomingInteraction(2, "I" + chance.Next(99), Id(), At(), Word(), Maybe(Word), Maybe(() => "in"), Text(), Text(), Text())).ToList(), source: source);
            await ByHand(source);
        }

        async Task ByHand(SourceInfo source)
        {
            await using var session = await app.Session();
            var claims = await session.Find(ClaimScopes.Record(source.Id), [.. Enumerable.Range(0, 15).Select(i => "id" + i)], default);
            if (claims.Count == 0) return;
            CustomerId Somebody() => new(claims.Values.ElementAt(chance.Next(claims.Count)).Customer);
            var set = new ChangeSet { Id = app.Get<IdMaker>().Next<ChangeSetId>(), At = app.Clock.Now, Kind = "customer.edit" };
            var changes = new ChangeRecorder(session.Db, set);
            await app.Get<IHandValues>().Set(session, changes, [new(Somebody(), "city", false, "Town " + chance.Next(9)), new(Somebody(), "name", false, "Name " + chance.Next(9)), new(Somebody(), "street", false, "")], null, default);
            if (chance.Next(2) == 0) await app.Get<IBin>().Delete(session, changes, [Somebody()], default);
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }

        string Id() => "id" + chance.Next(15);
        string? Text() => chance.Next(4) == 0 ? null : Texts[chance.Next(Texts.Length)];
        string Word() => "w" + Texts[chance.Next(Texts.Length)];
        long? Amount() => chance.Next(3) == 0 ? null : chance.NextInt64(-2_000_000_000, 2_000_000_000);
        long At() => Taking.At("2011-01-01T00:00:00Z") + chance.NextInt64(0, 30_000_000_000_000);
        T? Maybe<T>(Func<T> of) where T : class => chance.Next(2) == 0 ? of() : null;

        IncomingRecord Record() => HardCompany.Person(Id(), chance.Next(3) == 0 ? Text() : "Name " + chance.Next(6), Maybe(() => $"p{chance.Next(10)}@example.com"), Maybe(() => $"+4420794600{chance.Next(10, 40)}")) with
        {
            Street = Text(), City = Text(), Country = Maybe(() => "GB"), Company = chance.Next(5) == 0 ? "Company " + chance.Next(3) : null, Since = chance.Next(2) == 0 ? new(2010, 1, 1 + chance.Next(28)) : null,
            Custom = chance.Next(2) == 0 ? new Dictionary<string, string> { ["own"] = Word(), ["children"] = "" + chance.Next(5) } : null,
            Consents = chance.Next(2) == 0 ? [new("marketing", "email", chance.Next(2) == 0, chance.Next(2) == 0 ? At() : null)] : [],
            Relations = chance.Next(4) == 0 ? [new(RelationKind.ContactAt, "Company " + chance.Next(3))] : [],
        };

        IncomingLine Line() => new(2, (chance.Next(5) == 0 ? "C" : "O") + chance.Next(40), chance.Next(2) == 0 ? null : "" + chance.Next(4), "P" + chance.Next(12), Text(), null,
            chance.NextInt64(-3_000_000, 9_000_000), chance.NextInt64(0, 5_000_000_000), chance.Next(3) == 0 ? chance.Next(1_000_000) : 0, At(), Maybe(Id), null, Maybe(() => "GB"), Maybe(Word));
    }
}
