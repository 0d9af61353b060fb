namespace Patron.Imports.Mapping;

/// <summary>The pairing of rows with columns, each at most once, whose scores have the greatest sum.</summary>
internal static class Assignment
{
    /// <summary>
    /// Kuhn's Hungarian method with potentials and shortest augmenting paths (R. Jonker, A. Volgenant, Computing 38, 1987), O(n³).
    /// The result holds for each row its column, or null where none is left for it.
    /// </summary>
    public static int?[] Best(double[,] scores)
    {
        var rows = scores.GetLength(0);
        var columns = scores.GetLength(1);
        var size = Math.Max(rows, columns);
        var rowPotential = new double[size + 1];
        var columnPotential = new double[size + 1];
        var rowOf = new int[size + 1];
        for (var row = 1; row <= size; row++)
        {
            Augment(row);
        }

        var result = new int?[rows];
        for (var column = 1; column <= columns; column++)
        {
            if (rowOf[column] <= rows)
            {
                result[rowOf[column] - 1] = column - 1;
            }
        }

        return result;

        double Cost(int row, int column) => row <= rows && column <= columns ? -scores[row - 1, column - 1] : 0;

        void Augment(int start)
        {
            var least = Enumerable.Repeat(double.PositiveInfinity, size + 1).ToArray();
            var cameFrom = new int[size + 1];
            var used = new bool[size + 1];
            var current = 0;
            rowOf[0] = start;
            do
            {
                used[current] = true;
                var row = rowOf[current];
                var step = double.PositiveInfinity;
                var next = 0;
                for (var column = 1; column <= size; column++)
                {
                    if (used[column])
                    {
                        continue;
                    }

                    var reduced = Cost(row, column) - rowPotential[row] - columnPotential[column];
                    if (reduced < least[column])
                    {
                        least[column] = reduced;
                        cameFrom[column] = current;
                    }

                    if (least[column] < step)
                    {
                        step = least[column];
                        next = column;
                    }
                }

                for (var column = 0; column <= size; column++)
                {
                    if (used[column])
                    {
                        rowPotential[rowOf[column]] += step;
                        columnPotential[column] -= step;
                    }
                    else
                    {
                        least[column] -= step;
                    }
                }

                current = next;
            }
            while (rowOf[current] != 0);

            while (current != 0)
            {
                var previous = cameFrom[current];
                rowOf[current] = rowOf[previous];
                current = previous;
            }
        }
    }
}
