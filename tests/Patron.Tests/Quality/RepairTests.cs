using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Customers;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Quality;
using Patron.Quality.FindCustomers;
using Patron.Tests.Imports;

namespace Patron.Tests.Quality;

public sealed class RepairTests
{
    private const string People = "id,name,email,phone\n1,Ann Lee,ann@shop.example,020 7946 0321\n2,Tom Okafor,,020 7946 0322\n3,Bea Young,,020 7946 0323\n";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_was_set_right_by_hand_leaves_the_list_at_once_and_after_a_restart(Database kind)
    {
        await using var app = await Start(kind);
        Assert.Equal(2, await Missing(app));

        var set = await app.Get<IHandValues>().Set([new(await Named(app, "Tom Okafor"), "email", false, "tom@shop.example")], new UserId(7), default);

        Assert.Null(set.Refusal);
        Assert.Equal(1, await Missing(app));
        // Loaded anew, the base says the same; reckoned anew, the source still lacks it.
        await Everything(app);
        Assert.Equal(1, await Missing(app));
        await app.Reckon();
        Assert.Equal(1, await Missing(app));
        Assert.Equal(1L, await app.Ask("select min(filled) from quality_measures where field = 'email'"));

        await app.Get<IHandValues>().Undo(set.Value, new UserId(7), default);
        Assert.Equal(2, await Missing(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_lies_in_the_bin_is_neither_counted_nor_measured(Database kind)
    {
        await using var app = await Start(kind);
        var bea = await Named(app, "Bea Young");
        await using (var session = await app.Session())
        {
            var recorder = new ChangeRecorder(session.Db, new() { Id = app.Get<IdMaker>().Next<ChangeSetId>(), At = app.Clock.Now, Kind = "customers.delete" });
            await app.Get<IBin>().Delete(session, recorder, [bea], default);
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }

        Assert.Equal(1, await Missing(app));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Reckon();
        Assert.Equal(1, await Missing(app));
        Assert.Equal(2L, await app.Ask("select min(total) from quality_measures where field = 'email'"));
    }

    [Fact]
    public async Task The_flaws_that_somebody_has_are_choices_of_the_lists_filter_and_no_others()
    {
        await using var app = await Start(Database.Sqlite);
        Assert.Equal(2, await Missing(app));
        var (snapshot, asOf) = (app.Get<ICustomerBase>().Current, app.Get<IReckoningDay>().AsOf);

        var parts = await new FlawParts(app.Get<ISources>()).For(new(snapshot, null, asOf, Organisation.Default, app.Get<Texts>().For(Language.English)), default);

        var filter = Assert.Single(parts.Filters);
        var choice = Assert.Single(Assert.IsType<FilterControl.Choices>(filter.Control).Of);
        Assert.Equal("Shop: E-mail missing", choice.Label);
        Assert.Equal(2, snapshot.Count(filter.Read([[choice.Value]])!.Query, null, asOf.DayNumber));
    }

    private static async Task<PatronServices> Start(Database kind)
    {
        var app = await PatronServices.Start(kind);
        await app.Import(app.Write("people.csv", People), "customers");
        await app.Reckon();
        return app;
    }

    private static async Task<int> Missing(PatronServices app)
    {
        await app.Get<ICustomerBase>().CatchUp(default);
        var source = (await app.Get<ISources>().Find("Shop", default))!;
        return FlawCounts.Of(app.Get<ICustomerBase>().Current, null, app.Get<IReckoningDay>().AsOf)[source.Number, Flaw.Missing, QualityFields.Email].Customers;
    }

    private static async Task Everything(PatronServices app)
    {
        await using var session = await app.Session();
        session.Tell(Topics.Everything);
        await session.Commit(default);
    }

    private static async Task<CustomerId> Named(PatronServices app, string name)
    {
        await using var db = await app.Db();
        return await db.Customers.Where(c => c.Name == name).Select(c => c.Id).SingleAsync();
    }
}
