using System.Globalization;

namespace Patron.Imports;

/// <summary>How much is taken in, in bytes.</summary>
/// <param name="Upload">Of one file through the page.</param>
/// <param name="Unpacked">What a packed file (gzip, a part of a workbook) may hold.</param>
/// <param name="SharedStrings">Texts of a workbook, which must be in memory while it is read.</param>
internal sealed record ImportLimits(long Upload = 2L << 30, long Unpacked = 20L << 30, long SharedStrings = 200L << 20)
{
    private const string UploadVariable = "PATRON_UPLOAD_MB";
    private const string UnpackedVariable = "PATRON_UNPACKED_MB";

    public static ImportLimits Usual { get; } = new();

    /// <summary>The usual limits, unless whoever runs the program has set others in its environment.</summary>
    public static ImportLimits Of(Func<string, string?> environment)
    {
        return new(Megabytes(UploadVariable) ?? Usual.Upload, Megabytes(UnpackedVariable) ?? Usual.Unpacked);

        long? Megabytes(string variable) =>
            long.TryParse(environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is > 0 and < 1L << 40 ? megabytes << 20 : null;
    }
}
