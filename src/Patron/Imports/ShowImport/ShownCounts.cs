using Patron.Imports.TakeRows;
using Patron.Kernel.Texts;
using Patron.Web.Components;

namespace Patron.Imports.ShowImport;

/// <summary>The counts of a plan or a result as parts of a bar; a part that few imports have shows only where it is not empty.</summary>
internal static class ShownCounts
{
    public static IReadOnlyList<SplitPart> Of(ImportCounts c, Sentences text, bool planned)
    {
        List<SplitPart> parts =
        [
            new(text[planned ? "imports.plan.create" : "imports.fate.created"], c.Created, 1),
            new(text[planned ? "imports.plan.update" : "imports.fate.updated"], c.Updated - c.Returned, 2),
        ];
        if (c.Returned > 0) parts.Add(new(text["imports.fate.returned"], c.Returned, 2));
        parts.Add(new(text["imports.fate.unchanged"], c.Unchanged, 3));
        parts.Add(new(text["imports.fate.conflicts"], c.Conflicts, 4));
        parts.Add(new(text["imports.fate.rejected"], c.Rejected, 4));
        return parts;
    }
}
