using Patron.Messaging.Contracts;

namespace Patron.Messaging.SendMessages;

/// <summary>What messages promise: asks the rooms they come from.</summary>
internal sealed class Offers(IEnumerable<ITellsOffers> rooms)
{
    /// <summary>By source and arm; an arm that promises nothing may be missing.</summary>
    public async Task<IReadOnlyDictionary<(SendingSource Source, string Arm), ArmOffer>> Of(IEnumerable<SendingSource> sources, CancellationToken ct)
    {
        var found = new Dictionary<(SendingSource, string), ArmOffer>();
        foreach (var source in sources.Distinct())
        {
            foreach (var room in rooms)
                foreach (var (arm, offer) in await room.Of(source, ct)) found[(source, arm)] = offer;
        }
        return found;
    }
}
