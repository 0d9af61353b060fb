namespace Patron.Tests.Architecture;

public sealed class SourceTests
{
    [Fact]
    public void No_source_file_is_longer_than_400_lines() => Findings.None(
        from file in SourceFiles.OfSrc()
        let name = Path.GetRelativePath(SourceFiles.Root, file)
        where !name.Contains("Migrations", StringComparison.Ordinal)
        let lines = File.ReadLines(file).Count()
        where lines > 400
        select $"{name}: {lines} lines");

    [Fact]
    public void Pages_keep_styles_and_scripts_out_of_their_markup() => Findings.None(
        from file in SourceFiles.OfSrc()
        where file.EndsWith(".razor", StringComparison.Ordinal)
        from found in SourceFiles.Inline(File.ReadAllText(file))
        select $"{Path.GetRelativePath(SourceFiles.Root, file)}: {found}");

    [Fact]
    public void The_repositorys_root_is_a_hallway_not_an_attic() => Assert.InRange(SourceFiles.InHallway(SourceFiles.Root).Count(), 1, 22);

    [Fact]
    public void The_sources_are_looked_at() => Assert.Contains(Path.Combine(SourceFiles.Root, "src", "Patron", "Program.cs"), SourceFiles.OfSrc());

    [Theory]
    [InlineData("<p style=\"color: red\">", "style=\"")]
    [InlineData("<p style = 'color: red'>", "style = '")]
    [InlineData("<style>p { }</style>", "<style")]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("<script type=\"module\">go()</script>", "<script")]
    [InlineData("<button onclick=\"go()\">", " onclick=\"")]
    [InlineData("<button hx-on:click='go()'>", " hx-on:click='")]
    [InlineData("<a href=\"javascript:go()\">", "javascript:")]
    public void Inline_styles_and_scripts_are_found(string markup, string found) => Assert.Equal([found], SourceFiles.Inline(markup));

    [Theory]
    [InlineData("<link rel=\"stylesheet\" href=\"/site.css\">")]
    [InlineData("<script src=\"/site.js\" type=\"module\"></script>")]
    [InlineData("<script type=\"application/json\" id=\"numbers\">[1]</script>")]
    [InlineData("<p class=\"style\" data-style=\"none\">only once on=it</p>")]
    public void What_the_policy_allows_is_not_found(string markup) => Assert.Empty(SourceFiles.Inline(markup));
}
