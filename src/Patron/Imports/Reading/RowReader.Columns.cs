namespace Patron.Imports.Reading;

// The columns: their names, and whether a row has as many fields as there are.
internal sealed partial class RowReader
{
    /// <summary>Empty fields behind the last column (a delimiter at the line's end) do no harm; everything else does.</summary>
    private void CompareColumns()
    {
        var extra = fieldCount;
        while (extra > ColumnCount && fields[extra - 1].Length == 0)
        {
            extra--;
        }

        if (extra == ColumnCount)
        {
            fieldCount = ColumnCount;
            return;
        }

        var key = fieldCount > ColumnCount ? "imports.problem.columns_too_many" : "imports.problem.columns_too_few";
        Problem = new RowProblem(Line, Reason.Of(key, ("found", fieldCount), ("expected", ColumnCount)));
    }

    private void NameColumns()
    {
        while (header.Count > 1 && header[^1].Length == 0)
        {
            header.RemoveAt(header.Count - 1);
        }

        var taken = new HashSet<string>(header, StringComparer.Ordinal);
        var met = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i].Length == 0)
            {
                header[i] = $"#{i + 1}";
            }
            else if (!met.Add(header[i]))
            {
                var (name, n) = (header[i], 2);
                while (!taken.Add($"{name} ({n})"))
                {
                    n++;
                }

                header[i] = $"{name} ({n})";
            }
        }
    }
}
