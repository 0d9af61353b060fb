using Patron.Imports.Mapping;
using Patron.Imports.Reading;

namespace Patron.Imports.UploadFile;

/// <summary>What the rows of a file are, by its columns.</summary>
internal static class KindGuess
{
    private const double Required = 1;
    private const double NothingFor = 0.25;

    /// <summary>Cards are of customers.</summary>
    public static ImportKind Of(FileSurvey survey) =>
        survey.Made is { Sheet: null } ? ImportKind.Customers : Of([.. survey.Mapping.OfFile.Select(c => c.Name)], survey.Profiles);

    /// <summary>The kind that explains most columns and misses fewest required ones; of equal ones the first; customers of a file that tells nothing.</summary>
    private static ImportKind Of(IReadOnlyList<string> header, IReadOnlyList<ColumnProfile> profiles) => ImportFields.Kinds.MaxBy(kind =>
    {
        var mapping = ColumnMapper.Propose(ImportFields.Of(kind), header, profiles);
        var found = mapping.Columns.Where(c => c.Field is not null).ToArray();
        return found.Sum(c => c.Confidence + (c.Field!.Required ? Required : 0)) - 2 * Required * mapping.Missing.Count - NothingFor * (mapping.Columns.Count - found.Length);
    });
}
