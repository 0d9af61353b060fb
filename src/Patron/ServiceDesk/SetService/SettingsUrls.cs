namespace Patron.ServiceDesk.SetService;

internal static class SettingsUrls
{
    public const string Page = "/settings/service";
}
