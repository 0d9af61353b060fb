using System.Globalization;
using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Access.Sessions;

internal sealed class CurrentUser(IHttpContextAccessor accessor) : ICurrentUser
{
    private ClaimsPrincipal? Who => accessor.HttpContext?.User;

    public UserId? Id => IdText.TryRead<UserId>(Who?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
    public string Name => Who?.FindFirstValue(ClaimTypes.Name) ?? "";
    public string Role => Who?.FindFirstValue(ClaimTypes.Role) ?? "";

    public bool Can(string permission) => Roles.Can(Role, permission);
}

/// <summary>What the frame of a page shows of who is signed in.</summary>
internal sealed class ShellContext(ICurrentUser user, IDemoData demo) : IShellContext
{
    public string? UserName => user.Id is null ? null : user.Name;

    public string Initials => InitialsOf(user.Name);

    public bool HasDemoData => demo.IsThere;

    public bool Can(string permission) => user.Can(permission);

    /// <summary>The first letters of the first and the last word; of a name in Hangul or Han the last two signs, which are the given name.</summary>
    internal static string InitialsOf(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return "";
        if (words is [var only] && only.All(letter => letter >= '\u2e80')) return Last(only, 2);
        return (First(words[0]) + (words.Length > 1 ? First(words[^1]) : "")).ToUpperInvariant();
    }

    private static string First(string word) => StringInfo.GetNextTextElement(word);

    private static string Last(string word, int count)
    {
        var info = new StringInfo(word);
        return info.SubstringByTextElements(Math.Max(0, info.LengthInTextElements - count));
    }
}
