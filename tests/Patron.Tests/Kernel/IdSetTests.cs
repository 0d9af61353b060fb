using FsCheck;
using FsCheck.Fluent;
using Patron.Kernel;

namespace Patron.Tests.Kernel;

public sealed class IdSetTests
{
    private static readonly Gen<long> Ids = Gen.OneOf(
        Gen.Choose(-130, 130).Select(i => (long)i), Gen.Choose(0, 200).Select(i => (1L << 40) + i), Gen.Elements(0L, 63, 64, long.MaxValue, long.MinValue, -1, -64));

    [Fact]
    public void It_has_what_was_added_and_nothing_else() =>
        Prop.ForAll(Ids.ArrayOf().Two().ToArbitrary(), drawn =>
        {
            var (set, model) = (new IdSet(), new HashSet<long>());
            foreach (var id in drawn.Item1)
            {
                set.Add(id);
                model.Add(id);
            }
            return drawn.Item1.Concat(drawn.Item2).All(id => set.Contains(id) == model.Contains(id));
        }).QuickCheckThrowOnFailure();
}
