namespace Patron.IdentityResolution.Matching;

/// <summary>
/// Joins source records that carry the same key, as far as their names allow, and those that a person or the model declared to be one.
/// <list type="bullet">
/// <item>The same external id within a source is the same record.</item>
/// <item>An e-mail address or phone number on which two records have different names is shared: it joins nobody.</item>
/// <item>An e-mail joins names that agree or say nothing against each other; a phone only names that agree.</item>
/// <item>What was declared to be one counts as one person's names: an address or number they share with a third is not shared by strangers.
/// A person's word stands against differing names; the model's only against those of its own pair.</item>
/// <item>Links are taken from the strongest to the weakest; one that would bring together what a person keeps apart, two
/// different names, or a person and an organisation, is left out. So a nameless record cannot glue two people together.</item>
/// </list>
/// Limit: a father and a son of one name on one phone look like one person; only a cannot-link, or Jr and Sr, parts them.
/// </summary>
internal static class ExactResolver
{
    /// <summary>A key on more records than this is taken as shared without looking at the names.</summary>
    public const int MostRecordsOfAKey = 100;

    public static Resolution Resolve(IReadOnlyList<RecordFacts> records, IReadOnlyList<CannotLink> never, params IReadOnlyList<MustLink> same)
    {
        var ordered = records.OrderBy(r => r.Created).ThenBy(r => r.Id).ToArray();
        var keys = new KeyIndex(ordered, same);
        var joining = new Joining(ordered, never, keys.Memberships);
        foreach (var edge in keys.Edges) joining.Take(edge);

        var clusters = new Clusters(ordered, joining.Sets);
        return new(clusters.All, joining.Links, keys.Shared, joining.KeptApart, clusters.Merges, clusters.Moves);
    }

    /// <summary>The clusters of the finished sets and which customer stays with which. Records are ordered from the oldest.</summary>
    private sealed class Clusters
    {
        public List<Cluster> All { get; } = [];
        public List<CustomerMerge> Merges { get; } = [];
        public List<RecordMove> Moves { get; } = [];

        public Clusters(RecordFacts[] ordered, DisjointSets sets)
        {
            var (clusterOf, members) = Partition(ordered, sets);

            // A customer stays where its oldest record is; of those at home in a cluster the first one met is the oldest.
            var home = new Dictionary<long, int>();
            for (var i = 0; i < ordered.Length; i++)
                if (ordered[i].CustomerId != 0) home.TryAdd(ordered[i].CustomerId, clusterOf[i]);

            foreach (var (number, cluster) in members.Index())
            {
                var arriving = cluster.FindAll(i => ordered[i].CustomerId != 0);
                var atHome = arriving.ConvertAll(i => ordered[i].CustomerId).FindAll(c => home[c] == number);
                var keeps = atHome.Count > 0 ? atHome[0] : 0;
                All.Add(new(cluster.ConvertAll(i => ordered[i].Id), keeps));
                if (atHome.Exists(c => c != keeps)) Merges.AddRange(atHome.Distinct().Skip(1).Select(from => new CustomerMerge(from, keeps)));
                foreach (var i in arriving)
                    if (ordered[i].CustomerId != keeps) Moves.Add(new(ordered[i].Id, ordered[i].CustomerId, number));
            }
        }

        private static (int[] ClusterOf, List<List<int>> Members) Partition(RecordFacts[] ordered, DisjointSets sets)
        {
            var clusterOf = new int[ordered.Length];
            var numbers = new int[ordered.Length];
            var members = new List<List<int>>();
            for (var i = 0; i < ordered.Length; i++)
            {
                var root = sets.Find(i);
                if (numbers[root] == 0) { members.Add([]); numbers[root] = members.Count; }
                clusterOf[i] = numbers[root] - 1;
                members[clusterOf[i]].Add(i);
            }
            return (clusterOf, members);
        }
    }
}
