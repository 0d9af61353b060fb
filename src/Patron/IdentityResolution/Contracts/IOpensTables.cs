using Patron.Kernel;

namespace Patron.IdentityResolution.Contracts;

/// <summary>Opens a file of rows that is no import: text with a delimiter, packed with gzip or not; encoding and delimiter are found.</summary>
public interface IOpensTables
{
    /// <summary>Refused where the file cannot be read, with the sentence in <see cref="TableRefused"/>.</summary>
    /// <param name="path">Absolute.</param>
    Result<IOpenTable> Open(string path);
}

/// <summary>The rows of a file with a header, one after the other.</summary>
public interface IOpenTable : IDisposable
{
    /// <summary>Names of the columns, trimmed, each once; none for an empty file.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>What is wrong with the present row, with its line; null where it is sound.</summary>
    string? Problem { get; }

    /// <summary>A field of the present row without its quotes; valid until the next <see cref="Read"/>.</summary>
    ReadOnlySpan<char> this[int column] { get; }

    /// <summary>Goes to the next row; false at the end.</summary>
    bool Read();
}

/// <summary>The file cannot be read.</summary>
/// <param name="Why">The whole sentence, in English.</param>
public sealed record TableRefused(string Why) : Refusal("identity.analyse.refused");
