using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Base;

namespace Patron.Tests.Analytics;

public sealed class BitmapTests
{
    [Fact]
    public void And_or_andnot_and_not_are_those_of_sets() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var (n, m) = (random.Next(200), random.Next(200));
        var a = Enumerable.Range(0, n).Where(_ => random.Next(2) == 0).ToHashSet();
        var b = Enumerable.Range(0, m).Where(_ => random.Next(2) == 0).ToHashSet();
        Bitmap A() => Bitmap.Of(n, a);
        var other = Bitmap.Of(m, b);
        return A().And(other).Indexes().SequenceEqual(a.Intersect(b).Order())
            && A().Or(other).Indexes().SequenceEqual(a.Union(b.Where(i => i < n)).Order())
            && A().AndNot(other).Indexes().SequenceEqual(a.Except(b).Order())
            && A().Not().Indexes().SequenceEqual(Enumerable.Range(0, n).Except(a))
            && A().ToIndexes().SequenceEqual(a.Order())
            && A().Count() == a.Count
            && A().SameAs(Bitmap.CopyOf(A()));
    }).QuickCheckThrowOnFailure();

    [Theory, InlineData(0), InlineData(1), InlineData(63), InlineData(64), InlineData(65)]
    public void All_is_as_many_as_its_length_and_its_complement_is_empty(int length)
    {
        Assert.Equal(length, Bitmap.All(length).Count());
        Assert.Equal(0, Bitmap.All(length).Not().Count());
    }

    [Fact]
    public void An_index_set_and_cleared_is_gone_and_one_outside_is_refused()
    {
        var bitmap = new Bitmap(70);
        bitmap.Set(69);
        Assert.True(bitmap.Get(69));
        bitmap.Clear(69);
        Assert.False(bitmap.Get(69));
        Assert.False(bitmap.Get(70));
        Assert.Throws<ArgumentOutOfRangeException>(() => bitmap.Set(70));
    }

    [Fact]
    public void A_snapshots_bitmap_cannot_be_changed_but_its_copy_can()
    {
        var known = Model.Load(Model.Writer(), [Model.Customer(new(1), 1)]).Known;

        Assert.Throws<InvalidOperationException>(() => known.Set(0));
        Assert.Throws<InvalidOperationException>(() => known.Not());
        Bitmap.CopyOf(known).Set(0);
    }
}
