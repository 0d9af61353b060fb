using System.Text.RegularExpressions;
using Patron.Consents.Contracts;
using Patron.Consents.KeepPolicy;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.EditPolicy;

/// <summary>Something on the form cannot be so; the key says what.</summary>
internal sealed record PolicyRefused(string Why) : Refusal("consents.policy.refused." + Why)
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

/// <summary>What people change of the contact policy; each change can be taken back by its author.</summary>
internal sealed partial class PolicyDeeds(SettingDeeds settings)
{
    public const string Kinds = "consents.";
    private const int MostTopics = 40, MostRules = 60, LongestText = 300;

    public Task<Result<ChangeSetId?>> Limits(IReadOnlyList<ContactCap> caps, int hours, bool householdOnce, UserId? by, CancellationToken ct) => Change("limits", by, now =>
        caps.Any(c => c.Most is < 0 or > 1_000 || c.Days is < 1 or > 366) ? new PolicyRefused("cap")
        : hours is < 0 or > 24 * 31 ? new PolicyRefused("hours")
        : now with { Caps = caps, MinimumHours = hours, HouseholdOnce = householdOnce }, ct);

    /// <param name="lines">One topic a line, "key: name" or a name alone, of whose letters the key is made; the name in the organisation's own language.</param>
    public Task<Result<ChangeSetId?>> Topics(string? lines, UserId? by, CancellationToken ct) => Change("topics", by, now =>
    {
        var topics = (lines ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Topic).ToList();
        if (topics.Count > MostTopics || topics.Any(t => t is null) || topics.DistinctBy(t => t!.Key).Count() < topics.Count) return new PolicyRefused("topic");
        return now with { Topics = [.. topics.Select(t => t!)] };
    }, ct);

    /// <summary>Puts a rule in the place of the one of the same key, or beside the others.</summary>
    public Task<Result<ChangeSetId?>> Rule(CountryRule rule, UserId? by, CancellationToken ct) => Change("rule", by, now =>
    {
        if (Refuse(now, rule) is { } refusal) return refusal;
        var there = now.Rules.Any(r => r.Key == rule.Key);
        return now with { Rules = there ? [.. now.Rules.Select(r => r.Key == rule.Key ? rule : r)] : [rule, .. now.Rules] };
    }, ct);

    public Task<Result<ChangeSetId?>> Remove(string key, UserId? by, CancellationToken ct) => Change("rule", by, now =>
        key == CountryRule.Others ? new PolicyRefused("others") : now with { Rules = [.. now.Rules.Where(r => r.Key != key)] }, ct);

    private Task<Result<ChangeSetId?>> Change(string what, UserId? by, Func<ContactSettings, Result<ContactSettings>> change, CancellationToken ct) =>
        settings.Change(ContactSettings.Key, Kinds + "policy." + what, ContactSettings.Default, change, by, ct);

    private static PolicyRefused? Refuse(ContactSettings now, CountryRule rule)
    {
        var others = rule.Key == CountryRule.Others;
        if (!KeyForm.IsMatch(rule.Key) || (now.Rules.Count >= MostRules && now.Rules.All(r => r.Key != rule.Key))) return new("key");
        if (others != (rule.Countries.Count == 0) || rule.Countries.Any(c => c.Length != 2 || !c.All(char.IsAsciiLetterUpper))) return new("countries");
        if (now.Rules.Any(r => r.Key != rule.Key && r.Countries.Intersect(rule.Countries).Any())) return new("twice");
        if (rule.QuietFrom is < 0 or >= 1_440 || rule.QuietTo is < 0 or >= 1_440) return new("quiet");
        if (rule.QuietDays.Distinct().Count() == 7) return new("days");
        if (rule.Holidays.Any(h => !IsDay(h))) return new("holiday");
        if (rule.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return new("zone");
        return rule.Law.Length > LongestText || rule.Mark.Length > 20 ? new("long") : null;
    }

    private static bool IsDay(string text) =>
        DateOnly.TryParseExact(text.Length == 5 ? "2024-" + text : text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _);

    private static ContactTopic? Topic(string line)
    {
        var at = line.IndexOf(':', StringComparison.Ordinal);
        var (key, name) = at > 0 ? (line[..at].Trim(), line[(at + 1)..].Trim()) : (NotKey.Replace(line.ToLowerInvariant(), "-").Trim('-'), line);
        return TopicForm.IsMatch(key) && name.Length is > 0 and <= 60 ? new(key, name) : null;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{0,19}$")]
    private static partial Regex KeyForm { get; }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,29}$")]
    private static partial Regex TopicForm { get; }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotKey { get; }
}
