using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.Mapping;
using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Imports.AnswerNames;

/// <summary>Puts together what is decided about a file's rows and names, and what is still to be asked.</summary>
internal sealed class NamesInFiles(IEnumerable<IKnowsNames> rooms, IEnumerable<IKnowsSourceNames> sourceRooms, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    /// <summary>Questions a person can be asked at once; the most frequent names come first.</summary>
    private const int MostQuestions = 200;

    /// <summary>Unknown names that are compared with every known one.</summary>
    private const int MostCompared = 2_000;

    /// <summary>Of each kind of file the fields that hold names: where they stand, and which field takes what is meant.</summary>
    private static readonly Dictionary<ImportKind, (string Read, string Write, string What)[]> Fields = new()
    {
        [ImportKind.Orders] = [("customer", "customer", NamedThings.Customer)],
        [ImportKind.OrderLines] = [("product", "product", NamedThings.Product), ("name", "product", NamedThings.Product), ("customer", "customer", NamedThings.Customer)],
        [ImportKind.Holdings] = [("customer", "customer", NamedThings.Customer)],
        [ImportKind.Interactions] = [("customer", "customer", NamedThings.Customer), ("owner", "owner", NamedThings.User)],
        [ImportKind.Tickets] = [("customer", "customer", NamedThings.Customer), ("owner", "owner", NamedThings.User)],
        [ImportKind.Opportunities] = [("customer", "customer", NamedThings.Customer), ("product", "product", NamedThings.Product), ("owner", "owner", NamedThings.User)],
        [ImportKind.Leads] = [("parent", "parent", NamedThings.Organisation), ("lead_owner", "lead_owner", NamedThings.User)],
        [ImportKind.Tasks] = [("customer", "customer", NamedThings.Customer), ("owner", "owner", NamedThings.User)],
        [ImportKind.Objections] = [("customer", "customer", NamedThings.Customer), ("product", "product", NamedThings.Product), ("owner", "owner", NamedThings.User)],
        [ImportKind.Agreements] = [("customer", "customer", NamedThings.Customer)],
        [ImportKind.Relations] = [("customer", "customer", NamedThings.Customer), ("other", "other", NamedThings.Customer)],
        [ImportKind.Team] = [("manager", "manager", NamedThings.User)],
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
    public async Task<IReadOnlyList<NameQuestion>> Questions(RowDecisions? decisions, SourceId source, CancellationToken ct)
    {
        if (decisions is null) return [];
        var questions = new List<NameQuestion>();
        foreach (var column in decisions.Columns)
        {
            var brought = decisions.BroughtAs(column.What);
            var open = column.Unknown.Where(u => !brought.Contains(u.Name)).ToArray();
            if (open.Length == 0) continue;
            questions.AddRange(column.What == NamedThings.Customer ? await OfSource(column, open, source, ct) : Of(column, open, brought));
        }
        return [.. questions.OrderByDescending(q => q.Count).ThenBy(q => q.Said, StringComparer.Ordinal).Take(MostQuestions)];
    }

    /// <summary>The names that the command line can say the same of, in a file of this kind.</summary>
    public static IReadOnlyList<string> Things(ImportKind kind) => [.. Fields.GetValueOrDefault(kind, []).Select(f => f.What).Distinct()];

    /// <summary>Reads the file once for its names alone, and takes every unknown name for the known one that alone is near to it.</summary>
    public async Task<IReadOnlyList<NameAnswer>> AcceptNear(PreparedImport prepared, CancellationToken ct)
    {
        if (await Decisions(prepared, asking: true, ct) is not { Columns.Count: > 0 } decisions) return [];
        await using var file = JobFile.Open(prepared.Path);
        using var reader = prepared.Survey.Format.Open(file);
        var (values, row) = (new ValueReaders(prepared.Survey.Mapping, prepared.Survey.Formats, prepared.Frame, prepared.Survey.MadeColumns), new ImportRow(prepared.Survey.Mapping.Set));
        while (reader.Read())
        {
            if (reader.Problem is not null) continue;
            values.Read(reader, row);
            if (!row.Rejected) decisions.Apply(row, reader.Raw);
        }
        return [.. (await Questions(decisions, prepared.Source.Id, ct)).Where(q => q.Alone).Select(q => new NameAnswer(q.What, q.Said, q.Means))];
    }

    private static IEnumerable<NameQuestion> Of(NameColumn column, (string Name, long Count, long Line)[] unknown, IReadOnlySet<string> brought)
    {
        var open = Frequent(unknown);
        var near = new NearNames(open.Select(u => u.Name), column.What == NamedThings.Organisation);
        foreach (var name in column.Known.All) See(near, name);
        foreach (var name in brought) near.See(name, name);
        return Near(column, open, near);
    }

    /// <summary>Names that only the file's source knows: it is asked which of them it knows, and then what else it knows.</summary>
    private async Task<IEnumerable<NameQuestion>> OfSource(NameColumn column, (string Name, long Count, long Line)[] unknown, SourceId source, CancellationToken ct)
    {
        var room = sourceRooms.First(r => r.What == column.What);
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var known = await room.Known(session, source, [.. unknown.Select(u => u.Name)], ct);
        // A number is another number, whatever stands near it.
        var open = Frequent([.. unknown.Where(u => !known.Contains(u.Name) && !u.Name.All(char.IsAsciiDigit))]);
        if (open.Length == 0) return [];
        var near = new NearNames(open.Select(u => u.Name), organisations: true);
        await foreach (var name in room.All(session, source, ct)) See(near, name);
        return Near(column, open, near);
    }

    private static (string Name, long Count, long Line)[] Frequent((string Name, long Count, long Line)[] unknown) => [.. unknown.OrderByDescending(u => u.Count).Take(MostCompared)];

    private static void See(NearNames near, KnownName name)
    {
        near.See(name.Key, name.Name ?? name.Key);
        if (name.Name is not null && name.Name != name.Key) near.See(name.Key, name.Key);
    }

    private static IEnumerable<NameQuestion> Near(NameColumn column, (string Name, long Count, long Line)[] open, NearNames near) =>
        from name in open
        let found = near.Nearest(name.Name)
        where found is not null
        select new NameQuestion(column.What, column.Field, name.Name, found.Value.Key, found.Value.Called, found.Value.Alone, name.Count, name.Line);

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
