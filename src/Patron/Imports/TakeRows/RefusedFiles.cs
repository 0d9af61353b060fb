using Patron.Kernel;

namespace Patron.Imports.TakeRows;

/// <summary>How long the two files are.</summary>
internal readonly record struct RefusedBytes(long Rejected, long Conflicts);

/// <summary>The rows of an import or a check that came to nothing: those that cannot be used in one file, those in conflict with what is known in another.</summary>
/// <param name="names">See <see cref="Names"/>.</param>
/// <param name="columns">The file's own.</param>
/// <param name="keep">Bytes to keep of what an interrupted run has written.</param>
internal sealed class RefusedFiles(string folder, RefusedFiles.Names names, IReadOnlyList<string> columns, RefusedBytes keep) : IDisposable
{
    /// <param name="Rejected">Of the file of rejected rows.</param>
    /// <param name="Conflicts">Of the file of rows in conflict.</param>
    internal readonly record struct Names(string Rejected, string Conflicts);

    private readonly RejectedFile rejected = new(Path.Combine(folder, names.Rejected), columns, keep.Rejected), conflicts = new(Path.Combine(folder, names.Conflicts), columns, keep.Conflicts);

    public bool HasRejected => rejected.Path is not null;
    public bool HasConflicts => conflicts.Path is not null;

    /// <summary>Away with what an earlier run has written.</summary>
    public void Clear()
    {
        rejected.Clear();
        conflicts.Clear();
    }

    public void Add(Fate fate, long line, string? column, string? value, string reason, IEnumerable<string> fields) =>
        (fate == Fate.Conflict ? conflicts : rejected).Add(line, column, value, reason, fields);

    public RefusedBytes Flush() => new(rejected.Flush(), conflicts.Flush());

    public void Dispose()
    {
        rejected.Dispose();
        conflicts.Dispose();
    }
}
