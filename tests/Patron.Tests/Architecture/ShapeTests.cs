namespace Patron.Tests.Architecture;

public sealed class ShapeTests
{
    [Fact]
    public void Types_are_sealed_or_static_or_abstract() =>
        Findings.None(Shapes.NeitherSealedNorAbstract([.. House.Patron.Types, .. AnalyticsTests.Analytics.GetTypes()]));

    [Fact]
    public void Types_are_internal_unless_others_must_see_them() => Findings.None(Shapes.NeedlesslyPublic(House.Patron));

    [Fact]
    public void Nothing_is_found_in_a_sound_house()
    {
        var sound = RoomTests.Sample("Sample.Sound");

        Assert.Empty(Shapes.NeitherSealedNorAbstract(sound.Types));
        Assert.Empty(Shapes.NeedlesslyPublic(sound));
    }

    [Fact]
    public void Classes_open_for_inheritance_are_found() => Assert.Equal(
        ["Sample.Broken.Shapes.NotSealed", "Sample.Broken.Shapes.RecordNotSealed"],
        Shapes.NeitherSealedNorAbstract(RoomTests.Sample("Sample.Broken").Types).Order());

    [Fact]
    public void Public_types_that_no_route_binds_or_returns_are_found() => Assert.Equal(
        ["Sample.Broken.Shapes.IPublicService", "Sample.Broken.Shapes.NeverBound", "Sample.Broken.Shapes.PublicService"],
        Shapes.NeedlesslyPublic(RoomTests.Sample("Sample.Broken")).Order());
}
