using Patron.Kernel;

namespace Patron.Imports.Contracts;

/// <summary>What can be wrong with a field of a row.</summary>
public enum FieldFault { Missing = 1, Invalid = 2, Duplicate = 3 }

/// <summary>A field of a row of a file, as it was read.</summary>
/// <param name="There">Something stands in the column.</param>
/// <param name="Unreadable">It was no value of the field, and was left out.</param>
/// <param name="Text">As text, where the field is a text or a number; null else.</param>
/// <param name="Day">The day, where the field is one; null else.</param>
public readonly record struct FieldSeen(bool There, bool Unreadable, string? Text, DateOnly? Day);

/// <summary>A limit that a file breaks.</summary>
/// <param name="Field">As <see cref="IFileLimits.Fields"/> names it.</param>
/// <param name="Rows">Rows with the fault.</param>
/// <param name="Of">Rows that were looked at.</param>
/// <param name="Most">The greatest share allowed, of 1.</param>
public sealed record LimitBroken(string Field, FieldFault Fault, long Rows, long Of, double Most)
{
    public double Share => Of == 0 ? 0 : (double)Rows / Of;
}

/// <summary>A room that holds files to limits: it is shown every row while a file is read, and tells at the end what is beyond them. Registered as a singleton.</summary>
public interface ILimitsFiles
{
    /// <summary>Null where no limit is set for this source and kind of file: then no row is looked at.</summary>
    /// <param name="kind">The word of the kind: customers, orders ...</param>
    Task<IFileLimits?> Begin(SourceInfo source, string kind, CancellationToken ct);
}

/// <summary>One file, one thread.</summary>
public interface IFileLimits
{
    /// <summary>The fields it wants to see, by key; a field that the file has no column for is never there.</summary>
    IReadOnlyList<string> Fields { get; }

    /// <param name="fields">In the order of <see cref="Fields"/>.</param>
    void Row(ReadOnlySpan<FieldSeen> fields);

    /// <summary>Once all rows were seen.</summary>
    IReadOnlyList<LimitBroken> Broken();
}
