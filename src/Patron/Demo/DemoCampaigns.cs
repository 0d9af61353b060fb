using Bogus;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Campaigns.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Experiments.Contracts;
using Patron.Kernel;

namespace Patron.Demo;

/// <summary>
/// Three campaigns that ended within the demo's months. All purchases stay the real ones; who was written to and who was left alone is made up: of the first so that a
/// brochure and an invitation won some of those who had never bought, of the second so that the purchases are those of a catalogue that more than doubled the orders and a postcard that hardly
/// changed them, of the third by chance alone, so that it did nothing.
/// </summary>
internal sealed class DemoCampaigns(IPastCampaigns past, ICustomerBase customerBase, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    public const string Catalogue = "Spring catalogue", Garden = "Garden newsletter", First = "A first order";

    private const int Seed = 20_110_503, HoldOut = 20, GardenHoldOut = 30, Window = 28, GardenWindow = 14, ProspectHoldOut = 25, ProspectWindow = 42, ProspectPart = 60, Control = 5;

    private const double Golden = 0.6180339887498949;

    /// <summary>The first day on which a quarter is measured against those held out from everything.</summary>
    private static readonly DateOnly ControlSince = new(2011, 1, 1);

    private static readonly PastCampaign Spring = new(
        Catalogue, "A next order from those who have gone quiet", "Gone quiet", "orders >= 1 and days_since_order >= 45 days and spent <= 2000", "en",
        [
            new("Postcard", "", ContactWays.Letter, 450_000, "Spring postcard", "Spring is here", "Dear {{or name \"customer\"}},\n\nthe new spring range is in. Come and see it."),
            new("Catalogue of 24 pages", "", ContactWays.Letter, 1_850_000, "Spring catalogue letter", "Our spring catalogue", "Dear {{or name \"customer\"}},\n\nhere is our spring catalogue. Show your code at the till or name it on the phone."),
        ],
        HoldOut, new(2011, 5, 3), Window, 30, 60,
        "Made up for the demo: a printed catalogue wakes those who have gone quiet, a postcard does not pay. Send the catalogue to whoever has not ordered for six weeks.");

    private static readonly PastCampaign Prospects = new(
        First, "A first order from those who have never bought", "Never bought", "orders = 0", "en",
        [
            new("Postcard", "", ContactWays.Letter, 450_000, "First order, postcard", "Have you seen us?", "Dear {{or name \"customer\"}},\n\nwe have four thousand gifts for shops. Come and see them."),
            new("Brochure", "", ContactWays.Letter, 1_200_000, "First order, brochure", "What sells", "Dear {{or name \"customer\"}},\n\nhere is our brochure: what sells in shops like yours, and at what margin."),
            new("Invitation with a coupon", "10% off the first order", ContactWays.Letter, 1_600_000, "First order, invitation", "You are invited", "Dear {{or name \"customer\"}},\n\ncome to our showroom. Your coupon takes 10% off the first order: {{code}}."),
        ],
        ProspectHoldOut, new(2011, 3, 8), ProspectWindow, 30, 40,
        "Made up for the demo: an invitation with a coupon wins most of those who have never bought, a brochure some, a postcard nobody. Invite the rest.", "format", ProspectPart);

    private static readonly PastCampaign News = new(
        Garden, "Orders for the garden range", "Buyers", "orders >= 1", "en",
        [new("E-mail", "", ContactWays.Email, 10_000, "Garden newsletter", "Everything for the garden", "Dear {{or name \"customer\"}},\n\ntins, tea lights and tables: the garden range is in stock.")],
        GardenHoldOut, new(2011, 6, 7), GardenWindow, 30, 20,
        "Made up for the demo: readers open it and buy as much as those who did not get it. An e-mail to everybody moves nothing.");

    /// <summary>How many times as many order as of those left alone, by arm: of orders up to the median, and of larger ones.</summary>
    private static readonly double[][] SpringEffect = [[1, 1.1, 1.8], [1, 1, 2.8]], NoEffect = [[1, 1], [1, 1]], FirstEffect = [[1, 1, 1.5, 2], [1, 1, 1.5, 2]];

    public async Task Write(UserId? by, CancellationToken ct)
    {
        await SetControl(ct);
        foreach (var (campaign, effect, shares) in ((PastCampaign, double[][], double[])[])[(Prospects, FirstEffect, [.25, .25, .25, .25]), (Spring, SpringEffect, [.2, .4, .4]), (News, NoEffect, [.3, .7])])
        {
            var written = await past.Write(campaign, people => Fates(campaign, people, effect, shares), withDemo: true, by, ct);
            if (written.Refusal is { } refusal) throw new InvalidOperationException($"The demo's campaign is refused: {refusal.Key}");
        }
    }

    /// <summary>Takes the rules back, unless somebody has changed them since.</summary>
    public static async Task Forget(BulkSession session, CancellationToken ct)
    {
        if (await MarketingRules.Read(session.Db, ct) == Rules) await session.Db.Write<MarketingRules>(MarketingRules.Key, null, ct);
    }

    private static MarketingRules Rules => MarketingRules.Default with { ControlPercent = Control, ControlSince = ControlSince };

    private async Task SetControl(CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (await session.Db.Read<MarketingRules>(MarketingRules.Key, ct) is not null) return;
        await session.Db.Write(MarketingRules.Key, Rules, ct);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
    }

    /// <summary>
    /// Draws each person's arm given what the person did. If arms had been drawn by chance and an arm multiplied the rate r of orders of a size by m, then by Bayes' rule who ordered so much was
    /// in it with a probability in proportion to share x m, and who did not order to share x (1 - the sum of r m); the rates follow from those of all. Within classes of earlier orders, so that
    /// arms had bought alike before; and in the order of what was bought, by multiples of the golden section instead of random numbers (Kronecker's sequence), so that large orders are spread over
    /// the arms as evenly as they can be, and the same in every loading.
    /// </summary>
    private List<PastFate> Fates(PastCampaign campaign, IReadOnlyList<CustomerId> people, double[][] effect, double[] shares)
    {
        var snapshot = customerBase.Current;
        var (first, last) = (campaign.Launched.DayNumber, campaign.Launched.DayNumber + campaign.WindowDays - 1);
        var (before, window, ever) = (snapshot.Summary(first - 1), snapshot.Summary(last, first), snapshot.Summary(DemoCatalogue.LastDay.DayNumber));
        var indexes = people.Select(p => snapshot.TryIndex(p.Value, out var index) ? index : throw new InvalidOperationException("Somebody who could be contacted is not in the base.")).ToArray();
        long[] sizes = [.. indexes.Where(i => window.Orders[i] > 0).Select(i => window.Spent[i]).Order()];
        int? SizeOf(int i) => window.Orders[i] == 0 ? null : window.Spent[i] <= sizes[sizes.Length / 2] ? 0 : 1;
        var mixed = effect.Select(m => shares.Zip(m, (s, times) => s * times).Sum()).ToArray();
        var rates = indexes.GroupBy(i => Math.Min(3, before.Orders[i])).ToDictionary(g => g.Key, g => effect.Select((_, size) => g.Count(i => SizeOf(i) == size) / (double)g.Count() / mixed[size]).ToArray());
        var arms = new int[indexes.Length];
        foreach (var alike in Enumerable.Range(0, indexes.Length).GroupBy(at => (Before: Math.Min(3, before.Orders[indexes[at]]), Size: SizeOf(indexes[at]))))
        {
            double[] alone = rates[alike.Key.Before], weights =
                [.. shares.Select((share, a) => share * (alike.Key.Size is { } size ? effect[size][a] : Math.Max(0, 1 - alone.Select((rate, k) => rate * effect[k][a]).Sum())))];
            var ordered = alike.OrderBy(at => window.Spent[indexes[at]]).ThenBy(at => ever.Spent[indexes[at]]).ThenBy(at => ever.FirstDay[indexes[at]]).ThenBy(at => at);
            foreach (var (rank, at) in ordered.Index()) arms[at] = Drawn((rank + 0.5) * Golden % 1, weights);
        }
        var random = new Randomizer(Seed + campaign.Launched.DayNumber);
        return [.. indexes.Select((i, at) => new PastFate(arms[at], arms[at] == 0 ? [] : Answers(campaign, random, campaign.Arms[arms[at] - 1].Channel, SizeOf(i) is null ? null : window.FirstDay[i])))];
    }

    /// <param name="chance">From 0 to below 1.</param>
    private static int Drawn(double chance, double[] weights)
    {
        var (arm, limit) = (0, weights[0]);
        for (var rest = chance * weights.Sum(); arm < weights.Length - 1 && rest >= limit;) limit += weights[++arm];
        return arm;
    }

    /// <summary>Letters bring codes to the till and calls, e-mails are opened and clicked.</summary>
    private static List<PastAnswer> Answers(PastCampaign campaign, Randomizer random, string channel, int? ordered)
    {
        var answers = new List<PastAnswer>();
        if (channel == ContactWays.Email)
        {
            if (random.Bool(.31f)) answers.Add(new(EventKinds.Opened, Moment(random, campaign.Launched.AddDays(random.Number(0, 3))), null));
            if (answers.Count > 0 && random.Bool(.16f)) answers.Add(new(EventKinds.Clicked, answers[0].At.AddMinutes(1), null));
            return answers;
        }
        if (ordered is { } day && random.Bool(.6f)) answers.Add(new(EventKinds.Redeemed, Moment(random, DateOnly.FromDayNumber(day)), random.Weighted(Places, p => p.Weight).Place));
        else if (random.Bool(.02f)) answers.Add(new(EventKinds.CallWanted, Moment(random, campaign.Launched.AddDays(random.Number(2, 9))), null));
        return answers;
    }

    private static readonly (string Place, float Weight)[] Places = [("Web shop", 6), ("Phone", 3), ("Till", 2)];

    private static DateTimeOffset Moment(Randomizer random, DateOnly day) => new(day.ToDateTime(new TimeOnly(random.Number(8, 19), random.Number(0, 59))), TimeSpan.Zero);

    /// <summary>Words of channels, as plans write them.</summary>
    private static class ContactWays
    {
        public const string Letter = "letter", Email = "email";
    }
}
