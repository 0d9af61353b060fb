using Patron.Kernel;

namespace Patron.Imports.TakeRows;

internal static class JobFile
{
    /// <summary>For jobs, to which a file that has gone since it was looked at is the end.</summary>
    public static Stream Open(string path) => FileSurvey.Open(path).Value ?? throw new JobRefusedException(new ImportFileUnreadable());
}
