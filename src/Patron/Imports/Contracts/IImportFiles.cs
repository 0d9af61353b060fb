using Patron.Kernel;

namespace Patron.Imports.Contracts;

/// <summary>One file to be imported, where it lies.</summary>
/// <param name="Path">Absolute; the file is read in place.</param>
/// <param name="Kind">The word of a kind of file, such as order-lines.</param>
/// <param name="SourceName">The system that the file comes from; made where it is not there.</param>
public sealed record ImportFileRequest(string Path, string Kind, string SourceName)
{
    /// <summary>field=Column,field=Column; a column whose name holds a comma stands in quotation marks. Null proposes everything.</summary>
    public string? Map { get; init; }

    /// <summary>Columns that <see cref="Map"/> does not name are left out.</summary>
    public bool OnlyMapped { get; init; }

    /// <summary>Null is found.</summary>
    public string? Encoding { get; init; }

    /// <summary>One sign, or "tab"; null is found.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Such as dd/MM/yyyy, for the columns of dates that may be written so (several with | between them), or Column=dd/MM/yyyy for one; "excel" for numbers of days. Null is found for each.</summary>
    public string? DateFormat { get; init; }

    /// <summary>What names of the file mean, as "said=meant".</summary>
    public IReadOnlyList<string> Same { get; init; } = [];

    /// <summary>Every unknown name that is near to one known name alone is taken for it.</summary>
    public bool AcceptNear { get; init; }

    /// <summary>What the file may change of what is known; null as the last file of this source and kind.</summary>
    public IntakeRules? Rules { get; init; }

    /// <summary>What lies in the bin comes back; for this file alone, whatever the template says.</summary>
    public bool FromBin { get; init; }

    /// <summary>The file's values replace what people edited later; for this file alone.</summary>
    public bool FileWins { get; init; }

    /// <summary>The decimal sign, . or , for the columns of numbers that may be written so; null is found for each.</summary>
    public string? Decimal { get; init; }

    /// <summary>What encloses fields: " or ' or none; null is found.</summary>
    public string? Quote { get; init; }

    /// <summary>Of a workbook with several sheets; null is the only one, or the one that the source's last file had.</summary>
    public string? Sheet { get; init; }

    /// <summary>Check alone: nothing is written but what the check found.</summary>
    public bool PlanOnly { get; init; }

    /// <summary>The source, if it is made, is one of the demo.</summary>
    public bool Demo { get; init; }
    public UserId? By { get; init; }

    /// <summary>Of the sentences in the file of rejected rows.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Writes field-to-column pairs as <see cref="Map"/> has them.</summary>
    public static string MapOf(IEnumerable<KeyValuePair<string, string>> columns) =>
        string.Join(',', columns.Select(c => $"\"{c.Key}={c.Value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}

/// <summary>How far an import is.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Total">Rows in all, reckoned from the bytes read until the end is reached; null before the first rows.</param>
public readonly record struct ImportProgress(long Rows, long? Total, double RowsPerSecond, TimeSpan? Left);

/// <summary>What became of the rows: Read is the sum of the five others.</summary>
/// <param name="RejectedFile">Absolute path of the rejected rows with line, column, value and reason; null where there are none.</param>
/// <param name="ChangeSet">Null for a plan.</param>
public sealed record ImportOutcome(
    ImportId Import, JobId Job, long Read, long Created, long Updated, long Unchanged, long Conflicts, long Rejected,
    double Seconds, string? RejectedFile, ChangeSetId? ChangeSet)
{
    public double RowsPerSecond => Seconds > 0 ? Read / Seconds : 0;

    /// <summary>The same for the rows in conflict.</summary>
    public string? ConflictsFile { get; init; }

    /// <summary>Limits of the source that the file breaks.</summary>
    public IReadOnlyList<LimitBroken> Warnings { get; init; } = [];
}

/// <summary>The file cannot be imported.</summary>
/// <param name="Why">The whole sentence, in the language of the request.</param>
public sealed record ImportRefused(string Why) : Refusal("imports.refused");

/// <summary>Imports a file here and now, as the command line and the demo do.</summary>
public interface IImportFiles
{
    /// <summary>Refused when the file cannot be read, a required field has no column, or the kind or the source is wrong.</summary>
    Task<Result<ImportOutcome>> Run(ImportFileRequest request, Action<ImportProgress>? progress, CancellationToken ct);

    /// <summary>Those of all imports of these sources, and of their undos.</summary>
    Task<IReadOnlyList<ChangeSetId>> ChangeSetsOf(IReadOnlyCollection<SourceId> sources, CancellationToken ct);
}
