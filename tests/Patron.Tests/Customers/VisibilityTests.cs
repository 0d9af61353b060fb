using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Patron.Customers;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;

namespace Patron.Tests.Customers;

public sealed class VisibilityTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_database_and_the_base_see_the_same_customers_whatever_the_predicate(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await ListSample.Add(app.Get<IServiceProvider>(), 120);
        var snapshot = app.Get<ICustomerBase>().Current;
        await using var db = await app.Db();

        Prop.ForAll(Arb.From(Predicates), visibility =>
        {
            var (row, question) = (VisibilityCompiler.Compile(visibility).Row, VisibilityCompiler.Compile(visibility).Base);
            var stored = db.Customers.AsNoTracking().Where(row).Select(c => c.Id).AsEnumerable().Select(id => id.Value).Order().ToArray();
            var held = snapshot.Select(question, null, ListSample.Today.DayNumber).Indexes().Select(i => snapshot.Ids[i]).Order().ToArray();
            return stored.SequenceEqual(held).Label($"{visibility}: {stored.Length} stored, {held.Length} held");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nobody_is_seen_by_no_alternative_and_everyone_by_no_condition()
    {
        var customer = new Customer { Id = new(1), Kind = CustomerKind.Person, CreatedAt = default };
        Assert.True(VisibilityCompiler.Compile(Visibility.Everyone).Row.Compile()(customer));
        Assert.False(VisibilityCompiler.Compile(Visibility.Nobody).Row.Compile()(customer));
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
            from a in Day
            from b in Day
            select (Visibility)new Visibility.SinceBetween(a, b),
        ];
        if (depth <= 0) return Gen.OneOf(leaves);
        var parts = Of(depth - 1).ListOf().Select(l => l.Take(3).ToArray());
        return Gen.OneOf([.. leaves, Of(depth - 1).Select(v => (Visibility)new Visibility.Not(v)), parts.Select(p => (Visibility)new Visibility.AllOf(p)), parts.Select(p => (Visibility)new Visibility.AnyOf(p))]);
    }

    private static Gen<string[]> Some(params string[] from) => Gen.SubListOf(from).Select(l => l.ToArray());

    private static Gen<DateOnly?> Day => Gen.OneOf(Gen.Constant<DateOnly?>(null), Gen.Choose(0, 80).Select(d => (DateOnly?)ListSample.Today.AddDays(-d)));
}
