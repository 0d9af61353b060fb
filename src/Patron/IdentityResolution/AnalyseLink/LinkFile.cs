using System.Collections.Concurrent;
using System.Diagnostics;
using Patron.Analytics.Matching;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching.Preparing;
using Patron.Kernel;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>A file that records are linked in. Its first rows are read at once, to find out what it holds; the others while those before them are prepared.</summary>
internal sealed class LinkFile : IDisposable
{
    private const int BatchRows = 8_192;

    private readonly IOpenTable table;
    private readonly string name;
    private readonly int id;
    private readonly int truth;
    private readonly MatchColumn persons;
    private RowBatch batch;
    private RowBatch spare;
    private string? problem;

    private LinkFile(IOpenTable table, string name, int id, int truth, MatchColumn persons)
    {
        (this.table, this.name, this.id, this.truth, this.persons) = (table, name, id, truth, persons);
        (batch, spare) = (new(table.Columns.Count), new(table.Columns.Count));
    }

    public string Name => name;

    public IReadOnlyList<string> Columns => table.Columns;

    public LinkRecords Records { get; } = new();

    /// <summary>The rows that were read and are not yet prepared.</summary>
    public RowBatch Rows => batch;

    /// <summary>Columns that are no fields.</summary>
    public IReadOnlySet<int> Others => new HashSet<int> { id, truth };

    /// <param name="persons">True persons by what the column says; shared by two files.</param>
    public static Result<LinkFile> Open(IOpensTables files, string path, LinkRequest request, MatchColumn persons)
    {
        var opened = files.Open(path);
        if (opened.Value is not { } table) return opened.Refusal!;
        var name = Path.GetFileName(path);
        var columns = table.Columns.ToList();
        var (id, truth) = (columns.IndexOf(request.Id), request.TruthColumn is { } column ? columns.IndexOf(column) : -1);
        var missing = id < 0 ? request.Id : request.TruthColumn is { } told && truth < 0 ? told : null;
        if (missing is not null)
        {
            table.Dispose();
            return new TableRefused(columns.Count == 0 ? $"{name} is empty." : $"{name} has no column {missing}. It has: {string.Join(", ", columns)}.");
        }
        var file = new LinkFile(table, name, id, truth, persons);
        file.Fill();
        (file.batch, file.spare) = (file.spare, file.batch);
        if (file.problem is null && file.batch.Rows == 0) file.problem = $"{name} has no rows.";
        if (file.problem is null) return file;
        file.Dispose();
        return new TableRefused(file.problem);
    }

    /// <summary>All rows, prepared. While the works prepare one batch side by side, the next one is read.</summary>
    public async Task<Result<MatchTable>> Prepare(IReadOnlyList<FieldWork> works, CancellationToken ct)
    {
        var result = new MatchTable([.. works.SelectMany(w => w.Fields)]);
        var columns = new List<MatchColumn[]>();
        var first = 0;
        foreach (var work in works)
        {
            columns.Add([.. Enumerable.Range(first, work.Fields.Count).Select(result.Column)]);
            first += work.Fields.Count;
        }
        var (order, took) = (Enumerable.Range(0, works.Count).ToArray(), new long[works.Count]);
        while (batch.Rows > 0)
        {
            ct.ThrowIfCancellationRequested();
            var reading = Task.Run(Fill, ct);
            // One at a time and the longest first, so that none of them waits long for the others at the end.
            Parallel.ForEach(Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { CancellationToken = ct }, work =>
            {
                var begun = Stopwatch.GetTimestamp();
                works[work].Prepare(batch, columns[work]);
                took[work] = Stopwatch.GetTimestamp() - begun;
            });
            Array.Sort(order, (a, b) => took[b].CompareTo(took[a]));
            await reading;
            if (problem is not null) return new TableRefused(problem);
            (batch, spare) = (spare, batch);
        }
        return result;
    }

    public void Dispose() => table.Dispose();

    private void Fill()
    {
        spare.Clear();
        var count = table.Columns.Count;
        while (spare.Rows < BatchRows && problem is null && table.Read())
        {
            problem = table.Problem is { } broken ? $"{name}, {broken}" : null;
            for (var column = 0; column < count; column++) spare.Add(table[column]);
            var key = table[id].Trim();
            if (key.IsEmpty) problem ??= $"{name}: record {Records.Count + 1} has no {table.Columns[id]}.";
            else if (!Records.Add(key)) problem ??= $"{name}: {key} stands twice in column {table.Columns[id]}. Each record needs an id of its own.";
            if (truth >= 0) Records.Truth.Add(persons.Append(table[truth].Trim()));
        }
    }
}
