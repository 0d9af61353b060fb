using Patron.Imports.Reading;

namespace Patron.Imports.Mapping;

internal enum MappedBy { NotKnown, Content, Name, NameAndContent, Remembered, Chosen }

/// <summary>What becomes of one column.</summary>
/// <param name="Field">the field it fills; null leaves it out</param>
/// <param name="Confidence">0 to 1; 1 for what a person chose or chose before</param>
internal sealed record MappedColumn(int Column, string Name, ImportField? Field, MappedBy By, double Confidence)
{
    /// <summary>It stands in no file: its values are put together by the pattern that is its name.</summary>
    public bool Made { get; init; }

    /// <summary>The sentence for <see cref="By"/>.</summary>
    public Reason Reason => Reason.Of(By switch
    {
        MappedBy.NotKnown => "imports.mapped.not_known",
        MappedBy.Content => "imports.mapped.by_content",
        MappedBy.Name => "imports.mapped.by_name",
        MappedBy.NameAndContent => "imports.mapped.by_name_and_content",
        MappedBy.Remembered => "imports.mapped.remembered",
        _ => "imports.mapped.chosen",
    });
}

/// <summary>Which column fills which field; every column is listed, in the file's order, and no field is filled twice.</summary>
internal sealed record ColumnMapping(ImportFieldSet Set, IReadOnlyList<MappedColumn> Columns)
{
    public IEnumerable<MappedColumn> OfFile => Columns.Where(c => !c.Made);

    /// <summary>The made columns behind those of the file, each with the field that it takes from whatever held it.</summary>
    public ColumnMapping With(IReadOnlyList<(ImportField Field, MadeColumn Made)> made) => made.Count == 0 ? this : this with
    {
        Columns =
        [
            .. Columns.Select(c => made.Any(m => m.Field == c.Field) ? c with { Field = null, By = MappedBy.NotKnown, Confidence = 0 } : c),
            .. made.Select((m, at) => new MappedColumn(Columns.Count + at, m.Made.Pattern, m.Field, MappedBy.Chosen, 1) { Made = true }),
        ],
    };

    /// <summary>One reason for each required field, or set of which one is required, that no column fills.</summary>
    public IReadOnlyList<Reason> Missing => [.. MissingReasons()];

    public MappedColumn? ColumnOf(string field) =>
        Columns.FirstOrDefault(c => c.Field is { } f && f.Key.Equals(field, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<Reason> MissingReasons()
    {
        var filled = Columns.Where(c => c.Field is not null).Select(c => c.Field!.Key).ToHashSet();
        var said = new HashSet<string>();
        foreach (var field in Set.Fields.Where(f => f.Required))
        {
            if (field.OneOf.Count == 0 && !filled.Contains(field.Key))
            {
                yield return Reason.Of("imports.problem.field_missing", ("field", field.Key));
            }
            else if (field.OneOf.Count > 0 && !field.OneOf.Any(filled.Contains) && said.Add(string.Join(", ", field.OneOf)))
            {
                yield return Reason.Of("imports.problem.one_of_missing", ("fields", string.Join(", ", field.OneOf)));
            }
        }
    }
}
