using Patron.Web.Contracts;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>The number beside the review in the navigation.</summary>
internal sealed class WaitingCount(WaitingPairs waiting) : INavigationCount
{
    public string Href => ReviewRoutes.Page;

    public string Key => "identity.review.panel";

    public Task<int> Of(CancellationToken ct) => waiting.Count(new(), ct);
}
