namespace Patron.Imports.Reading;

internal static class FormatDetection
{
    public static Parsed<FileFormat> Detect(Stream stream, FormatWishes wishes) => FileFormat.Plain();
}
