using System.Data.Common;
using System.Globalization;
using Patron.Analytics.Base;
using Patron.Consents.Contracts;
using Patron.Consents.KeepPolicy;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.JudgeContacts;

/// <summary>Judges everybody of an audience at once: over columns of the base, with what only few customers have (wishes) and what changes by the hour (contacts) read beside them.</summary>
internal static class AudienceReads
{
    public static int Place(string channel)
    {
        for (var i = 0; i < ContactChannels.All.Count; i++)
            if (ContactChannels.All[i] == channel) return i;
        throw new ArgumentException($"There is no channel {channel}.", nameof(channel));
    }

    public static ContactBarrier[] Judge(DbConnection connection, CustomerBaseSnapshot snapshot, ReadOnlySpan<int> customers, ContactSettings settings, string channel, string purpose, string? topic, DateTimeOffset at)
    {
        var barriers = new ContactBarrier[customers.Length];
        var (reach, suppressed) = (snapshot[CustomerColumns.Reach], snapshot[SuppressionColumn.Key]);
        var (address, stopped) = (ReachOf(channel), SuppressionColumn.Flag(channel));
        var advertises = ContactSettings.IsAdvertising(purpose);
        for (var i = 0; i < customers.Length; i++)
            barriers[i] = (reach[customers[i]] & address) == 0 ? ContactBarrier.NoAddress : (suppressed[customers[i]] & stopped) != 0 ? ContactBarrier.Suppressed : ContactBarrier.None;
        if (!advertises) return barriers;
        var agreed = Agreed(connection, snapshot, settings, channel, purpose);
        var wishes = Wishes(connection, snapshot, topic, at);
        var contacts = new AudienceContacts(connection, snapshot, settings, Place(channel), wishes.Most, at);
        for (var i = 0; i < customers.Length; i++)
        {
            if (barriers[i] != ContactBarrier.None) continue;
            var index = customers[i];
            barriers[i] = !agreed(index) ? ContactBarrier.NoConsent : wishes.Refused.Contains(index) ? ContactBarrier.Preference
                : contacts.IsFull(index) ? ContactBarrier.Cap : contacts.IsTooSoon(index) ? ContactBarrier.TooSoon : ContactBarrier.None;
        }
        return barriers;
    }

    public static bool[] Yields(DbConnection connection, CustomerBaseSnapshot snapshot, ReadOnlySpan<int> customers, ContactSettings settings, string channel, Func<int, IReadOnlyList<string>> dearer, DateTimeOffset at)
    {
        var contacts = new AudienceContacts(connection, snapshot, settings, Place(channel), Wishes(connection, snapshot, null, at).Most, at);
        var yields = new bool[customers.Length];
        for (var i = 0; i < customers.Length; i++)
            yields[i] = dearer(i) is { Count: > 0 } waiting && contacts.IsFull(customers[i], waiting);
        return yields;
    }

    private static ulong ReachOf(string channel) => channel switch
    {
        ContactChannels.Email => ReachFlags.Email,
        ContactChannels.Phone or ContactChannels.Sms => ReachFlags.Phone,
        ContactChannels.Letter => ReachFlags.Letter,
        _ => throw new ArgumentException($"There is no channel {channel}.", nameof(channel)),
    };

    /// <summary>Who has agreed, or need not: by what was said, else by the rule of the country.</summary>
    private static Func<int, bool> Agreed(DbConnection connection, CustomerBaseSnapshot snapshot, ContactSettings settings, string channel, string purpose)
    {
        var countries = snapshot[CustomerColumns.Country];
        var needs = new bool[countries.Dictionary.Count + 1];
        for (var code = 0; code < needs.Length; code++)
            needs[code] = settings.RuleOf(code == 0 || code >= countries.Dictionary.Count ? null : countries.Dictionary.Name(code)).OptIn.Contains(channel);
        if (purpose == ConsentColumn.Purpose)
        {
            var (flags, place) = (snapshot[ConsentColumn.Key], Place(channel));
            var (yes, no) = (ConsentColumn.Flag(place, true), ConsentColumn.Flag(place, false));
            return index => (flags[index] & no) == 0 && ((flags[index] & yes) != 0 || !needs[countries.Code(index)]);
        }
        var said = Said(connection, snapshot, channel, purpose);
        return index => said.TryGetValue(index, out var given) ? given : !needs[countries.Code(index)];
    }

    /// <summary>What was said last of a purpose that has no column.</summary>
    private static Dictionary<int, bool> Said(DbConnection connection, CustomerBaseSnapshot snapshot, string channel, string purpose)
    {
        var said = new Dictionary<int, bool>();
        using var command = connection.CreateCommand();
        command.CommandText = $"select customer_id, given from {ConsentLedger.Table} where purpose = @purpose and channel = @channel order by at, given desc";
        command.Add("@purpose", purpose);
        command.Add("@channel", channel);
        using var row = command.ExecuteReader();
        while (row.Read())
            if (snapshot.TryIndex(row.GetInt64(0), out var index)) said[index] = row.GetBoolean(1);
        return said;
    }

    private static (HashSet<int> Refused, Dictionary<int, int> Most) Wishes(DbConnection connection, CustomerBaseSnapshot snapshot, string? topic, DateTimeOffset at)
    {
        var (refused, mosts, now) = (new HashSet<int>(), new Dictionary<int, int>(), Instants.ToMicroseconds(at));
        using var row = FastReader.Open(connection, $"select customer_id, paused_until, most, refused from {PreferenceTable.Name}");
        while (row.Read())
        {
            if (!snapshot.TryIndex(row.Long(0), out var index)) continue;
            if ((!row.IsNull(1) && row.Instant(1) > now) || (topic is not null && row.Text(3)!.Split(' ').Contains(topic))) refused.Add(index);
            if (!row.IsNull(2) && (!mosts.TryGetValue(index, out var most) || row.Int(2) < most)) mosts[index] = row.Int(2);
        }
        return (refused, mosts);
    }
}

/// <summary>The contacts that were made lately with everybody, counted for each cap.</summary>
internal sealed class AudienceContacts
{
    private readonly (ContactCap Cap, ushort[] Made)[] caps;
    private readonly Dictionary<int, int> mosts;
    private readonly ushort[]? own;
    private readonly bool[]? soon;

    public AudienceContacts(DbConnection connection, CustomerBaseSnapshot snapshot, ContactSettings settings, int channel, Dictionary<int, int> mosts, DateTimeOffset at)
    {
        this.mosts = mosts;
        caps = [.. settings.Caps.Where(c => c.Channel is null || AudienceReads.Place(c.Channel) == channel).Select(c => (c, new ushort[snapshot.Size]))];
        own = mosts.Count > 0 ? new ushort[snapshot.Size] : null;
        soon = settings.MinimumHours > 0 ? new bool[snapshot.Size] : null;
        var (now, begins) = (Instants.ToMicroseconds(at), caps.Select(c => Before(at, c.Cap.Days)).ToArray());
        var (ownBegins, soonBegins) = (Before(at, Preference.Days), now - settings.MinimumHours * 3_600_000_000L);
        var first = begins.Append(own is null ? now : ownBegins).Append(soonBegins).Min();
        using var row = FastReader.Open(connection, $"select customer_id, channel, at from {ContactTable.Name} where at > {Literal(connection, first)}");
        while (row.Read())
        {
            if (!snapshot.TryIndex(row.Long(0), out var index)) continue;
            var (by, when) = (row.Int(1), row.Instant(2));
            for (var c = 0; c < caps.Length; c++)
                if (when > begins[c] && (caps[c].Cap.Channel is null || by == channel)) caps[c].Made[index]++;
            if (own is not null && when > ownBegins) own[index]++;
            if (soon is not null && when > soonBegins && when <= now) soon[index] = true;
        }
    }

    public bool IsFull(int index)
    {
        foreach (var (cap, made) in caps)
            if (made[index] >= cap.Most) return true;
        return own is not null && mosts.TryGetValue(index, out var most) && own[index] >= most;
    }

    /// <summary>The same, once contacts by these channels were made as well.</summary>
    public bool IsFull(int index, IReadOnlyList<string> more)
    {
        foreach (var (cap, made) in caps)
            if (made[index] + more.Count(channel => cap.Channel is null || cap.Channel == channel) >= cap.Most) return true;
        return own is not null && mosts.TryGetValue(index, out var most) && own[index] + more.Count >= most;
    }

    public bool IsTooSoon(int index) => soon is not null && soon[index];

    private static long Before(DateTimeOffset at, int days) => Instants.ToMicroseconds(at.AddDays(-days));

    private static string Literal(DbConnection connection, long microseconds) => connection is Npgsql.NpgsqlConnection
        ? $"timestamptz '{Instants.FromMicroseconds(microseconds).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}+00'"
        : microseconds.ToString(CultureInfo.InvariantCulture);
}
