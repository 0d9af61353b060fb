namespace Patron.Kernel;

/// <summary>The beginning of every link in a message, without a slash at the end: https://crm.example.com.</summary>
public sealed record PublicAddress(string Url)
{
    public const int Longest = 200;

    /// <summary>
    /// An address as somebody types it; a path stays (a program behind a folder), slashes at its end go. Null where it is none: not https (http only on this machine,
    /// to try things out: a link in a mail must not be readable on its way), with a user, a query or a fragment, or longer than <see cref="Longest"/>.
    /// </summary>
    public static PublicAddress? From(string? typed)
    {
        var text = typed?.Trim().TrimEnd('/') ?? "";
        return text.Length is > 0 and <= Longest && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) && url is { UserInfo: "", Query: "", Fragment: "" } && !text.EndsWith('?') && !text.EndsWith('#')
            ? new(url.GetLeftPart(UriPartial.Path).TrimEnd('/')) : null;
    }
}
