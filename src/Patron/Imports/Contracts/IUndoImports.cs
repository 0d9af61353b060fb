using Patron.Kernel;

namespace Patron.Imports.Contracts;

/// <summary>What an undo did.</summary>
/// <param name="ChangeSet">The set of the undo itself.</param>
/// <param name="Gone">Rows of all tables that the import had made and that are gone.</param>
/// <param name="Restored">Rows that are what they were.</param>
/// <param name="Left">Rows and fields that stay, because they were changed since or are needed.</param>
/// <param name="LeftFile">Absolute path of the file that names them; null where there are none.</param>
public sealed record UndoOutcome(ImportId Import, JobId Job, ChangeSetId ChangeSet, long Gone, long Restored, long Left, double Seconds, string? LeftFile);

/// <summary>
/// Takes imports back. Refused: an import that wrote nothing, one that runs, waits or is paused, one that is being undone or was.
/// One that failed or was cancelled half-way is undone as far as it went.
/// </summary>
public interface IUndoImports
{
    /// <summary>As a job in the background.</summary>
    /// <param name="language">Of the sentences in the file of what was left.</param>
    Task<Result<JobId>> Start(ImportId id, string language, UserId? by, CancellationToken ct);

    /// <summary>Here and now.</summary>
    Task<Result<UndoOutcome>> Run(ImportId id, string language, UserId? by, Action<JobProgress>? progress, CancellationToken ct);

    /// <summary>The import that made a change set.</summary>
    Task<ImportId?> Find(ChangeSetId set, CancellationToken ct);
}
