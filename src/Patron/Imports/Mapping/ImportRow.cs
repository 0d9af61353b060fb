using Patron.Imports.Reading;

namespace Patron.Imports.Mapping;

internal enum ProblemEffect { RowRejected, ValueLeftOut }

/// <summary>What is wrong with one value.</summary>
/// <param name="Line">line of the file on which its row starts</param>
/// <param name="Column">name of the column; null when the row as a whole is meant</param>
internal sealed record ValueProblem(long Line, string? Column, string Value, Reason Reason, ProblemEffect Effect);

/// <summary>
/// The typed values of one row of a file, by field. A field that is not mapped, is blank or was left out has no value.
/// One instance is filled again and again: take what you keep before the next row.
/// </summary>
internal sealed class ImportRow(ImportFieldSet set)
{
    private readonly string?[] texts = new string?[set.Fields.Count];
    private readonly long[] numbers = new long[set.Fields.Count];
    private readonly bool[] present = new bool[set.Fields.Count];
    private readonly List<ValueProblem> problems = [];

    public ImportFieldSet Set { get; } = set;

    /// <summary>The line, counted from 1, on which the row starts.</summary>
    public long Line { get; private set; }

    public IReadOnlyList<ValueProblem> Problems => problems;

    /// <summary>A problem is such that nothing of the row may be used.</summary>
    public bool Rejected { get; private set; }

    public bool Has(ImportField field) => present[field.Slot];

    /// <summary>Cleaned text: trimmed, never blank, no control characters, Unicode NFC; codes (country, currency, language, sex, kind) in their one spelling.</summary>
    public string? Text(ImportField field) => texts[field.Slot];

    public string? Text(string key) => texts[Set[key].Slot];

    /// <summary>Numbers, money and shares in micros: 1.5 is 1,500,000; a share is of 1.</summary>
    public long? Micros(ImportField field) => Long(field.Slot);

    public long? Micros(string key) => Long(Set[key].Slot);

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public long? Instant(ImportField field) => Long(field.Slot);

    public long? Instant(string key) => Long(Set[key].Slot);

    public DateOnly? Day(ImportField field) => Long(field.Slot) is { } day ? DateOnly.FromDayNumber((int)day) : null;

    public DateOnly? Day(string key) => Day(Set[key]);

    public bool? YesNo(ImportField field) => Long(field.Slot) is { } value ? value != 0 : null;

    public bool? YesNo(string key) => YesNo(Set[key]);

    internal void Begin(long line)
    {
        Line = line;
        Rejected = false;
        problems.Clear();
        Array.Clear(texts);
        Array.Clear(present);
    }

    internal void Put(ImportField field, string text)
    {
        texts[field.Slot] = text;
        present[field.Slot] = true;
    }

    internal void Put(ImportField field, long value)
    {
        numbers[field.Slot] = value;
        present[field.Slot] = true;
    }

    internal void Complain(string? column, ReadOnlySpan<char> value, Reason reason, ProblemEffect effect)
    {
        problems.Add(new ValueProblem(Line, column, value.ToString(), reason, effect));
        Rejected |= effect == ProblemEffect.RowRejected;
    }

    /// <summary>A value that would be left out is such that nothing of the row is to be used.</summary>
    internal void Refuse(ValueProblem problem)
    {
        problems[problems.IndexOf(problem)] = problem with { Effect = ProblemEffect.RowRejected };
        Rejected = true;
    }

    private long? Long(int slot) => present[slot] ? numbers[slot] : null;
}
