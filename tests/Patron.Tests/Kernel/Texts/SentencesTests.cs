using System.Text.Json;
using System.Text.RegularExpressions;
using Patron.Kernel.Texts;
using Patron.Tests.Web;

namespace Patron.Tests.Kernel.Texts;

/// <summary>Every sentence exists in all four languages, takes the same arguments, and is said somewhere.</summary>
public sealed partial class SentencesTests
{
    private static readonly global::Patron.Kernel.Texts.Texts Texts = new();
    private static readonly Sentences English = Texts.For(Language.English);

    // Literals that look like keys and are names of files.
    private static readonly string[] Files = [".csv", ".gz", ".json", ".tsv", ".txt", ".xlsx", ".db", ".js", ".css"];

    public static TheoryData<string> Others => [.. Language.All.Where(l => l != Language.English).Select(l => l.Tag)];

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_sentence_exists_in_each_language_and_takes_the_same_arguments(string tag)
    {
        var other = Texts.For(Language.Find(tag)!);
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(English.Keys, k => !English.ArgumentsOf(k).SetEquals(other.ArgumentsOf(k)) || English.IsMarkup(k) != other.IsMarkup(k));
    }

    [Fact]
    public void A_key_begins_with_its_room()
    {
        var strangers = from file in SourceTree.Files("/Texts/en.json")
                        let room = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file.Path)))!.ToLowerInvariant()
                        from entry in JsonDocument.Parse(file.Text).RootElement.EnumerateObject()
                        where !entry.Name.StartsWith((room == "identityresolution" ? "identity" : room) + ".", StringComparison.Ordinal)
                        select entry.Name;
        Assert.Empty(strangers);
    }

    [Fact]
    public void Every_key_in_the_code_is_a_sentence() => Assert.Empty(Used().Where(k => !English.Keys.Any(k.Covers)).Select(k => k.Text).Distinct());

    [Fact]
    public void Every_sentence_is_said_somewhere()
    {
        var used = Used().ToList();
        Assert.DoesNotContain(English.Keys, k => !used.Any(u => u.Covers(k)));
    }

    /// <summary>Literals that begin with a room's name; a hole of an interpolated one, or what follows a last dot, may be anything.</summary>
    private static IEnumerable<Use> Used()
    {
        var rooms = English.Keys.Select(k => k[..k.IndexOf('.', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        return from file in SourceTree.Files(".cs", ".razor")
               from Match literal in Literals.Matches(file.Text)
               let text = literal.Groups[1].Value
               where !global::Patron.Kernel.Permissions.All.Contains(text) && rooms.Contains(text[..text.IndexOf('.', StringComparison.Ordinal)]) && !Files.Any(f => text.EndsWith(f, StringComparison.Ordinal))
               select new Use(text);
    }

    private sealed class Use(string text)
    {
        private readonly Regex pattern = new("^" + Holes.Replace(Regex.Escape(text.Replace('{', '<').Replace('}', '>')), "[A-Za-z0-9_.-]+") + (text[^1] is '.' or '_' ? ".+$" : "$"));

        public string Text => text;

        public bool Covers(string key) => pattern.IsMatch(key);
    }

    [GeneratedRegex("""\$?"([a-z]+\.(?:[A-Za-z0-9_.-]|\{[^}"]*\})+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literals { get; }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Holes { get; }
}
