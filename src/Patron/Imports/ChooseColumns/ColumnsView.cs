using Patron.Imports.Mapping;

namespace Patron.Imports.ChooseColumns;

/// <summary>
/// Which columns the page shows. A file of five thousand columns is one of thirty that become something: those are shown always, the others
/// some at a time, and found by their names. What is not shown stays as it was chosen.
/// </summary>
/// <param name="Taken">Columns that become something; all columns, in the file's order, where they are not folded.</param>
/// <param name="LeftOut">The page of the others; none where they are not folded.</param>
/// <param name="AllLeftOut">Columns that become nothing.</param>
/// <param name="Page">From 1.</param>
internal sealed record ColumnsView(IReadOnlyList<MappedColumn> Taken, IReadOnlyList<MappedColumn> LeftOut, int AllLeftOut, int Page, int Pages)
{
    /// <summary>More than so many that become nothing are folded, and so many are shown at a time.</summary>
    public const int AtATime = 50;

    public bool Folds => AllLeftOut > AtATime;

    public static ColumnsView Of(ColumnMapping mapping, string? find, int page)
    {
        var leftOut = mapping.Columns.Where(c => c.Field is null).ToArray();
        if (leftOut.Length <= AtATime) return new(mapping.Columns, [], leftOut.Length, 1, 1);
        var matching = string.IsNullOrWhiteSpace(find) ? leftOut : [.. leftOut.Where(c => c.Name.Contains(find.Trim(), StringComparison.CurrentCultureIgnoreCase))];
        var pages = Math.Max(1, (matching.Length + AtATime - 1) / AtATime);
        var shown = Math.Clamp(page, 1, pages);
        return new([.. mapping.Columns.Where(c => c.Field is not null)], [.. matching.Skip((shown - 1) * AtATime).Take(AtATime)], leftOut.Length, shown, pages);
    }
}
