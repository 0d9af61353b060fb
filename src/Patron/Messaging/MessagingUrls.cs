using Patron.Kernel;

namespace Patron.Messaging;

internal static class MessagingUrls
{
    public const string Templates = "/templates", NewTemplate = "/templates/new", Sending = "/sending", Letters = "/sending/letters", Calls = "/sending/calls", Channels = "/settings/channels";

    public static string Template(TemplateId id) => $"{Templates}/{id}";

    /// <summary>The mail alone, as a program for mail shows it.</summary>
    public static string Shown(TemplateId id, CustomerId customer) => $"{Templates}/{id}/shown?customer={customer}";

    public static string Decide(MessageId id, bool again) => $"{Sending}/{id}/{(again ? "again" : "sent")}";

    /// <summary>All that nobody knows of one campaign.</summary>
    public static string InDoubt(CampaignId id) => $"{Sending}/doubt/{id}";

    public static string Run(long id, string file) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Letters}/{id}/{file}");

    public static string Call(MessageId id) => $"{Calls}/{id}";
}
