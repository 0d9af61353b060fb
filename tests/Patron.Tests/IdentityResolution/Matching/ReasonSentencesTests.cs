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
        var resource = assembly.GetManifestResourceNames().Single(n => n.Contains("IdentityResolution", StringComparison.Ordinal) && n.EndsWith($"/{language}.json", StringComparison.Ordinal));
        var sentences = JsonSerializer.Deserialize<Dictionary<string, string>>(assembly.GetManifestResourceStream(resource)!)!;
        var reasons = new[] { typeof(IdentityReasons), typeof(NameReasons) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Empty(reasons.Except(sentences.Keys));
        Assert.All(sentences.Values, s => Assert.False(string.IsNullOrWhiteSpace(s)));
    }
}
