using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Patron.Tests.Imports;

public sealed class PlanTests
{
    private static readonly string[] Quantities = ["1", "2", "-1", "", "two"];
    private static readonly string[] Days = ["2011-01-04", "2011-02-29", "2011-03-05", ""];

    private static readonly Gen<string> Line =
        from order in Gen.Choose(1, 6)
        from product in Gen.Choose(1, 3)
        from quantity in Gen.Elements(Quantities)
        from day in Gen.Elements(Days)
        from customer in Gen.Choose(0, 3)
        from extra in Gen.Frequency((9, Gen.Constant("")), (1, Gen.Constant(",more")))
        select string.Create(CultureInfo.InvariantCulture, $"{order},P{product},{quantity},1.5,{day},{(customer == 0 ? "" : customer)}{extra}\n");

    private static readonly Gen<string> File =
        from lines in Line.ListOf()
        select new StringBuilder("order,product,quantity,price,at,customer\n0,P1,1,1,2011-01-31,1\n").AppendJoin("", lines).ToString();

    [Fact]
    public async Task What_the_plan_says_is_what_the_import_then_does()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var file = 0;
        Prop.ForAll(File.Two().ToArbitrary(), files =>
        {
            // Two files of one source, one after the other: the second meets what the first has left.
            var source = $"Shop {++file % 60}";
            return new[] { files.Item1, files.Item2 }.All(content =>
            {
                var path = app.Write("some.csv", content);
                var plan = app.Import(path, "order-lines", plan: true, source).GetAwaiter().GetResult();
                var done = app.Import(path, "order-lines", plan: false, source).GetAwaiter().GetResult();
                return plan.Counts() == done.Counts() && done.Read == done.Sum();
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }
}
