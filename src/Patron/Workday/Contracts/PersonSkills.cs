namespace Patron.Workday.Contracts;

/// <summary>What a person knows well and which languages the person speaks; empty where nothing was said.</summary>
/// <param name="Skills">Words of what customers ask about: "printers".</param>
/// <param name="Languages">BCP 47 tags; "zh" is every Chinese.</param>
public sealed record PersonSkills(IReadOnlyList<string> Skills, IReadOnlyList<string> Languages)
{
    public static PersonSkills None { get; } = new([], []);

    /// <summary>Among several people those who fit what is to be done: who speak the customer's language, where anybody does, and of these who know of what it is about, where anybody does. Never fewer than one of any.</summary>
    /// <param name="language">Of the customer; null where it is not known.</param>
    /// <param name="about">What it is about; a skill that stands in it fits.</param>
    public static IReadOnlyList<TeamMember> Fitting(IReadOnlyList<TeamMember> people, string? language, string about)
    {
        var speaking = language is null ? people : Some(people, p => p.Can.Languages.Any(l => language.Equals(l, StringComparison.OrdinalIgnoreCase) || language.StartsWith(l + "-", StringComparison.OrdinalIgnoreCase)));
        return Some(speaking, p => p.Can.Skills.Any(s => about.Contains(s, StringComparison.OrdinalIgnoreCase)));

        static IReadOnlyList<TeamMember> Some(IReadOnlyList<TeamMember> people, Func<TeamMember, bool> fits) => people.Where(fits).ToArray() is { Length: > 0 } found ? found : people;
    }
}
