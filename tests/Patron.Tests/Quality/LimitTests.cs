using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Quality;
using Patron.Quality.CheckFiles;
using Patron.Tests.Imports;

namespace Patron.Tests.Quality;

public sealed class LimitTests
{
    // Ten rows: two without e-mail, one with none that is one, one that stands in for one; three of one address, written in two ways.
    private const string File = """
        id,name,email,phone,postal,country,birth
        1,Ann Lee,ann@shop.example,020 7946 0321,SW1A 1AA,GB,1980-05-01
        2,Ann Lee,ANN@shop.example,020 7946 0322,SW1A 1AA,GB,1980-05-01
        3,Tom Okafor,ann@shop.example,020 7946 0323,12345,GB,1900-01-01
        4,Bea Young,,020 7946 0324,SW1A 1AA,GB,
        5,Cy Ashworth,,call me,SW1A 1AA,GB,
        6,Di Nilsen,not an address,020 7946 0326,SW1A 1AA,GB,
        7,Ed Moss,test@shop.example,020 7946 0327,SW1A 1AA,GB,
        8,Fay Hall,fay@shop.example,0000000000,,GB,
        9,Gus Ray,gus@shop.example,,,GB,
        10,Hal Orr,hal@shop.example,,,GB,

        """;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_file_beyond_the_limits_warns_at_the_check_and_nothing_has_been_written(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var source = (await app.Get<ISources>().FindOrMake("Shop", false, default)).Value!;
        await Limit(app, source, ("email", Flaw.Missing, 0.1m), ("email", Flaw.Invalid, 0.1m), ("email", Flaw.Duplicate, 0.1m), ("person", Flaw.Duplicate, 0m), ("postal", Flaw.Invalid, 0.2m), ("language", Flaw.Missing, 0.5m));

        var plan = await app.Import(app.Write("people.csv", File), "customers", plan: true);

        Assert.Equal(
            [("email", FieldFault.Missing, 2L), ("email", FieldFault.Invalid, 2), ("email", FieldFault.Duplicate, 3), ("person", FieldFault.Duplicate, 2), ("language", FieldFault.Missing, 10)],
            plan.Warnings.OrderBy(w => Array.IndexOf(["email", "person", "language"], w.Field)).Select(w => (w.Field, w.Fault, w.Rows)));
        Assert.Equal(10, plan.Warnings[0].Of is var of && plan.Warnings.Single(w => w.Field == "person").Of == 3 ? of : -1);
        Assert.Equal(0L, await app.Ask("select count(*) from identity_source_records"));
    }

    [Fact]
    public async Task A_file_at_its_limit_does_not_warn()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var source = (await app.Get<ISources>().FindOrMake("Shop", false, default)).Value!;
        await Limit(app, source, ("email", Flaw.Missing, 0.2m), ("phone", Flaw.Missing, 0.2m), ("phone", Flaw.Invalid, 0.2m));

        Assert.Empty((await app.Import(app.Write("people.csv", File), "customers", plan: true)).Warnings);
    }

    [Fact]
    public async Task What_is_imported_without_a_check_warns_with_its_result()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var source = (await app.Get<ISources>().FindOrMake("Shop", false, default)).Value!;
        await Limit(app, source, ("email", Flaw.Missing, 0.1m));

        Assert.Equal(0.2, Assert.Single((await app.Import(app.Write("people.csv", File), "customers")).Warnings).Share);
    }

    [Fact]
    public async Task A_limit_holds_for_its_source_and_kind_alone()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var source = (await app.Get<ISources>().FindOrMake("Till", false, default)).Value!;
        await Limit(app, source, ("email", Flaw.Missing, 0m));

        Assert.Empty((await app.Import(app.Write("people.csv", File), "customers", plan: true, source: "Shop")).Warnings);
        Assert.Empty((await app.Import(app.Write("lines.csv", ImportFilesOf.Lines(9)), "order-lines", plan: true, source: "Till")).Warnings);
    }

    [Fact]
    public async Task Values_that_other_kinds_of_files_cannot_have_are_counted_as_well()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var source = (await app.Get<ISources>().FindOrMake("Shop", false, default)).Value!;
        await using (var db = await app.Db())
        {
            db.Add(new QualityLimit { SourceId = source.Id, Kind = "products", Field = "price", Flaw = Flaw.Invalid, Most = 0 });
            db.Add(new QualityLimit { SourceId = source.Id, Kind = "products", Field = "product", Flaw = Flaw.Duplicate, Most = 0 });
            await db.SaveChangesAsync();
        }

        var plan = await app.Import(app.Write("products.csv", "product,name,price\nA,Cup,1.50\nB,Pan,cheap\nA,Cup,1.50\n"), "products", plan: true);

        Assert.Equal([("price", 1L), ("product", 2L)], plan.Warnings.OrderBy(w => w.Field).Select(w => (w.Field, w.Rows)));
    }

    [Fact]
    public async Task Own_fields_have_limits_like_any_other()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var source = (await app.Get<ISources>().FindOrMake("Shop", false, default)).Value!;
        await app.Import(app.Write("first.csv", "id,name,children,occupation\n1,Ann Lee,3,A\n"), "customers");
        await Limit(app, source, ("custom.children", Flaw.Missing, 0.2m), ("custom.children", Flaw.Invalid, 0m), ("custom.occupation", Flaw.Duplicate, 0.5m), ("custom.occupation", Flaw.Missing, 0.2m));

        var plan = await app.Import(app.Write("next.csv", "id,name,children,occupation\n1,Ann Lee,3,A\n2,Tom Okafor,,A\n3,Bea Young,many,A\n4,Di Nilsen,,B\n5,Ed Moss,0,\n"), "customers", plan: true);

        Assert.Equal(
            [("children", FieldFault.Missing, 2L, 5L), ("children", FieldFault.Invalid, 1, 5), ("occupation", FieldFault.Duplicate, 3, 5)],
            plan.Warnings.OrderBy(w => w.Field, StringComparer.Ordinal).ThenBy(w => w.Fault).Select(w => (w.Field, w.Fault, w.Rows, w.Of)));
        // A file without the column lacks the field in every row.
        var without = await app.Import(app.Write("without.csv", "id,name,occupation\n1,Ann Lee,A\n2,Tom Okafor,B\n"), "customers", plan: true);
        Assert.Equal([("children", 2L)], without.Warnings.Select(w => (w.Field, w.Rows)));
    }

    [Theory, InlineData(1), InlineData(3)]
    public void Repeats_among_more_values_than_are_kept_are_reckoned_from_a_sample(int times)
    {
        var count = new RepeatCount();
        const int values = 6 * RepeatCount.MostValues;
        for (var round = 0; round < times; round++)
            for (var i = 0; i < values; i++) count.Add(Patron.Quality.ReckonQuality.Prints.Of(i.ToString(CultureInfo.InvariantCulture)));

        // Of a sample of n values the count is known to within four standard errors.
        var (expected, error) = (times == 1 ? 0 : (long)times * values, 4 * times * (long)Math.Sqrt(8d * values));
        Assert.InRange(count.Repeated, expected - error * Math.Sign(expected), expected + error * Math.Sign(expected));
    }

    private static async Task Limit(PatronServices app, SourceInfo source, params (string Field, Flaw Flaw, decimal Most)[] limits)
    {
        await using var db = await app.Db();
        db.AddRange(limits.Select(l => new QualityLimit { SourceId = source.Id, Kind = "customers", Field = l.Field, Flaw = l.Flaw, Most = Micros.From(l.Most) }));
        await db.SaveChangesAsync();
    }
}
