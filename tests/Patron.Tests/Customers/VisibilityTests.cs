using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Patron.Customers;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;
using Patron.CustomerBase.Contracts;
using Patron.IdentityResolution;
using Patron.Kernel;

namespace Patron.Tests.Customers;

public sealed class VisibilityTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_database_and_the_base_see_the_same_customers_whatever_the_predicate(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await Own(app, await ListSample.Add(app.Get<IServiceProvider>(), 120));
        var snapshot = app.Get<ICustomerBase>().Current;
        await using var db = await app.Db();

        Prop.ForAll(Arb.From(Predicates), visibility =>
        {
            var (row, question) = (VisibilityCompiler.Compile(visibility, db).Row, VisibilityCompiler.Compile(visibility, db).Base);
            var stored = db.Customers.AsNoTracking().Where(row).Select(c => c.Id).AsEnumerable().Select(id => id.Value).Order().ToArray();
            var held = snapshot.Select(question, null, ListSample.Today.DayNumber).Indexes().Select(i => snapshot.Ids[i]).Order().ToArray();
            return stored.SequenceEqual(held).Label($"{visibility}: {stored.Length} stored, {held.Length} held");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nobody_is_seen_by_no_alternative_and_everyone_by_no_condition()
    {
        var customer = new Customer { Id = new(1), Kind = CustomerKind.Person, CreatedAt = default };
        Assert.True(VisibilityCompiler.Compile(Visibility.Everyone, null).Row.Compile()(customer));
        Assert.False(VisibilityCompiler.Compile(Visibility.Nobody, null).Row.Compile()(customer));
    }

    private static Gen<Visibility> Predicates => Gen.Sized(size => Of(Math.Min(size, 4)));

    private static Gen<Visibility> Of(int depth)
    {
        Gen<Visibility>[] leaves =
        [
            Gen.Elements(CustomerKind.Person, CustomerKind.Organisation).Select(k => (Visibility)new Visibility.KindIs(k)),
            Some("GB", "DE", "KR", "XX").Select(v => (Visibility)new Visibility.CountryIn(v)),
            Some("ko", "zh-Hans", "de").Select(v => (Visibility)new Visibility.LanguageIn(v)),
            Some("trade fair", "Trade fair", "referral").Select(v => (Visibility)new Visibility.AcquiredIn(v)),
            from users in Some(Owners)
            from nobody in Gen.Elements(true, false)
            select (Visibility)new Visibility.OwnedBy(users, nobody),
            from a in Day
            from b in Day
            select (Visibility)new Visibility.SinceBetween(a, b),
        ];
        if (depth <= 0) return Gen.OneOf(leaves);
        var parts = Of(depth - 1).ListOf().Select(l => l.Take(3).ToArray());
        return Gen.OneOf([.. leaves, Of(depth - 1).Select(v => (Visibility)new Visibility.Not(v)), parts.Select(p => (Visibility)new Visibility.AllOf(p)), parts.Select(p => (Visibility)new Visibility.AnyOf(p))]);
    }

    private static readonly UserId[] Owners = [new(11), new(12), new(13)];

    /// <summary>A third of the customers have an owner from a source, some of two; a person has set another for a third.</summary>
    private static async Task Own(PatronServices app, IReadOnlyList<Known> known)
    {
        await using var db = await app.Db();
        var ids = app.Get<IdMaker>();
        foreach (var (at, one) in known.Index())
        {
            var record = await db.SourceRecords.AsNoTracking().FirstAsync(r => r.CustomerId == one.Customer.Id);
            for (var i = 0; i < at % 3; i++)
                db.Add(new Relation
                {
                    CustomerId = one.Customer.Id, Id = ids.Next<CustomerId>().Value, SourceRecordId = record.Id, SourceId = record.SourceId, Kind = RelationKind.Owner, Said = "x", SaidKey = "x",
                    UserId = (at + i) % 4 == 0 ? null : Owners[(at + i) % 3], At = DateTimeOffset.UnixEpoch.AddDays(at % 2 == 0 ? i : -i),
                });
            if (at % 5 < 2) db.Add(new FormRow { CustomerId = one.Customer.Id, Id = ids.Next<CustomerId>().Value, UserId = at % 5 == 0 ? null : Owners[at % 2], At = DateTimeOffset.UnixEpoch });
            db.Tell(Patron.Data.Topics.Customers, one.Customer.Id);
        }
        await db.SaveChangesAsync();
        await app.Get<ICustomerBase>().CatchUp(default);
    }

    private static Gen<T[]> Some<T>(params T[] from) => Gen.SubListOf(from).Select(l => l.ToArray());

    private static Gen<DateOnly?> Day => Gen.OneOf(Gen.Constant<DateOnly?>(null), Gen.Choose(0, 80).Select(d => (DateOnly?)ListSample.Today.AddDays(-d)));
}
