using Patron.Analytics.Base;

namespace Patron.Consents.Contracts;

/// <summary>Who is on the suppression list, by itself or by its address, as a column of the customer base: a flag for each of <see cref="ContactChannels.All"/>, in their order.</summary>
public static class SuppressionColumn
{
    public static readonly FlagsKey Key = new("suppressed");

    public static ulong Flag(string channel) => 1UL << Math.Max(0, Index(channel));

    /// <summary>All flags of a channel, or of every one where it is null.</summary>
    public static ulong Flags(string? channel) => channel is null ? (1UL << ContactChannels.All.Count) - 1 : Flag(channel);

    private static int Index(string channel)
    {
        for (var i = 0; i < ContactChannels.All.Count; i++)
            if (ContactChannels.All[i] == channel) return i;
        return -1;
    }
}
