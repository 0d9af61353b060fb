using System.Collections.Frozen;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Kernel;

namespace Patron.Imports.AnswerNames;

/// <summary>
/// What a person decided about rows before they reach their room: names that mean other ones, values on whose account a row is refused,
/// and that of rows with one number the last counts.
/// </summary>
internal sealed class RowDecisions(IReadOnlyList<RefusedProblem> refused, LastRows? last, IReadOnlyList<NameColumn> columns, bool asking)
{
    private const int MostDefinitions = 100_000;
    private readonly HashSet<RefusedProblem> refused = [.. refused];

    public IReadOnlyList<NameColumn> Columns => columns;

    private readonly HashSet<string> brought = new(StringComparer.OrdinalIgnoreCase);
    private string? broughtWhat;

    /// <summary>Names of such things that the file itself brings: rows may name them before they come.</summary>
    public IReadOnlySet<string> BroughtAs(string what) => what == broughtWhat ? brought : FrozenSet<string>.Empty;

    public void Apply(ImportRow row, ReadOnlySpan<char> raw)
    {
        if (last?.Takes(row, raw) is false)
        {
            row.Complain(last.Column, row.Text("id")!, Reason.Of("imports.problem.later_counts", ("field", "id")), ProblemEffect.RowRejected);
            return;
        }
        if (refused.Count > 0 && row.Problems.FirstOrDefault(p => refused.Contains(new(p.Reason.Key, p.Column))) is { } problem)
        {
            row.Refuse(problem);
            return;
        }
        if (asking && brought.Count < MostDefinitions) Bring(row);
        foreach (var column in columns) column.Apply(row);
    }

    private void Bring(ImportRow row)
    {
        switch (row.Set.Kind)
        {
            case ImportKind.Customers:
                broughtWhat = NamedThings.Organisation;
                if (OrganisationOf(row) is { } name) brought.Add(name);
                break;
            case ImportKind.Team:
                broughtWhat = NamedThings.User;
                var whole = row.Text("name") ?? string.Join(' ', new[] { row.Text("given"), row.Text("family") }.OfType<string>());
                foreach (var called in new[] { whole, row.Text("email"), row.Text("id") }) if (!string.IsNullOrEmpty(called)) brought.Add(called);
                break;
        }
    }

    /// <summary>The name of the organisation that a customers row is; null for a person's.</summary>
    private static string? OrganisationOf(ImportRow row)
    {
        var person = row.Text("name") ?? row.Text("given") ?? row.Text("family");
        return row.Text("kind") == "organisation" ? person ?? row.Text("company") : person is null ? row.Text("company") : null;
    }
}

/// <summary>Which row of each number is the last of a file. Two passes over a file are cheaper than keeping its rows.</summary>
internal sealed class LastRows(string column)
{
    private readonly Dictionary<ulong, (long Line, ulong Raw)> rows = [];

    public string Column => column;

    public static LastRows? Of(FileSurvey survey, Stream file)
    {
        if (survey.Mapping.ColumnOf("id") is not { } id) return null;
        var last = new LastRows(id.Name);
        using var reader = survey.Format.Open(file);
        while (reader.Read())
        {
            if (reader.Problem is null && reader[id.Column].Trim() is { IsEmpty: false } value) last.rows[Print(value)] = (reader.Line, Print(reader.Raw));
        }
        return last;
    }

    /// <summary>A row that the last one repeats word for word may stay: it is the same.</summary>
    public bool Takes(ImportRow row, ReadOnlySpan<char> raw) =>
        row.Text("id") is not { } id || !rows.TryGetValue(Print(id), out var found) || found.Line == row.Line || found.Raw == Print(raw);

    /// <summary>FNV-1a, 64 bits.</summary>
    private static ulong Print(ReadOnlySpan<char> text)
    {
        var print = 14_695_981_039_346_656_037UL;
        foreach (var letter in text) print = (print ^ letter) * 1_099_511_628_211UL;
        return print;
    }
}
