using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.FindCustomers;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tests.Imports;

namespace Patron.Tests.Customers;

public sealed class ReadiesNamesTests
{
    [Fact]
    public async Task The_order_of_names_is_prepared_in_the_languages_that_somebody_reads_and_stays_the_order()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Import(app.Write("people.csv", "id,name\n1,Zoë Adams\n2,김서연\n3,Ann Lee\n4,가을\n"), "customers");
        await app.Get<ICustomerBase>().CatchUp(default);
        var readies = new ReadiesNames(app.Get<ICustomerBase>(), new Reading("ko", null, "no such language", "ko"));

        Assert.Equal(["en", "ko"], readies.Read().Select(c => c.TwoLetterISOLanguageName).Order(StringComparer.Ordinal));
        var before = Page(app);
        readies.Ready();
        Assert.Equal(before, Page(app));
        Assert.Equal("가을", before[0]);
    }

    [Fact]
    public async Task Nobody_and_nothing_are_no_fault()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Get<ICustomerBase>().CatchUp(default);
        new ReadiesNames(app.Get<ICustomerBase>(), new Reading()).Ready();
        new ReadiesNames(app.Get<ICustomerBase>(), new Reading("zh-Hant")).Ready();
        Assert.Empty(Page(app));
    }

    private static string[] Page(PatronServices app)
    {
        var snapshot = app.Get<ICustomerBase>().Current;
        var korean = Names.Culture(Language.Find("ko")!);
        return [.. Sorting.Page(snapshot, Bitmap.CopyOf(snapshot.Known), new SortBy.Text(CustomerColumns.Name, korean), descending: false, 0, 10).Select(at => snapshot[CustomerColumns.Name][at])];
    }

    private sealed class Reading(params string?[] languages) : IColleagues
    {
        public Task<IReadOnlyList<Colleague>> All(CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<Colleague>>([.. languages.Select((language, at) => new Colleague(new UserId(at + 1), $"Somebody {at}", null, language, SignsIn: true))]);
    }
}
