using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.FindCustomers;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Quality;
using Patron.Quality.FindCustomers;

namespace Patron.Tests.Quality;

/// <summary>The numbers against a count by brute force, one record after the other and each against all others.</summary>
public sealed class CountingTests
{
    private static readonly string[] Compared = ["record", "name", "email", "phone", "postal", "country", "birth", "person"];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_number_is_what_counting_by_hand_gives(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        Prop.ForAll(QualitySample.Some.ListOf().ToArbitrary(), said => Agrees(app, [.. said]).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    private static async Task<bool> Agrees(PatronServices app, IReadOnlyList<Said> said)
    {
        var sources = await QualitySample.Write(app, said);
        await app.Reckon();
        await using var db = await app.Db();
        var measures = await db.QualityMeasures.AsNoTracking().Where(m => m.Kind == "customers").ToListAsync();
        var snapshot = app.Get<ICustomerBase>().Current;
        var asOf = app.Get<IReckoningDay>().AsOf;
        var counts = FlawCounts.Of(snapshot, null, asOf);
        var list = app.Get<IEnumerable<IListParts>>().OfType<FlawParts>().Single();
        var scope = new ListScope(snapshot, null, asOf, Organisation.Default, Patron.Tests.Customers.ListSample.English(app.Services));
        var filter = (await list.For(scope, default)).Filters.Single();

        foreach (var (number, source) in sources.Index())
        {
            var own = said.Where(s => s.Source == number).ToArray();
            foreach (var field in Compared.Select(key => QualityFields.Find(key)!))
            {
                var measure = measures.SingleOrDefault(m => m.SourceId == source.Id && m.Field == field.Key);
                if (own.Length == 0)
                {
                    Assert.Null(measure);
                    continue;
                }
                var of = own.Where(s => Applies(field, s)).ToArray();
                Assert.NotNull(measure);
                Assert.Equal(of.Length, measure.Total);
                Assert.Equal(of.Count(s => Filled(field, s)), measure.Filled);
                Assert.Equal(of.Count(s => Filled(field, s) && !s.Old), measure.Fresh);
                Assert.Equal(field.Checked ? of.Count(s => Invalid(field, s, source)) : null, measure.Invalid);
                Assert.Equal(field.Unique ? of.Count(s => Duplicate(field, s, own, source)) : null, measure.Duplicate);

                foreach (var flaw in Enum.GetValues<Flaw>())
                {
                    var customers = of.Where(s => Has(flaw, field, s, own, source)).Select(s => s.Customer).Distinct().Count();
                    Assert.Equal(customers, counts[source.Number, flaw, field].Customers);
                    var reading = filter.Read([[FlawParts.ValueOf(source.Id, field, flaw)]]);
                    Assert.Equal(customers, snapshot.Count(reading!.Query, null, asOf.DayNumber));
                }
            }
            Assert.Equal(own.Select(s => s.Customer).Distinct().Count(), counts.CustomersOf(source.Number));
        }
        return true;
    }

    private static bool Has(Flaw flaw, QualityField field, Said s, Said[] own, SourceInfo source) => flaw switch
    {
        Flaw.Missing => !Filled(field, s) && field.Key != "person" && (field.Key == "record" || own.Any(other => Applies(field, other) && Filled(field, other))),
        Flaw.Invalid => Invalid(field, s, source),
        _ => field.Unique && Duplicate(field, s, own, source),
    };

    private static bool Applies(QualityField field, Said s) => field.Key switch
    {
        "record" => true,
        "birth" => !s.Stub && s.Kind == CustomerKind.Person,
        "person" => s is { Stub: false, Name: not null, Birth: not null },
        _ => !s.Stub,
    };

    private static bool Filled(QualityField field, Said s) => field.Key switch
    {
        "record" => !s.Stub,
        "name" => s.Name is not null,
        "email" => s.Email is not null,
        "phone" => s.Phone is not null,
        "postal" => s.Postal is not null,
        "country" => s.Country is not null,
        "birth" => s.Birth is not null,
        _ => true,
    };

    private static bool Invalid(QualityField field, Said s, SourceInfo source) => Applies(field, s) && field.Key switch
    {
        "name" => s.Name == "12345",
        "email" => s.Email is "test@shop.example" or "no address",
        "phone" => s.Phone is "0000000" or "call me" || (s.Phone == "020 7946 0321" && PhoneCountry(s, source) != "GB" && ContactKeys.Phone(s.Phone, PhoneCountry(s, source)) is null),
        "postal" => s.Postal is not null && (s.Country ?? source.Country) switch
        {
            "GB" => s.Postal is not ("SW1A 1AA" or "EC1A1BB"),
            "DE" => s.Postal != "12345",
            _ => false,
        },
        "country" => s.Country == "XX",
        "birth" => s.Birth is { } birth && birth != new DateOnly(1980, 5, 1),
        _ => false,
    };

    private static string PhoneCountry(Said s, SourceInfo source) => s.Country ?? source.Country ?? "GB";

    private static bool Duplicate(QualityField field, Said s, Said[] own, SourceInfo source) =>
        Applies(field, s) && Key(field, s, source) is { } key && own.Count(other => Applies(field, other) && Key(field, other, source) == key) > 1;

    private static string? Key(QualityField field, Said s, SourceInfo source) => field.Key switch
    {
        "email" => ContactKeys.Email(s.Email),
        "phone" => ContactKeys.Phone(s.Phone, PhoneCountry(s, source)),
        "person" => s is { Name: { } name, Birth: { } birth } ? $"{name.ToUpperInvariant()} {birth}" : null,
        _ => null,
    };
}
