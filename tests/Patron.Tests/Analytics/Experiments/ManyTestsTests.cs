using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Experiments;

namespace Patron.Tests.Analytics.Experiments;

/// <summary>Correction for many tests.</summary>
public sealed class ManyTestsTests
{
    /// <summary>R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").</summary>
    [Fact]
    public void Holm_s_correction_is_that_of_R() => Assert.Equal([.03, .06, .06, .02], ManyTests.Holm([.01, .04, .03, .005]), (a, b) => a.Zip(b).All(p => Math.Abs(p.First - p.Second) < 1e-12));

    [Fact]
    public void It_never_lowers_a_p_keeps_their_order_and_one_alone_as_it_is() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        double[] p = [.. bytes.Select(b => b / 255.0)];
        var corrected = ManyTests.Holm(p);
        var sorted = p.Zip(corrected).OrderBy(x => x.First).Select(x => x.Second).ToArray();
        return corrected.Zip(p).All(x => x.First >= x.Second && x.First <= 1) && sorted.Zip(sorted.Skip(1)).All(x => x.First <= x.Second) && (p.Length != 1 || corrected[0].Equals(p[0]));
    }).QuickCheckThrowOnFailure();
}
