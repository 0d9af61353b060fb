using Patron.CustomerBase.Contracts;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>The first answer after the server's start would take half a second, nearly all of it compiling; it is rehearsed instead, on the pair that will be asked first.</summary>
internal sealed class ReadiesReview(WaitingPairs waiting, Reviews reviews) : IReadiesNumbers
{
    public void Ready() => Rehearse().GetAwaiter().GetResult();

    private async Task Rehearse()
    {
        foreach (var first in await waiting.List(new(), 0, 1, null, CancellationToken.None)) await reviews.Rehearse(first.Id, CancellationToken.None);
    }
}
