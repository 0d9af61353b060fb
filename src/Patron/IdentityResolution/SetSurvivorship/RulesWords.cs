using Patron.IdentityResolution.Matching;
using Patron.Kernel.Texts;

namespace Patron.IdentityResolution.SetSurvivorship;

/// <summary>Rules in words.</summary>
internal static class RulesWords
{
    /// <summary>Most complete, then newest.</summary>
    public static string Sentence(Sentences text, IReadOnlyList<Criterion> criteria) =>
        string.Join(text["identity.rules.then"], criteria.Select(c => text.Get("identity.rules.criterion", new { criterion = c.ToString() })));
}
