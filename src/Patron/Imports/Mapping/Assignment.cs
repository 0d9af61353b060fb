namespace Patron.Imports.Mapping;

/// <summary>The pairing of rows with columns, each at most once, whose scores have the greatest sum.</summary>
internal static class Assignment
{
    /// <summary>
    /// Kuhn's Hungarian method with potentials and shortest augmenting paths (R. Jonker, A. Volgenant, Computing 38, 1987), O(n²m) of the
    /// smaller side n and the larger m: five thousand columns and twenty fields are as quick as twenty and twenty. No score is below zero.
    /// The result holds for each row its column, or null where none is left for it.
    /// </summary>
    public static int?[] Best(double[,] scores)
    {
        var turned = scores.GetLength(0) > scores.GetLength(1);
        var rows = Math.Min(scores.GetLength(0), scores.GetLength(1));
        var size = Math.Max(scores.GetLength(0), scores.GetLength(1));
        var rowPotential = new double[rows + 1];
        var columnPotential = new double[size + 1];
        var rowOf = new int[size + 1];
        for (var row = 1; row <= rows; row++)
        {
            Augment(row);
        }

        var result = new int?[scores.GetLength(0)];
        for (var column = 1; column <= size; column++)
        {
            if (rowOf[column] > 0)
            {
                result[(turned ? column : rowOf[column]) - 1] = (turned ? rowOf[column] : column) - 1;
            }
        }

        return result;

        double Cost(int row, int column) => turned ? -scores[column - 1, row - 1] : -scores[row - 1, column - 1];

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
