namespace Patron.Web.Contracts;

/// <summary>A number that stands beside an entry of the navigation: what waits there. Asked with every page, so cheap; registered as a singleton, or for each request where it is each user's own.</summary>
public interface INavigationCount
{
    /// <summary>Of the <see cref="NavigationItem"/> that it stands beside.</summary>
    string Href { get; }

    /// <summary>The sentence that says it, with {n}.</summary>
    string Key { get; }

    /// <summary>0 is not shown.</summary>
    Task<int> Of(CancellationToken ct);

    /// <summary>An address that answers with the number alone, asked again while a page stays open; null: as it was when the page came.</summary>
    string? Live => null;
}
