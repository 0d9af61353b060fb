using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Base;

namespace Patron.Tests.Analytics;

public sealed class SortingTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    [Fact]
    public void A_page_is_the_same_cut_of_the_whole_order() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var customers = Enumerable.Range(1, random.Next(1, 300)).Select(id => Model.Customer(random, id)).ToArray();
        var snapshot = Model.Load(Model.Writer(), customers);
        var (descending, skip, take) = (random.Next(2) == 0, random.Next(40), random.Next(40));
        var summary = PurchaseSummary.Of(snapshot, Model.Today);
        var measure = (PurchaseMeasure)random.Next(5);
        var compare = English.CompareInfo;

        Check(new SortBy.Number(Model.Number), i => customers[i].Number is null, (a, b) => customers[a].Number!.Value.CompareTo(customers[b].Number!.Value));
        Check(new SortBy.Measured(measure, Model.Today), i => summary.Measure(measure, i) == NumberKey.Missing, (a, b) => summary.Measure(measure, a).CompareTo(summary.Measure(measure, b)));
        Check(new SortBy.Text(Model.Text, English), i => customers[i].Text.Length == 0, (a, b) => compare.Compare(customers[a].Text, customers[b].Text));
        Check(new SortBy.Category(Model.Category, English), i => customers[i].Category.Length == 0, (a, b) => compare.Compare(customers[a].Category, customers[b].Category));

        void Check(SortBy by, Func<int, bool> missing, Comparison<int> order)
        {
            var present = snapshot.Known.Indexes().Where(i => !missing(i)).Order(Comparer<int>.Create((a, b) => descending ? order(b, a) : order(a, b)));
            var whole = present.Concat(snapshot.Known.Indexes().Where(missing));
            Assert.Equal(whole.Skip(skip).Take(take), Sorting.Page(snapshot, snapshot.Known, by, descending, skip, take));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Umlauts_stand_beside_their_letters_and_a_changed_name_moves()
    {
        var writer = Model.Writer();
        writer.Apply(new BaseBatch().Upsert(Named(1, "Zimmer")).Upsert(Named(2, "Ärger")).Upsert(Named(3, "Apfel")).Upsert(Named(4, "Azur")));
        Assert.Equal([2, 1, 3, 0], Page(writer.Current));

        writer.Apply(new BaseBatch().Upsert(Named(1, "Aal")).Upsert(Named(5, "Ahorn")));
        Assert.Equal([0, 4, 2, 1, 3], Page(writer.Current));
    }

    private static CustomerRow Named(long id, string name) => new CustomerRow(id, true).Text(Model.Text, name);

    private static int[] Page(CustomerBaseSnapshot snapshot) =>
        Sorting.Page(snapshot, snapshot.Known, new SortBy.Text(Model.Text, CultureInfo.GetCultureInfo("de-DE")), false, 0, 10);
}
