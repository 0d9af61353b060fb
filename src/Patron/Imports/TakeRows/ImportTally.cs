using System.Text.Json;
using Patron.Imports.AnswerNames;
using Patron.Imports.Mapping;
using Patron.Kernel;

namespace Patron.Imports.TakeRows;

/// <summary>What became of the rows; every row counts once.</summary>
/// <param name="Returned">Those of the updated ones that came back from the bin.</param>
internal sealed record ImportCounts(long Read, long Created, long Updated, long Unchanged, long Conflicts, long Rejected, long Returned = 0)
{
    public static ImportCounts None { get; } = new(0, 0, 0, 0, 0, 0);
}

/// <summary>A kind of problem: how often, and one example of it.</summary>
/// <param name="Key">Of its sentence.</param>
/// <param name="Arguments">Of the example.</param>
/// <param name="What">Whether the row is rejected or in conflict, or its value alone is left out.</param>
internal sealed record ProblemKind(string Key, string? Column, ProblemFate What, long Count, long Line, string Example, IReadOnlyDictionary<string, object?> Arguments);

/// <summary>NotWanted: the row is left as it is, because the rules of the import say so.</summary>
internal enum ProblemFate { Rejected = 1, Conflict = 2, ValueLeftOut = 3, NotWanted = 4 }

/// <summary>One of the first rows that are created, updated or returned, with the values that say who or what it is.</summary>
internal sealed record SampleRow(long Line, Fate Fate, IReadOnlyList<string> Values);

/// <summary>What a check found or an import did, as it is kept.</summary>
/// <param name="Columns">Names of the columns that the samples show.</param>
internal sealed record ImportReport(
    ImportCounts Counts, IReadOnlyList<ProblemKind> Problems, IReadOnlyList<string> Columns, IReadOnlyList<SampleRow> Samples, double Seconds, bool HasRejectedFile, ChangeSetId? ChangeSet)
{
    /// <summary>Rows in conflict have a file of their own; those of older imports are among the rejected ones.</summary>
    public bool HasConflictsFile { get; init; }

    /// <summary>Rows in the file of rejected ones.</summary>
    public long InRejectedFile => !HasRejectedFile ? 0 : HasConflictsFile ? Counts.Rejected : Counts.Rejected + Counts.Conflicts;

    /// <summary>Of a check: which values would change.</summary>
    public IReadOnlyList<PlannedChange> Changes { get; init; } = [];

    /// <summary>Of a check: values that change or are left out, each listed in a file of its own.</summary>
    public long ValuesInFile { get; init; }

    /// <summary>Of a check: names that are near to known ones and wait for an answer.</summary>
    public IReadOnlyList<NameQuestion> Questions { get; init; } = [];

    /// <summary>Limits of the source that the file breaks; null where none is set.</summary>
    public IReadOnlyList<Contracts.LimitBroken>? Warnings { get; init; }

    public static ImportReport? Read(string? json) => json is null ? null : Of(Json.Read<ImportReport>(json));

    /// <summary>From JSON the arguments of sentences come as JSON values: here they are values again.</summary>
    public static ImportReport? Of(ImportReport? report) =>
        report is null ? null : report with { Problems = [.. report.Problems.Select(p => p with { Arguments = Arguments(p.Arguments) })] };

    /// <summary>The arguments of a sentence as values: from an anonymous object, or from JSON.</summary>
    public static IReadOnlyDictionary<string, object?> Arguments(object? arguments)
    {
        var named = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (arguments is null) return named;
        var json = JsonSerializer.SerializeToElement(arguments);
        foreach (var property in json.EnumerateObject())
            named[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.Number when property.Value.TryGetInt64(out var whole) => whole,
                JsonValueKind.Number => property.Value.GetDecimal(),
                JsonValueKind.Null => null,
                _ => property.Value.ToString(),
            };
        return named;
    }
}

/// <summary>Counts while rows are taken.</summary>
internal sealed class ImportTally
{
    private const int SamplesOfAFate = 3;
    private const int LongestExample = 200;
    private readonly long[] fates = new long[(int)Fate.Returned + 1];
    private readonly Dictionary<(string Key, string? Column, ProblemFate What), ProblemKind> problems = [];
    private readonly List<SampleRow> samples = [];

    public ImportTally(ImportReport? soFar = null)
    {
        if (soFar is null) return;
        var c = soFar.Counts;
        (fates[(int)Fate.Created], fates[(int)Fate.Updated], fates[(int)Fate.Unchanged]) = (c.Created, c.Updated - c.Returned, c.Unchanged);
        (fates[(int)Fate.Conflict], fates[(int)Fate.Rejected], fates[(int)Fate.Returned]) = (c.Conflicts, c.Rejected, c.Returned);
        foreach (var problem in soFar.Problems) problems[(problem.Key, problem.Column, problem.What)] = problem;
        samples.AddRange(soFar.Samples);
    }

    public ImportCounts Counts => new(fates.Sum(), fates[(int)Fate.Created], fates[(int)Fate.Updated] + fates[(int)Fate.Returned],
        fates[(int)Fate.Unchanged], fates[(int)Fate.Conflict], fates[(int)Fate.Rejected], fates[(int)Fate.Returned]);

    public bool WantsSample(Fate fate) => fate is Fate.Created or Fate.Updated or Fate.Returned && samples.Count < 3 * SamplesOfAFate && samples.Count(s => s.Fate == fate) < SamplesOfAFate;

    public void Add(Fate fate) => fates[(int)fate]++;

    public void Add(SampleRow sample) => samples.Add(sample);

    public void Add(ValueProblem leftOut) => Problem(leftOut.Reason.Key, leftOut.Column, ProblemFate.ValueLeftOut, leftOut.Line, leftOut.Value, leftOut.Reason.Arguments!);

    public void Problem(string key, string? column, ProblemFate what, long line, string example, IReadOnlyDictionary<string, object?> arguments)
    {
        var kind = (key, column, what);
        problems[kind] = problems.TryGetValue(kind, out var known) ? known with { Count = known.Count + 1 }
            : new(key, column, what, 1, line, example.Length <= LongestExample ? example : example[..LongestExample], arguments);
    }

    public ImportReport Report(IReadOnlyList<string> columns, double seconds, RefusedFiles refused, ChangeSetId? changeSet) =>
        new(Counts, [.. problems.Values.OrderBy(p => p.What).ThenByDescending(p => p.Count).ThenBy(p => p.Line)], columns, [.. samples], seconds, refused.HasRejected, changeSet) { HasConflictsFile = refused.HasConflicts };
}
