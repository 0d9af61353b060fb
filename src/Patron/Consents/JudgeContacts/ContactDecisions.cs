using Patron.Consents.Contracts;
using Patron.Consents.KeepPolicy;

namespace Patron.Consents.JudgeContacts;

/// <summary>What is known of a person when a contact is judged.</summary>
internal sealed class PersonFacts
{
    public required string? Country { get; init; }
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Channels for which there is an address.</summary>
    public required IReadOnlySet<string> Reach { get; init; }

    /// <summary>Channels that the suppression list closes.</summary>
    public HashSet<string> Suppressed { get; } = [];

    /// <summary>What was said last, by purpose and channel; not there: nothing.</summary>
    public Dictionary<(string Purpose, string Channel), bool> Consents { get; } = [];
    public DateTimeOffset? PausedUntil { get; set; }

    /// <summary>Within <see cref="Preference.Days"/>.</summary>
    public int? Most { get; set; }
    public HashSet<string> RefusedTopics { get; } = [];

    /// <summary>Contacts made, in any order, at least as far back as the longest cap.</summary>
    public List<(string Channel, DateTimeOffset At)> Made { get; } = [];

    /// <summary>Contacts that wait, the judged one perhaps among them.</summary>
    public List<WaitingContact> Waiting { get; } = [];
}

/// <summary>Who may be contacted, decided from facts alone.</summary>
internal static class ContactDecisions
{
    /// <summary>The first barrier of <see cref="ContactBarrier"/> that holds.</summary>
    public static ContactVerdict Judge(ContactSettings settings, PersonFacts? person, ContactWish wish, DateTimeOffset at)
    {
        if (person is null || !person.Reach.Contains(wish.Channel)) return new(ContactBarrier.NoAddress, null);
        if (person.Suppressed.Contains(wish.Channel)) return new(ContactBarrier.Suppressed, null);
        if (!ContactSettings.IsAdvertising(wish.Purpose)) return default;
        var rule = settings.RuleOf(person.Country);
        if (!(person.Consents.TryGetValue((wish.Purpose, wish.Channel), out var given) ? given : !rule.OptIn.Contains(wish.Channel))) return new(ContactBarrier.NoConsent, null);
        if (person.PausedUntil > at) return new(ContactBarrier.Preference, person.PausedUntil);
        if (wish.Topic is { } topic && person.RefusedTopics.Contains(topic)) return new(ContactBarrier.Preference, null);
        if (CapsAllow(settings, person, wish, at) is { } slot && slot > at) return new(ContactBarrier.Cap, slot);
        if (Apart(settings, person, wish, at) is { } apart && apart > at) return new(ContactBarrier.TooSoon, apart);
        var night = person.Consents.GetValueOrDefault((ContactSettings.NightPurpose, wish.Channel));
        return QuietTimes.Until(rule, person.Zone, wish.Channel, night, at) is { } loud ? new(ContactBarrier.QuietTime, loud) : default;
    }

    /// <summary>The caps that hold for a person: those of the policy, and the own wish.</summary>
    public static IEnumerable<ContactCap> CapsOf(ContactSettings settings, int? most) => most is { } own ? settings.Caps.Append(new(null, own, Preference.Days)) : settings.Caps;

    /// <summary>Null: a slot is free. Slots that dearer contacts wait for are taken; a contact leaves its slot to one that is due before the slot it takes is free again.</summary>
    private static DateTimeOffset? CapsAllow(ContactSettings settings, PersonFacts person, ContactWish wish, DateTimeOffset at)
    {
        DateTimeOffset? latest = null;
        foreach (var cap in CapsOf(settings, person.Most).Where(c => c.Channel is null || c.Channel == wish.Channel))
        {
            var window = TimeSpan.FromDays(cap.Days);
            var made = person.Made.Where(m => m.At > at - window && (cap.Channel is null || m.Channel == cap.Channel)).Select(m => m.At).Order().ToList();
            var dearer = person.Waiting.Count(w => w.Worth > wish.Worth && w.Due < at + window && (cap.Channel is null || w.Channel == cap.Channel));
            var free = cap.Most - made.Count - dearer;
            if (free > 0) continue;
            // So many of the earliest contacts have to leave the window; what waits leaves it a whole window after it was made.
            var leaving = 1 - free;
            var until = cap.Most == 0 || leaving > made.Count ? at + window : made[leaving - 1] + window;
            if (latest is null || until > latest) latest = until;
        }
        return latest;
    }

    /// <summary>Null: far enough from the last contact, and from a dearer one that is about to be made.</summary>
    private static DateTimeOffset? Apart(ContactSettings settings, PersonFacts person, ContactWish wish, DateTimeOffset at)
    {
        if (settings.MinimumHours == 0) return null;
        var distance = TimeSpan.FromHours(settings.MinimumHours);
        var near = person.Made.Where(m => m.At <= at).Select(m => m.At)
            .Concat(person.Waiting.Where(w => w.Worth > wish.Worth && w.Due < at + distance).Select(w => w.Due > at ? w.Due : at));
        return near.Select(n => (DateTimeOffset?)n).Max() + distance;
    }
}
