using Patron.Customers.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Kernel;

namespace Patron.Imports;

/// <summary>
/// How a file is read and what its columns become: what a person said, null where it is left to be found.
/// Found again from the same file it is the same, so the check, the import and every page agree.
/// </summary>
/// <param name="Delimiter">One sign.</param>
/// <param name="DateFormat">Of the columns of dates that may be written so; several with | between them.</param>
/// <param name="Decimal">The decimal sign of the columns of numbers that may be written so.</param>
/// <param name="Columns">In the file's order; null before anybody looked at them.</param>
/// <param name="Sheet">Of a workbook with several.</param>
internal sealed record ImportSettings(
    string? Encoding = null, string? Delimiter = null, bool? HasHeader = null, string? DateFormat = null, char? Decimal = null,
    IReadOnlyList<ColumnChoice>? Columns = null, string? Sheet = null)
{
    /// <summary>What encloses fields that hold separators: " or ', or <see cref="NoQuote"/>.</summary>
    public string? Quote { get; init; }

    /// <summary>No sign encloses fields.</summary>
    public const string NoQuote = "none";

    /// <summary>The sheet that was read of the source's last workbook: taken where this one has it and nobody says otherwise.</summary>
    public string? UsualSheet { get; init; }

    /// <summary>How single columns write their dates, as a person said; beside what is said of the whole file.</summary>
    public IReadOnlyList<ColumnDate> Dates { get; init; } = [];

    /// <summary>Name of the template that these come from, or that they are.</summary>
    public string? Template { get; init; }

    /// <summary>What the file may change of what is known.</summary>
    public IntakeRules Rules { get; init; } = IntakeRules.Default;

    /// <summary>Problems of values on account of which the whole row is refused, instead of the value alone.</summary>
    public IReadOnlyList<RefusedProblem> Refused { get; init; } = [];

    /// <summary>Of rows with one number the last is taken, not the first.</summary>
    public bool LaterWins { get; init; }

    /// <summary>What a person said about names that are near to known ones.</summary>
    public IReadOnlyList<NameAnswer> Names { get; init; } = [];

    public static ImportSettings Read(string? json) => json is null ? new() : Json.Read<ImportSettings>(json);

    /// <summary>Fields whose values no column holds alone.</summary>
    public IReadOnlyList<MadeChoice> Made { get; init; } = [];

    /// <summary>Fields of the organisation's own that are made for columns of the file; they are there with its first rows.</summary>
    public IReadOnlyList<NewField> NewFields { get; init; } = [];

    /// <summary>The columns of these names, as a template for the next file; of two with one name the first.</summary>
    public IReadOnlyDictionary<string, string>? Remembered =>
        Columns?.GroupBy(c => c.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Field, StringComparer.Ordinal);

    public FormatWishes Wishes => new(Encoding, Delimiter is { Length: 1 } sign ? sign[0] : null, HasHeader, SignOf(Quote));

    private static char? SignOf(string? quote) => quote switch { null or "" => null, NoQuote => FormatWishes.NoQuote, _ => quote[0] };

    /// <summary>As a template has them: that one file brought back what lay in the bin, or won over what people edited, is not said of the next.</summary>
    public ImportSettings AsTemplate() => this with { Rules = Rules with { FromBin = false, FileWins = false } };

    /// <summary>As the next file of the source begins: read alike, its columns found anew.</summary>
    public ImportSettings ForNext() => this with { Columns = null, Sheet = null, UsualSheet = Sheet ?? UsualSheet };

    /// <summary>A later answer about a name takes the place of an earlier one.</summary>
    public ImportSettings With(IReadOnlyList<NameAnswer> answers) =>
        this with { Names = [.. Names.Where(n => !answers.Any(a => a.What == n.What && a.Said == n.Said)), .. answers] };

    public ImportSettings With(ColumnMapping mapping) =>
        this with
        {
            Columns = [.. mapping.OfFile.Select(c => new ColumnChoice(c.Name, c.Field?.Key ?? ""))],
            Made = [.. mapping.Columns.Where(c => c.Made && c.Field is not null).Select(c => new MadeChoice(c.Field!.Key, c.Name))],
        };
}

/// <param name="Label">As the column was called.</param>
internal sealed record NewField(string Key, string Label, CustomFieldType Type);

/// <param name="Key">Of the problem's sentence.</param>
internal sealed record RefusedProblem(string Key, string? Column);

/// <param name="What">What kind of name: product, organisation, user.</param>
/// <param name="Said">As it stands in the file.</param>
/// <param name="Means">The known name that is meant; null: it is another.</param>
internal sealed record NameAnswer(string What, string Said, string? Means);

/// <param name="Pattern">As <see cref="Reading.DateFormat"/> reads it.</param>
internal sealed record ColumnDate(string Column, string Pattern);

/// <param name="Field">Key of a field; empty leaves the column out.</param>
internal sealed record ColumnChoice(string Name, string Field);
