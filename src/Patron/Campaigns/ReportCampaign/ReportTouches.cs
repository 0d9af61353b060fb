using Microsoft.EntityFrameworkCore;
using Patron.Campaigns.KeepCampaigns;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Experiments.Contracts;
using Patron.Kernel;

namespace Patron.Campaigns.ReportCampaign;

/// <summary>People left alone who were contacted all the same while what they bought counted.</summary>
/// <param name="Ways">By another campaign, by single messages, calls, visits: people by each way, the most first; somebody may be in several.</param>
internal sealed record Touched(int People, IReadOnlyList<(string Way, int People)> Ways)
{
    /// <summary>The word for all campaigns.</summary>
    public const string Campaign = "campaign";
}

/// <summary>Asks all rooms through which customers are contacted.</summary>
internal sealed class ReportTouches(IEnumerable<ITellsContacts> rooms, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    public async Task<Touched> Of(Campaign campaign, TestPeople people, ResponseWindow window, CancellationToken ct)
    {
        var since = new Dictionary<long, DateTimeOffset>();
        for (var i = 0; i < people.Customers.Length; i++)
            if (people.Arms[i] == 0) since[people.Customers[i]] = people.Since[i];
        if (since.Count == 0) return new(0, []);
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var ways = new Dictionary<string, HashSet<long>>(StringComparer.Ordinal);
        foreach (var room in rooms)
        {
            foreach (var made in await room.Since(session, [.. since.Keys.Select(c => new CustomerId(c))], since.Values.Min(), ct))
            {
                var own = made.SourceKind == CampaignBook.Kind && made.SourceId == campaign.Id.Value;
                if (own || made.At < since[made.Customer] || window.DayOf(made.At) > window.Last(window.DayOf(since[made.Customer]))) continue;
                var way = made.SourceKind == CampaignBook.Kind ? Touched.Campaign : made.Way;
                if (!ways.TryGetValue(way, out var who)) ways[way] = who = [];
                who.Add(made.Customer);
            }
        }
        return new(ways.Values.SelectMany(w => w).Distinct().Count(), [.. ways.Select(w => (w.Key, w.Value.Count)).OrderByDescending(w => w.Count).ThenBy(w => w.Key, StringComparer.Ordinal)]);
    }
}
