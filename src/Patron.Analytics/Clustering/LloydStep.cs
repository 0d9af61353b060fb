using System.Numerics;
using System.Runtime.CompilerServices;

namespace Patron.Analytics.Clustering;

/// <summary>One pass over all rows: each goes to its nearest centre. Rows are taken in chunks, whose sums are added in order, so that the number of cores makes no difference.</summary>
/// <param name="labels">Takes the centre of each row; null where nobody asks.</param>
internal sealed class LloydStep(RowData data, double[][] centres, int[]? labels)
{
    private const int Chunk = 8_192;

    private readonly double[,] sums = new double[centres.Length, data.Columns.Length];

    public int[] Sizes { get; } = new int[centres.Length];

    public double Inertia { get; private set; }

    public void Run()
    {
        var chunks = new Part[(data.Rows + Chunk - 1) / Chunk];
        if (chunks.Length > 1) Parallel.For(0, chunks.Length, n => chunks[n] = Look(n));
        else if (chunks.Length == 1) chunks[0] = Look(0);
        foreach (var (part, sizes, inertia) in chunks)
        {
            Inertia += inertia;
            for (var c = 0; c < Sizes.Length; c++)
            {
                Sizes[c] += sizes[c];
                for (var column = 0; column < data.Columns.Length; column++) sums[c, column] += part[c * data.Columns.Length + column];
            }
        }
    }

    /// <summary>The centres moved to the means of their rows; one without rows stays.</summary>
    public double[][] Means() => [.. centres.Select((centre, c) => Sizes[c] == 0 ? centre : [.. centre.Select((_, column) => sums[c, column] / Sizes[c])])];

    [MethodImpl(Hot.Loop)]
    private Part Look(int chunk)
    {
        var (from, rows) = (chunk * Chunk, Math.Min(Chunk, data.Rows - chunk * Chunk));
        var (nearest, distance) = (new double[rows], new double[rows]);
        Nearest(from, rows, nearest, distance);
        var (columns, part, sizes, inertia) = (data.Columns.Length, new double[centres.Length * data.Columns.Length], new int[centres.Length], 0.0);
        for (var row = 0; row < rows; row++)
        {
            var c = (int)nearest[row];
            sizes[c]++;
            inertia += distance[row];
            for (var column = 0; column < columns; column++) part[c * columns + column] += data.Columns[column][from + row];
            if (labels is not null) labels[from + row] = c;
        }
        return new(part, sizes, inertia);
    }

    [MethodImpl(Hot.Loop)]
    private void Nearest(int from, int rows, double[] nearest, double[] distance)
    {
        Array.Fill(distance, double.PositiveInfinity);
        var width = Vector<double>.Count;
        for (var c = 0; c < centres.Length; c++)
        {
            var row = 0;
            var name = new Vector<double>(c);
            for (; row <= rows - width; row += width)
            {
                var sum = Vector<double>.Zero;
                for (var column = 0; column < data.Columns.Length; column++)
                {
                    var off = new Vector<double>(data.Columns[column], from + row) - new Vector<double>(centres[c][column]);
                    sum += off * off;
                }
                var before = new Vector<double>(distance, row);
                var nearer = Vector.LessThan(sum, before);
                Vector.ConditionalSelect(nearer, sum, before).CopyTo(distance, row);
                Vector.ConditionalSelect(nearer, name, new Vector<double>(nearest, row)).CopyTo(nearest, row);
            }
            for (; row < rows; row++)
            {
                var sum = 0.0;
                for (var column = 0; column < data.Columns.Length; column++)
                {
                    var off = data.Columns[column][from + row] - centres[c][column];
                    sum += off * off;
                }
                if (sum < distance[row]) (distance[row], nearest[row]) = (sum, c);
            }
        }
    }

    private readonly record struct Part(double[] Sums, int[] Sizes, double Inertia);
}
