using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Patron.Customers;
using Patron.Customers.ShowCustomer;
using Patron.Kernel.Texts;
using Patron.Tests.Imports;
using Patron.Web.Contracts;

namespace Patron.Tests.Customers;

public sealed partial class TimelineTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Page_by_page_every_entry_comes_once_however_many_are_of_one_instant(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var orders = new StringBuilder("order,customer,at,total\n");
        // Five, then seventy of one second, then five more: no page ends where the instants do.
        for (var i = 0; i < 80; i++) orders.Append(CultureInfo.InvariantCulture, $"N{i},A,2011-01-0{(i < 5 ? 1 : i < 75 ? 2 : 3)} 10:00:0{(i is >= 5 and < 75 ? 0 : i % 5)},1\n");
        await app.Import(app.Write("o.csv", orders.ToString()), "orders");
        await app.Import(app.Write("i.csv", "id,customer,at,kind,text\nI1,A,2011-01-02 10:00:00,call,Asked\nI2,A,2011-01-02 09:59:59,call,Asked before\n"), "interactions");
        await using var db = await app.Db();
        var customer = await db.Set<Customer>().Where(c => !c.Anonymous).Select(c => c.Id).SingleAsync();
        var (reading, english) = (new TimelineReading(app.Get<IEnumerable<ITimelineSource>>()), app.Get<Texts>().For(Language.English));

        var (seen, days) = (new List<string>(), new List<DateTimeOffset>());
        var page = new TimelinePage([], null);
        do
        {
            page = await reading.Before(customer, null, page.Before, 20, english, TestContext.Current.CancellationToken);
            Assert.Equal(page.Before is null ? 82 % 20 : 20, page.Entries.Count);
            seen.AddRange(page.Entries.Select(e => Number().Match(e.Text.Value) is { Success: true } number ? number.Value : e.Detail!));
            days.AddRange(page.Entries.Select(e => e.At));
        }
        while (page.Before is not null);

        Assert.Equal(82, seen.Count);
        Assert.Equal(82, seen.Distinct().Count());
        Assert.Equal(days.OrderDescending(), days);
    }

    [GeneratedRegex(">N[0-9]+<")]
    private static partial Regex Number();
}
