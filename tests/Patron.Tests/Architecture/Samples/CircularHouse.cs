// Three rooms that keep to each other's contracts, and yet none of them can be understood without the others.
namespace Sample.Circular.Aisle.Contracts
{
    internal interface IAisle;
}

namespace Sample.Circular.Bath.Contracts
{
    internal interface IBath;
}

namespace Sample.Circular.Cellar.Contracts
{
    internal interface ICellar;
}

namespace Sample.Circular.Aisle
{
    internal sealed record Door(Bath.Contracts.IBath To);
}

namespace Sample.Circular.Bath
{
    internal sealed record Door(Cellar.Contracts.ICellar To);
}

namespace Sample.Circular.Cellar
{
    internal sealed record Door(Aisle.Contracts.IAisle To);
}

namespace Sample.Circular.Attic
{
    internal sealed record Door(Aisle.Contracts.IAisle To);
}
