using FsCheck;
using FsCheck.Fluent;
using Patron.IdentityResolution.AnalyseLink;

namespace Patron.Tests.IdentityResolution.Linking;

public sealed class LinkQualityTests
{
    [Fact]
    public void Pairs_of_clusters_are_counted_as_if_each_pair_were_looked_at()
    {
        var records = Gen.Choose(-1, 3).Zip(Gen.Choose(0, 3)).ListOf().Zip(Gen.Choose(0, 12));
        Prop.ForAll(records.ToArbitrary(), made =>
        {
            var (list, first) = (made.Item1, made.Item2);
            var (truth, clusters) = (list.Select(r => r.Item1).ToArray(), list.Select(r => r.Item2).ToArray());
            first = Math.Min(first, truth.Length);
            var quality = new LinkQuality(truth, first).OfClusters(clusters);
            var pairs = (from a in Enumerable.Range(0, truth.Length) from b in Enumerable.Range(a + 1, truth.Length - a - 1) where first == truth.Length || a < first != b < first select (a, b)).ToArray();
            bool IsTrue((int A, int B) p) => truth[p.A] >= 0 && truth[p.A] == truth[p.B];
            bool IsFound((int A, int B) p) => clusters[p.A] == clusters[p.B];
            return quality == new PairQuality(pairs.Count(p => IsTrue(p) && IsFound(p)), pairs.Count(IsFound), pairs.Count(IsTrue));
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Nothing_found_is_nothing_wrong_and_nothing_right()
    {
        var quality = new LinkQuality([1, 1, 2], 3).OfPairs([]);

        Assert.Equal((1, 0, 0), (quality.Precision, quality.Recall, quality.F1));
        Assert.Equal((.5, 1, 2 / 3d), new LinkQuality([1, 1, 2], 3).OfPairs([(0, 1), (1, 2)]) is var half ? (half.Precision, half.Recall, half.F1) : default);
    }
}
