using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.Mapping;
using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Imports.AnswerNames;

/// <summary>Puts together what is decided about a file's rows and names, and what is still to be asked.</summary>
internal sealed class NamesInFiles(IEnumerable<IKnowsNames> rooms, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    /// <summary>Questions a person can be asked at once; the most frequent names come first.</summary>
    private const int MostQuestions = 200;

    /// <summary>Unknown names that are compared with every known one.</summary>
    private const int MostCompared = 2_000;

    /// <summary>Of each kind of file the fields that hold names: where they stand, and which field takes what is meant.</summary>
    private static readonly Dictionary<ImportKind, (string Read, string Write, string What)[]> Fields = new()
    {
        [ImportKind.OrderLines] = [("product", "product", NamedThings.Product), ("name", "product", NamedThings.Product)],
        [ImportKind.Customers] = [("parent", "parent", NamedThings.Organisation), ("company", "company", NamedThings.Organisation), ("owner", "owner", NamedThings.User)],
    };

    /// <summary>Null where nothing is decided and nothing is to be asked.</summary>
    /// <param name="asking">In a check; an import only answers.</param>
    public async Task<RowDecisions?> Decisions(PreparedImport prepared, bool asking, CancellationToken ct)
    {
        var (settings, mapping) = (prepared.Settings, prepared.Survey.Mapping);
        // A name column beside a column of codes says what the product is called, not which it is.
        var read = Fields.GetValueOrDefault(mapping.Set.Kind, []).Where(f => mapping.ColumnOf(f.Read) is not null && (f.Read == f.Write || mapping.ColumnOf(f.Write) is null)).ToArray();
        var wanted = read.Where(f => asking || f.What == NamedThings.Product || settings.Names.Any(n => n.What == f.What)).ToArray();
        var last = settings.LaterWins ? Last(prepared) : null;
        if (wanted.Length == 0 && settings.Refused.Count == 0 && last is null) return null;

        var known = await Known([.. wanted.Select(f => f.What).Distinct()], ct);
        var answers = settings.Names.GroupBy(n => n.What).ToDictionary(g => g.Key, g => g.DistinctBy(n => n.Said).ToDictionary(n => n.Said, StringComparer.Ordinal));
        return new(settings.Refused, last,
            [.. wanted.Select(f => new NameColumn(mapping.Set[f.Read], mapping.Set[f.Write], known[f.What], answers.GetValueOrDefault(f.What) ?? [], asking))], asking);
    }

    /// <summary>What is to be asked after all rows were seen, the most frequent first.</summary>
    public static IReadOnlyList<NameQuestion> Questions(RowDecisions? decisions) => decisions is null ? [] :
    [
        .. decisions.Columns.SelectMany(column => Of(column, decisions.Brought)).OrderByDescending(q => q.Count).ThenBy(q => q.Said, StringComparer.Ordinal).Take(MostQuestions),
    ];

    /// <summary>Reads the file once for its names alone, and takes every unknown name for the known one that alone is near to it.</summary>
    public async Task<IReadOnlyList<NameAnswer>> AcceptNear(PreparedImport prepared, CancellationToken ct)
    {
        if (await Decisions(prepared, asking: true, ct) is not { Columns.Count: > 0 } decisions) return [];
        await using var file = JobFile.Open(prepared.Path);
        using var reader = prepared.Survey.Format.Open(file);
        var (values, row) = (new ValueReaders(prepared.Survey.Mapping, prepared.Survey.Formats, prepared.Frame), new ImportRow(prepared.Survey.Mapping.Set));
        while (reader.Read())
        {
            if (reader.Problem is not null) continue;
            values.Read(reader, row);
            if (!row.Rejected) decisions.Apply(row, reader.Raw);
        }
        return [.. Questions(decisions).Where(q => q.Alone).Select(q => new NameAnswer(q.What, q.Said, q.Means))];
    }

    private static IEnumerable<NameQuestion> Of(NameColumn column, HashSet<string> brought)
    {
        var organisations = column.What == NamedThings.Organisation;
        var open = column.Unknown.Where(u => !organisations || !brought.Contains(u.Name)).OrderByDescending(u => u.Count).Take(MostCompared).ToArray();
        if (open.Length == 0) yield break;
        var near = new NearNames(organisations);
        foreach (var name in column.Known.All)
        {
            near.Add(name.Key, name.Name ?? name.Key);
            if (name.Name is not null && name.Name != name.Key) near.Add(name.Key, name.Key);
        }
        if (organisations)
            foreach (var name in brought) near.Add(name, name);
        foreach (var (name, count, line) in open)
            if (near.Nearest(name) is { } found) yield return new(column.What, column.Field, name, found.Key, found.Called, found.Alone, count, line);
    }

    private async Task<Dictionary<string, KnownNames>> Known(string[] what, CancellationToken ct)
    {
        var known = what.ToDictionary(w => w, w => new KnownNames(w));
        if (what.Length == 0) return known;
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        foreach (var room in rooms.Where(r => known.ContainsKey(r.What)))
            await foreach (var name in room.All(session, ct)) known[room.What].Add(name);
        return known;
    }

    private static LastRows? Last(PreparedImport prepared)
    {
        using var file = JobFile.Open(prepared.Path);
        return LastRows.Of(prepared.Survey, file);
    }
}
