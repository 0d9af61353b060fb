using Patron.Data;
using Patron.Kernel;

namespace Patron.Portal;

/// <summary>What customers may do at once on their own pages; the rest is a request that a person confirms.</summary>
internal sealed record PortalSettings(bool EraseAtOnce, bool CorrectAtOnce)
{
    public const string Key = "portal";

    public static PortalSettings Default { get; } = new(false, true);

    public static async Task<PortalSettings> Read(PatronDb db, CancellationToken ct) => await db.Read<PortalSettings>(Key, ct) ?? Default;
}

/// <summary>A form by which people sign up for messages, on our page or on another site.</summary>
/// <param name="Key">In its address: small letters, digits and hyphens.</param>
/// <param name="Purpose">Of the consent; its words are those of the purpose's text.</param>
internal sealed record SignUpForm(string Key, string Name, string Purpose);

internal sealed record SignUpForms(IReadOnlyList<SignUpForm> All)
{
    public const string Key = "portal.forms";

    public static SignUpForms None { get; } = new([]);

    public static async Task<SignUpForms> Read(PatronDb db, CancellationToken ct) => await db.Read<SignUpForms>(Key, ct) ?? None;
}

internal static class PortalUrls
{
    public const string Forms = Web.Urls.Portal + "/forms", Confirm = Web.Urls.Portal + "/confirm", NewLink = Web.Urls.Portal + "/link", Requests = "/requests", Lost = Web.Urls.Portal + "/ended";

    public static string Of(string token, string? part = null) => $"{Web.Urls.Portal}/{token}{(part is null ? "" : "/" + part)}";

    public static string Form(string key) => $"{Forms}/{key}";

    /// <summary>Where a form is sent to, also from other sites.</summary>
    public static string SendForm(string key) => $"{Forms}/{key}/sign-up";

    /// <summary>The beginning of links in messages; null while nobody has set it: a link made of what a request calls us could lead anywhere.</summary>
    public static async Task<string?> Site(PatronDb db, CancellationToken ct) => (await db.Read<PublicAddress>(SettingsKeys.PublicAddress, ct))?.Url.TrimEnd('/');
}
