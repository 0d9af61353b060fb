using Patron.Analytics.Base;

namespace Patron.Analytics.Recommending;

/// <summary>Who bought one product bought another too.</summary>
/// <param name="Product">The other product.</param>
/// <param name="Both">Customers who bought both.</param>
/// <param name="Likeness">Both / sqrt(buyers x buyers of the other): the cosine of the two sets of buyers, 0 to 1.</param>
public readonly record struct Neighbour(int Product, int Both, double Likeness);

/// <summary>A product proposed for one customer.</summary>
/// <param name="Product">Not bought by the customer yet.</param>
/// <param name="Score">Sum of its likenesses to what the customer bought.</param>
/// <param name="Because">The bought product that weighs most.</param>
/// <param name="Both">Customers who bought it and <paramref name="Product"/>.</param>
/// <param name="BecauseBuyers">Customers who bought it.</param>
public readonly record struct Recommended(int Product, double Score, int Because, int Both, int BecauseBuyers);

/// <summary>
/// "Customers like this one also bought": likeness of products by who bought them (Sarwar, Karypis, Konstan, Riedl, Item-based collaborative filtering, WWW 10, 2001, with the cosine of sets).
/// </summary>
public sealed class AlsoBought
{
    private readonly Dictionary<int, Neighbour[]> neighbours;
    private readonly Dictionary<int, int> buyers;

    /// <summary>As it was reckoned before.</summary>
    public AlsoBought(IReadOnlyDictionary<int, int> buyers, IReadOnlyDictionary<int, Neighbour[]> neighbours) => (this.buyers, this.neighbours) = (new(buyers), new(neighbours));

    /// <summary>Customers who bought each product looked at.</summary>
    public IReadOnlyDictionary<int, int> Buyers => buyers;

    /// <summary>Of each product those most like it, the most like first; of equals the lower number.</summary>
    public IReadOnlyDictionary<int, Neighbour[]> Neighbours => neighbours;

    /// <summary>Reckons from what members bought up to a day.</summary>
    /// <param name="most">So many products with the most buyers are looked at: the table of pairs grows with their square.</param>
    /// <param name="least">Pairs with fewer customers in common are chance.</param>
    /// <param name="kept">Neighbours kept of each product.</param>
    public static AlsoBought Of(CustomerBaseSnapshot snapshot, Bitmap members, int asOf, int most = 1_500, int least = 5, int kept = 20)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(members);
        // Twice over the lines instead of once with what everybody bought in hand: that of a million would fill the memory.
        var counts = new Dictionary<int, int>();
        var everything = new List<int>();
        foreach (var c in members.Indexes())
            foreach (var product in Different(snapshot.Purchases, c, asOf, everything)) counts[product] = counts.GetValueOrDefault(product) + 1;
        var chosen = counts.Where(c => c.Value >= least).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(most).Select(c => c.Key).ToArray();
        var rank = chosen.Select((product, at) => (product, at)).ToDictionary(p => p.product, p => p.at);
        var together = new int[chosen.Length * chosen.Length];
        Ranges.Run(snapshot.Size, (from, to) =>
        {
            var (own, scratch) = (new List<int>(), new List<int>());
            for (var c = from; c < to; c++)
            {
                if (!members.Get(c)) continue;
                own.Clear();
                foreach (var product in Different(snapshot.Purchases, c, asOf, scratch))
                    if (rank.TryGetValue(product, out var at)) own.Add(at);
                foreach (var a in own)
                    foreach (var b in own)
                        if (a != b) Interlocked.Increment(ref together[a * chosen.Length + b]);
            }
        });
        var found = chosen.Select((product, a) => (product, Near: Near(a))).ToDictionary(p => p.product, p => p.Near);
        return new(chosen.ToDictionary(p => p, p => counts[p]), found);

        Neighbour[] Near(int a) =>
        [
            .. (from b in Enumerable.Range(0, chosen.Length)
                let both = together[a * chosen.Length + b]
                where both >= least
                let likeness = both / Math.Sqrt((double)counts[chosen[a]] * counts[chosen[b]])
                orderby likeness descending, chosen[b]
                select new Neighbour(chosen[b], both, likeness)).Take(kept),
        ];
    }

    /// <summary>What to propose to one customer: products not bought yet, the highest score first.</summary>
    public IReadOnlyList<Recommended> For(IReadOnlyCollection<int> bought, int count)
    {
        ArgumentNullException.ThrowIfNull(bought);
        var scores = new Dictionary<int, (double Score, int Because, Neighbour By)>();
        var own = bought.ToHashSet();
        foreach (var product in own.Order())
            foreach (var near in neighbours.GetValueOrDefault(product, []))
            {
                if (own.Contains(near.Product)) continue;
                var known = scores.GetValueOrDefault(near.Product);
                scores[near.Product] = near.Likeness > known.By.Likeness ? (known.Score + near.Likeness, product, near) : (known.Score + near.Likeness, known.Because, known.By);
            }
        return [.. scores.OrderByDescending(s => s.Value.Score).ThenBy(s => s.Key).Take(count).Select(s => new Recommended(s.Key, s.Value.Score, s.Value.Because, s.Value.By.Both, buyers.GetValueOrDefault(s.Value.Because)))];
    }

    /// <summary>The different products that a customer bought up to a day, ascending.</summary>
    public static int[] Bought(PurchaseColumns lines, int customer, int asOf)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return [.. Different(lines, customer, asOf, [])];
    }

    /// <summary>The same in a list that is used again and again.</summary>
    private static List<int> Different(PurchaseColumns lines, int customer, int asOf, List<int> scratch)
    {
        scratch.Clear();
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= asOf; i++)
            if (lines.Kind[i] == LineKind.Sale) scratch.Add(lines.Product[i]);
        scratch.Sort();
        var kept = 0;
        for (var i = 0; i < scratch.Count; i++)
            if (kept == 0 || scratch[kept - 1] != scratch[i]) scratch[kept++] = scratch[i];
        scratch.RemoveRange(kept, scratch.Count - kept);
        return scratch;
    }
}
