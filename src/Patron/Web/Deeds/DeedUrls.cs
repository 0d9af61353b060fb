using Patron.Kernel;

namespace Patron.Web.Deeds;

/// <summary>A page to which a deed leads back shows that it is done, with its Undo; see <see cref="DeedNote"/>.</summary>
internal static class DeedUrls
{
    public const string Deed = "deed", Undone = "undone", Failed = "failed";

    /// <summary>The page's address with the change set that was just made.</summary>
    public static string Done(string back, ChangeSetId set) => With(back, Deed, set.ToString());

    public static string Undo(ChangeSetId set) => $"/deeds/{set}/undo";

    /// <summary>An address of this site with one parameter more; what earlier deeds left there goes.</summary>
    public static string With(string back, string name, string value)
    {
        var (address, fragment) = back.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? (back[..at], back[at..]) : (back, "");
        var (path, query) = address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? (address[..mark], address[(mark + 1)..]) : (address, "");
        var kept = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Where(p => !((string[])[Deed, Undone, Failed]).Contains(p.Split('=')[0]));
        return $"{path}?{string.Join('&', kept.Append($"{name}={Uri.EscapeDataString(value)}"))}{fragment}";
    }
}
