namespace Patron.Tests.Architecture;

public sealed class RoomTests
{
    private static readonly House Sound = Sample("Sample.Sound");
    private static readonly House Broken = Sample("Sample.Broken");

    [Fact]
    public void A_room_uses_another_only_through_its_contracts() => Findings.None(House.Patron.Leaks());

    [Fact]
    public void The_rooms_arrows_have_no_circle() => Findings.None(House.Patron.Circle());

    [Fact]
    public void Nothing_is_found_in_a_sound_house()
    {
        Assert.Empty(Sound.Leaks());
        Assert.Empty(Sound.Circle());
        Assert.Contains("Orders", Sound.Types.Select(Sound.Room));
    }

    [Theory]
    [InlineData("ByBase", "Customer")]
    [InlineData("ByTypeConstraint`1", "Customer")]
    [InlineData("ByMethodConstraint", "Customer")]
    [InlineData("ByAttributeArgument", "Customer")]
    [InlineData("ByNamedAttributeArgument", "Customer")]
    [InlineData("ByParameterAttribute", "AboutAttribute")]
    [InlineData("ByField", "Customer")]
    [InlineData("ByNestedType", "Customer")]
    [InlineData("ByGenericArgument", "Customer")]
    [InlineData("ByTypeOf", "Customer")]
    [InlineData("ByCatch", "CustomerLost")]
    [InlineData("ByClosure", "Customer")]
    [InlineData("ByLocalFunction", "CustomerNames")]
    [InlineData("ByAsyncMethod", "CustomerNames")]
    [InlineData("ByIterator", "CustomerNames")]
    public void A_use_of_anothers_inside_is_seen_wherever_it_is_written(string user, string used) =>
        Assert.Contains($"Sample.Broken.Orders.{user} -> Sample.Broken.Customers.{used}", Broken.Leaks());

    [Theory]
    [InlineData("Kernel.Event -> Sample.Broken.Customers.Customer")]
    [InlineData("Web.Menu -> Sample.Broken.Customers.Contracts.CustomerId")]
    [InlineData("Start -> Sample.Broken.Customers.CustomerNames")]
    [InlineData("Orders.ByTheRoot -> Sample.Broken.Start")]
    public void Each_layer_keeps_to_its_own_neighbours(string leak) => Assert.Contains($"Sample.Broken.{leak}", Broken.Leaks());

    [Fact]
    public void A_circle_through_contracts_is_told_with_its_way() =>
        Assert.Equal(["Aisle", "Bath", "Cellar", "Aisle"], Sample("Sample.Circular").Circle());

    internal static House Sample(string root) =>
        new(root, typeof(RoomTests).Assembly.GetTypes().Where(type => $"{TypeUses.Outermost(type).Namespace}.".StartsWith($"{root}.", StringComparison.Ordinal)));
}
