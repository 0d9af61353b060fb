using System.Text.RegularExpressions;

namespace Patron.Tests.Web;

/// <summary>What the policy and the style guide forbid does not stand in the pages.</summary>
public sealed partial class StyleTests
{
    private static readonly string[] RestyledOnPurpose = ["btn", "btn-danger", "btn-icon", "btn-primary", "btn-sm", "form-control", "form-select", "form-check-input", "table", "kbd"];

    private static string Client => Path.Combine(SourceTree.Product, "Web", "Client");

    private static string Library(string path) => File.ReadAllText(Path.Combine(SourceTree.Product, "wwwroot", "lib", path));

    [Fact]
    public void Our_classes_are_not_Tabler_s_except_those_restyled_on_purpose() =>
        Assert.Empty(Classes(File.ReadAllText(Path.Combine(Client, "patron.css"))).Intersect(Classes(Library("tabler/tabler.min.css"))).Except(RestyledOnPurpose));

    [Fact]
    public void Every_icon_of_the_pages_is_in_the_icon_font()
    {
        var there = Classes(Library("tabler-icons/tabler-icons-300.min.css"));
        var asked = from file in SourceTree.Files(".razor")
                    from Match icon in Icons.Matches(file.Text)
                    select icon.Groups[1].Value + icon.Groups[2].Value;
        Assert.Empty(asked.Where(i => !there.Contains(i.StartsWith("ti-", StringComparison.Ordinal) ? i : "ti-" + i)).Distinct());
    }

    [Fact]
    public void No_page_has_a_style_attribute_an_inline_script_or_a_handler_in_its_markup() =>
        Assert.Empty(SourceTree.Files(".razor").Where(f => Forbidden.IsMatch(f.Text)).Select(f => f.Path));

    [Fact]
    public void No_module_evaluates_text_or_writes_style_attributes() =>
        Assert.Empty(SourceTree.Files(".js").Where(f => Evaluates.IsMatch(f.Text)).Select(f => f.Path));

    [Fact]
    public void Every_colour_outside_the_tokens_has_a_light_and_a_dark_side()
    {
        var rules = File.ReadAllText(Path.Combine(Client, "patron.css"));
        var bare = Colours.Replace(rules, "");
        Assert.DoesNotMatch("#[0-9a-f]{6}", FixedDark.Replace(bare, ""));
    }

    [Fact]
    public void The_npm_lock_names_no_host() =>
        Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Path.Combine(SourceTree.Product, "package-lock.json")), StringComparison.Ordinal);

    private static HashSet<string> Classes(string css) =>
        [.. Selectors.Matches(Comments.Replace(css, "")).SelectMany(s => Class.Matches(s.Groups[1].Value)).Select(c => c.Groups[1].Value)];

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments { get; }

    [GeneratedRegex(@"([^{}]+)\{")]
    private static partial Regex Selectors { get; }

    [GeneratedRegex(@"\.([A-Za-z_][\w-]*)")]
    private static partial Regex Class { get; }

    [GeneratedRegex("""(?:ti (ti-[a-z0-9-]+)(?=[" ])|Icon="([a-z0-9-]+)")""")]
    private static partial Regex Icons { get; }

    [GeneratedRegex("""\sstyle=["@]|<script(?![^>]*(?:src=|type="application/json"))|\son[a-z]+="|javascript:|hx-on""")]
    private static partial Regex Forbidden { get; }

    [GeneratedRegex("""\beval\(|new Function|style="|setAttribute\("style"|document\.write""")]
    private static partial Regex Evaluates { get; }

    [GeneratedRegex(@"light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\)")]
    private static partial Regex Colours { get; }

    // What floats in the dark on both sides: the bulk bar and the provenance hint.
    [GeneratedRegex(@"\.(?:bulk|from)\b[^{}]*\{[^}]*\}")]
    private static partial Regex FixedDark { get; }
}
