using System.Reflection;
using System.Text.Json;
using Patron.IdentityResolution.Matching;

namespace Patron.Tests.IdentityResolution.Matching;

public sealed class ReasonSentencesTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    [InlineData("zh-Hans")]
    [InlineData("zh-Hant")]
    public void Every_reason_has_its_sentence(string language)
    {
        var assembly = typeof(PersonName).Assembly;
        var sentences = assembly.GetManifestResourceNames()
            .Where(n => n.Contains("IdentityResolution", StringComparison.Ordinal) && n.EndsWith($"/{language}.json", StringComparison.Ordinal))
            .SelectMany(n => JsonSerializer.Deserialize<Dictionary<string, string>>(assembly.GetManifestResourceStream(n)!)!).ToDictionary();
        var reasons = new[] { typeof(IdentityReasons), typeof(NameReasons) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(f => (string)f.GetRawConstantValue()!).ToArray();
        var families = reasons.Select(Family).ToHashSet();

        Assert.Equal(reasons.Order(StringComparer.Ordinal), sentences.Keys.Where(k => families.Contains(Family(k))).Order(StringComparer.Ordinal));
        Assert.All(sentences.Values, s => Assert.False(string.IsNullOrWhiteSpace(s)));
    }

    /// <summary>identity.link of identity.link.email.same: the rows' and sources' sentences are other families.</summary>
    private static string Family(string key) => string.Join('.', key.Split('.').Take(2));
}
