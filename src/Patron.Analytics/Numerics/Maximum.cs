namespace Patron.Analytics.Numerics;

/// <summary>A log-likelihood of parameters above zero, with its derivatives by their logarithms.</summary>
/// <param name="logs">Logarithms of the parameters.</param>
/// <param name="slope">Takes the derivatives by the logarithms.</param>
/// <param name="squares">Takes the sum, over the observations, of the products of their derivatives: about the curvature near the maximum, and never negative.</param>
internal delegate double LogObjective(ReadOnlySpan<double> logs, Span<double> slope, Span<double> squares);

/// <summary>Where a function of positive parameters is highest.</summary>
/// <param name="Logs">Logarithms of the parameters.</param>
/// <param name="Value">There.</param>
internal sealed record Maximum(double[] Logs, double Value)
{
    /// <summary>Parameters stay between e^-Limit and e^Limit: where the function rises for ever, though ever less, it ends there.</summary>
    public const double Limit = 16;

    private const int MostSteps = 300;
    private const double LongestStep = 2;
    private const double MostDamping = 1e12;
    private const double Difference = 1e-4;

    /// <summary>
    /// Steps of Levenberg and Marquardt on the logarithms, with the curvature of Berndt, Hall, Hall and Hausman (Estimation and inference in nonlinear structural models, 1974): the observations'
    /// products of derivatives, which cost nothing. Stops where a step promises less than <paramref name="tolerance"/>.
    /// </summary>
    public static Maximum Climb(LogObjective function, ReadOnlySpan<double> start, double tolerance) => Climb(function, start, tolerance, exact: false);

    /// <summary>The last steps from here with the true curvature, from differences of the slope.</summary>
    public Maximum Finish(LogObjective function, double tolerance) => Climb(function, Logs, tolerance, exact: true);

    private static Maximum Climb(LogObjective function, ReadOnlySpan<double> start, double tolerance, bool exact)
    {
        var n = start.Length;
        var at = start.ToArray();
        var (slope, squares) = (new double[n], new double[n * n]);
        var value = function(at, slope, squares);
        var damping = 1e-3;
        for (var step = 0; step < MostSteps; step++)
        {
            var information = exact ? Information(function, at, slope) : Square(squares, n);
            Maximum? higher = null;
            var promised = 0.0;
            while (higher is null && damping < MostDamping)
            {
                var move = Move(information, slope, at, ref damping);
                promised = 0;
                for (var i = 0; i < n; i++) promised += slope[i] * move[i];
                if (promised < tolerance && damping <= 1) break;
                var next = at.Zip(move, (a, m) => Math.Clamp(a + m, -Limit, Limit)).ToArray();
                var (nextSlope, nextSquares) = (new double[n], new double[n * n]);
                var nextValue = function(next, nextSlope, nextSquares);
                if (nextValue > value) (higher, slope, squares) = (new(next, nextValue), nextSlope, nextSquares);
                else damping = Math.Max(damping, 1e-6) * 8;
            }
            if (higher is null) break;
            var gained = higher.Value - value;
            (at, value) = (higher.Logs, higher.Value);
            damping = Math.Max(damping / 8, 1e-9);
            if (gained < tolerance && promised < 10 * tolerance) break;
        }
        return new(at, value);
    }

    /// <summary>
    /// Standard errors of the logarithms from the curvature at the maximum (observed information); null where the function is flat in some direction,
    /// so that the data does not hold the parameters.
    /// </summary>
    public double[]? Errors(LogObjective function)
    {
        var n = Logs.Length;
        if (Array.Exists(Logs, log => Math.Abs(log) >= Limit - 0.5)) return null;
        if (Matrices.Cholesky(Information(function, Logs, null)) is not { } lower) return null;
        var errors = new double[n];
        for (var i = 0; i < n; i++)
        {
            var unit = new double[n];
            unit[i] = 1;
            errors[i] = Math.Sqrt(Matrices.Solve(lower, unit)[i]);
        }
        return errors;
    }

    private static double[] Move(double[,] information, double[] slope, double[] at, ref double damping)
    {
        var n = slope.Length;
        // A parameter at its limit that would go beyond is held.
        var free = Enumerable.Range(0, n).Where(i => !(at[i] >= Limit && slope[i] > 0) && !(at[i] <= -Limit && slope[i] < 0)).ToArray();
        var move = new double[n];
        if (free.Length == 0) return move;
        var scale = free.Max(i => Math.Abs(information[i, i]));
        for (; damping < MostDamping; damping = Math.Max(damping, 1e-6) * 8)
        {
            var matrix = new double[free.Length, free.Length];
            for (var i = 0; i < free.Length; i++)
                for (var j = 0; j < free.Length; j++)
                    matrix[i, j] = information[free[i], free[j]] + (i == j ? damping * Math.Abs(information[free[i], free[i]]) + 1e-12 * scale : 0);
            if (Matrices.Cholesky(matrix) is not { } lower) continue;
            var found = Matrices.Solve(lower, [.. free.Select(i => slope[i])]);
            var longest = found.Max(Math.Abs);
            for (var i = 0; i < free.Length; i++) move[free[i]] = longest > LongestStep ? found[i] * LongestStep / longest : found[i];
            return move;
        }
        return move;
    }

    private static double[,] Square(double[] squares, int n)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) matrix[i, j] = squares[i * n + j];
        return matrix;
    }

    /// <summary>The curvature downwards, from differences of the slope: to one side where the slope here is known, else to both.</summary>
    private static double[,] Information(LogObjective function, double[] at, double[]? slope)
    {
        var n = at.Length;
        var rows = new double[n][];
        var squares = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var (up, down) = (new double[n], slope ?? new double[n]);
            var moved = (double[])at.Clone();
            moved[i] = at[i] + Difference;
            function(moved, up, squares);
            if (slope is null)
            {
                moved[i] = at[i] - Difference;
                function(moved, down, squares);
            }
            var width = slope is null ? 2 * Difference : Difference;
            rows[i] = [.. up.Zip(down, (u, d) => (d - u) / width)];
        }
        var information = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) information[i, j] = (rows[i][j] + rows[j][i]) / 2;
        return information;
    }
}
