using Patron.Kernel.Texts;

namespace Patron.Campaigns.ShowCampaigns;

/// <summary>An arm in words, beside what it gets.</summary>
internal static class ArmWords
{
    /// <summary>Its channel, and its offer where it has one.</summary>
    public static string Of(CampaignArm arm, Sentences text)
    {
        var channel = text.Get("campaigns.channel.of", new { channel = arm.Channel });
        return arm.Offer.Length == 0 ? channel : $"{channel} · {arm.Offer}";
    }

    /// <summary>A change as a share, with its sign.</summary>
    public static string Change(double? share, Sentences text, int decimals = 1) => (share > 0 ? "+" : "") + text.Formats.Percent(share, decimals);
}
