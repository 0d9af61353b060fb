using Patron.Kernel;

namespace Patron.Campaigns;

/// <summary>The addresses of the room.</summary>
internal static class CampaignUrls
{
    public const string List = "/campaigns", New = "/campaigns/new", Acquire = "/campaigns/acquire", Refused = "refused";

    public static string Report(CampaignId id) => $"{List}/{id}";
    public static string Edit(CampaignId id) => $"{List}/{id}/edit";
    public static string Check(CampaignId id) => $"{List}/{id}/check";
    public static string Preview(CampaignId id) => $"{List}/{id}/preview";
    public static string Numbers(CampaignId id) => $"{List}/{id}/numbers";

    /// <summary>An arm's mail alone, as a program for mail shows it.</summary>
    public static string Mail(CampaignId id, int arm, CustomerId customer) => $"{List}/{id}/mail?arm={arm}&customer={customer}";
    public static string Deed(CampaignId id, string deed) => $"{List}/{id}/{deed}";
}
