using Patron.Analytics.Matching;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.Matching.Preparing;
using Patron.Kernel;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>What was found in one file, or between two.</summary>
/// <param name="Files">The records of each file.</param>
/// <param name="Pairs">Against the truth; null without a column that tells it.</param>
internal sealed record LinkReport(IReadOnlyList<LinkRecords> Files, MatchModel Model, LinkageResult Result, PairQuality? Pairs, PairQuality? ClusterPairs)
{
    public int Records => Files.Sum(f => f.Count);
}

/// <summary>Reads, prepares, learns, links and, where the truth is told, compares with it. Needs no database.</summary>
internal sealed class LinkRun(IOpensTables files, TimeProvider clock)
{
    public async Task<Result<LinkReport>> Run(LinkRequest request, CancellationToken ct)
    {
        var open = new List<LinkFile>();
        try
        {
            var persons = new MatchTable(new MatchField(FieldRole.Identifier, "person")).Column(0);
            foreach (var path in request.Paths)
            {
                var opened = LinkFile.Open(files, path, request, persons);
                if (opened.Value is not { } file) return opened.Refusal!;
                open.Add(file);
            }
            var chosen = Columns(open, request.Map);
            if (chosen.Value is not { } columns) return chosen.Refusal!;
            var habits = FileHabits.Of([.. open.Zip(columns, (file, roled) => (file.Rows, roled))]);
            var year = clock.GetUtcNow().Year;
            var weighed = Weighed(columns[0], habits, year);
            if (request.Map is not null && weighed.Length < columns[0].Count)
                return new TableRefused($"--map names {columns[0].Count} columns: that is more than the {MatchTable.MostFields} fields that are weighed (a name may be several). Name those that tell people apart best.");
            var tables = new List<MatchTable>();
            foreach (var (file, roled) in open.Zip(columns))
            {
                var prepared = await file.Prepare(WorkPlan.Of([.. weighed.Select(at => roled[at])], habits, year), ct);
                if (prepared.Value is not { } table) return prepared.Refusal!;
                tables.Add(table);
            }
            return Link(open, tables, request);
        }
        finally
        {
            foreach (var file in open) file.Dispose();
        }
    }

    private static LinkReport Link(List<LinkFile> open, List<MatchTable> tables, LinkRequest request)
    {
        var two = tables.Count > 1;
        var options = new TrainingOptions { Nicknames = Nicknames.All };
        var (model, result) = two ? Between(tables[0], tables[1], options, request.Threshold) : Linkage.LearnAndRun(tables[0], options, request.Threshold);
        var records = open.ConvertAll(f => f.Records);
        if (request.TruthColumn is null) return new(records, model, result, null, null);
        var offset = two ? records[0].Count : 0;
        var quality = new LinkQuality([.. records.SelectMany(r => r.Truth)], records[0].Count);
        return new(records, model, result, quality.OfPairs(result.Pairs.Select(p => (p.A, p.B + offset))), quality.OfClusters(result.Clusters));
    }

    private static (MatchModel Model, LinkageResult Result) Between(MatchTable a, MatchTable b, TrainingOptions options, double threshold)
    {
        var model = MatchTraining.Learn(a, b, options);
        return (model, Linkage.Run(a, b, model, threshold));
    }

    /// <summary>The columns of each file, in one order.</summary>
    private static Result<IReadOnlyList<IReadOnlyList<RoledColumn>>> Columns(List<LinkFile> open, IReadOnlyList<(FieldRole Role, string Column)>? map)
    {
        var found = new List<IReadOnlyList<RoledColumn>>();
        foreach (var file in open)
        {
            if (map?.FirstOrDefault(m => !file.Columns.Contains(m.Column)) is { Column: { } missing })
                return new TableRefused($"{file.Name} has no column {missing}. It has: {string.Join(", ", file.Columns)}.");
            found.Add(map is null
                ? ColumnRoles.Find(file.Columns, file.Rows, file.Others)
                : [.. map.Select(m => new RoledColumn(m.Role, file.Columns.ToList().IndexOf(m.Column), m.Column))]);
        }
        if (found.Count == 2) Pair(found);
        return found[0].Count > 0 ? found
            : new TableRefused($"No column of {open[0].Name} {(open.Count > 1 ? $"that {open[1].Name} has as well " : "")}is known to mean something. Say what they mean: --map {nameof(FieldRole.FullName)}=Column,{nameof(FieldRole.Email)}=Column");
    }

    /// <summary>Which columns are weighed, by their places: all, or as many as there is room for. Of each role the first comes before the second of another; what may be any text comes last.</summary>
    private static int[] Weighed(IReadOnlyList<RoledColumn> columns, FileHabits habits, int year)
    {
        int[] weighed =
        [
            .. from role in columns.Index().GroupBy(c => c.Item.Role)
               from column in role.Select((c, before) => (c.Index, Before: before))
               orderby role.Key == FieldRole.Text, column.Before, column.Index
               select column.Index,
        ];
        for (var most = Math.Min(weighed.Length, MatchTable.MostFields); ; most--)
        {
            int[] kept = [.. weighed.Take(most).Order()];
            if (WorkPlan.Of([.. kept.Select(at => columns[at])], habits, year).Sum(w => w.Fields.Count) <= MatchTable.MostFields) return kept;
        }
    }

    /// <summary>Columns of one role belong together: first those of one name, then in their order. What has no partner is left out.</summary>
    private static void Pair(List<IReadOnlyList<RoledColumn>> found)
    {
        var (left, right) = (new List<RoledColumn>(), new List<RoledColumn>());
        var rest = found[1].ToList();
        foreach (var column in found[0])
        {
            var partner = rest.Find(c => c.Role == column.Role && c.Name == column.Name) ?? rest.Find(c => c.Role == column.Role && !found[0].Any(other => other.Role == c.Role && other.Name == c.Name));
            if (partner is null) continue;
            rest.Remove(partner);
            left.Add(column);
            right.Add(partner);
        }
        (found[0], found[1]) = (left, right);
    }
}
