namespace Patron.Imports.Contracts;

/// <summary>How long the files of an import are kept after its end: the upload and the files of refused, changed and left rows, which hold personal data.</summary>
/// <param name="Days">From <see cref="Least"/> to <see cref="Most"/>.</param>
public sealed record KeptTime(int Days = 30)
{
    /// <summary>In the settings table; absent: as long as it says here.</summary>
    public const string Key = "imports-kept";

    public const int Least = 1, Most = 3_650;
}
