using Patron.Analytics.LifetimeValue;

namespace Patron.Tests.Analytics.LifetimeValue;

/// <summary>Fits against a search of another kind from many beginnings, and standard errors against differences of the likelihood.</summary>
public sealed class BestFitTests
{
    private const int Beginnings = 12, OddBeginnings = 4;

    public static TheoryData<LifetimeModelKind, int> Cases => new(from kind in Enum.GetValues<LifetimeModelKind>() from seed in (int[])[1, 2, 3] select (kind, seed));

    /// <summary>Customers who buy at paces of their own and leave at times of their own; every seed has another mixture of them.</summary>
    private static PurchaseHistory[] Shop(int seed)
    {
        var chance = new Random(seed);
        return [.. Enumerable.Range(0, 120).Select(_ =>
        {
            var (pace, stays, observed) = (.05 + seed * chance.NextDouble() * chance.NextDouble(), .5 + .49 * chance.NextDouble(), 20 + chance.Next(20));
            var (at, last, repeats) = (0.0, 0.0, 0);
            while (chance.NextDouble() < stays && (at += -Math.Log(1 - chance.NextDouble()) / pace) < observed) (last, repeats) = (Math.Max(.2, at), repeats + 1);
            return new PurchaseHistory(repeats, Math.Min(last, observed), observed);
        })];
    }

    [Theory, MemberData(nameof(Cases))]
    public void No_search_from_many_beginnings_finds_a_likelier_model(LifetimeModelKind kind, int seed)
    {
        var histories = PurchaseHistories.Of(Shop(seed));
        var fit = LifetimeFit.Of(kind, histories);
        var chance = new Random(100 + seed);
        for (var n = 0; n < Beginnings; n++)
        {
            var found = Simplex(logs => Model(kind, logs).LogLikelihood(histories), [.. Enumerable.Range(0, 4).Select(_ => 6 * chance.NextDouble() - 2)]);
            Assert.True(fit.LogLikelihood >= found - 1e-4, $"{kind} {seed}: {fit.LogLikelihood} is below {found}");
        }
    }

    /// <summary>Summits lie far apart here, so searches begin everywhere, at the ends of the parameters too.</summary>
    [Theory]
    [InlineData("two kinds", 3), InlineData("sparse", 2), InlineData("few", 3), InlineData("seasonal", 2), InlineData("at the end", 6), InlineData("alike", 4)]
    [InlineData("in a burst", 2), InlineData("one came again", 1), InlineData("over years", 1), InlineData("heavy tails", 1), InlineData("huge numbers", 1)]
    public void No_search_finds_a_likelier_model_of_odd_customers(string customers, int seed)
    {
        var shop = OddShops.Of(customers, seed);
        var unit = shop.Average(h => h.Observed);
        // Measured in their own time, so that the same beginnings are far and near for all.
        var histories = PurchaseHistories.Of(Array.ConvertAll(shop, h => h with { LastRepeat = h.LastRepeat / unit, Observed = h.Observed / unit }));
        foreach (var kind in Enum.GetValues<LifetimeModelKind>())
        {
            var fit = LifetimeFit.Of(kind, histories);
            var chance = new Random(seed);
            for (var n = 0; n < OddBeginnings; n++)
            {
                var found = Simplex(logs => Model(kind, logs).LogLikelihood(histories), [.. Enumerable.Range(0, 4).Select(_ => (n % 2 == 0 ? 8 : 24) * (chance.NextDouble() - .5))]);
                Assert.True(fit.LogLikelihood >= found - 1e-4, $"{kind} of {customers}: {fit.LogLikelihood} is below {found}");
            }
        }
    }

    /// <summary>Amounts that differ between customers alone, within them alone, hardly or not at all; a few; of two kinds.</summary>
    [Theory, InlineData("usual"), InlineData("hardly differ"), InlineData("alike"), InlineData("two amounts"), InlineData("three customers"), InlineData("heavy tails"), InlineData("many of one")]
    public void No_search_finds_a_likelier_model_of_amounts(string kind)
    {
        for (var seed = 1; seed <= 2; seed++)
        {
            var chance = new Random(seed);
            double Normal() => Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());
            var spend = Enumerable.Range(0, kind == "three customers" ? 3 : 60).Select(_ => 1 + chance.Next(kind == "many of one" ? 300 : 9)).Select(x => new SpendHistory(x, kind switch
            {
                "hardly differ" => Math.Exp(.001 * Normal()),
                "alike" => 1,
                "two amounts" => chance.Next(2) == 0 ? .04 : 2,
                "heavy tails" => Math.Exp(3 * Normal()),
                "many of one" => Math.Exp(Normal() / Math.Sqrt(x)),
                _ => Math.Exp(.6 * Normal()),
            })).ToArray();
            var fit = GammaGammaFit.Of(spend)!;
            for (var n = 0; n < OddBeginnings; n++)
            {
                var found = Simplex(logs => spend.Sum(h => new GammaGamma(Math.Exp(logs[0]), Math.Exp(logs[1]), Math.Exp(logs[2])).LogLikelihood(h)), [.. Enumerable.Range(0, 3).Select(_ => (n % 2 == 0 ? 6 : 24) * (chance.NextDouble() - .5))]);
                Assert.True(fit.LogLikelihood >= found - 1e-4, $"{kind} {seed}: {fit.LogLikelihood} is below {found}");
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Standard_errors_are_those_of_the_curvature(LifetimeModelKind kind, int seed)
    {
        var histories = PurchaseHistories.Of(Shop(seed));
        var fit = LifetimeFit.Of(kind, histories);
        if (fit.StandardErrors is not { } errors) return;
        var at = fit.Model.Parameters.Select(p => Math.Log(p.Value)).ToArray();
        const double step = 1e-3;
        var curvature = new double[4, 4];
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 4; j++)
                curvature[i, j] = -(Value(i, j, 1, 1) - Value(i, j, 1, -1) - Value(i, j, -1, 1) + Value(i, j, -1, -1)) / (4 * step * step);
        var variance = InverseDiagonal(curvature);
        for (var i = 0; i < 4; i++) Assert.Equal(1, errors[i] / (Math.Exp(at[i]) * Math.Sqrt(variance[i])), .02);

        double Value(int i, int j, int a, int b)
        {
            var moved = (double[])at.Clone();
            moved[i] += a * step;
            moved[j] += b * step;
            return Model(kind, moved).LogLikelihood(histories);
        }
    }

    /// <summary>By elimination with the unit matrix beside it; the curvature at a maximum needs no exchange of rows.</summary>
    private static double[] InverseDiagonal(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var rows = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, 2 * n).Select(j => j < n ? matrix[i, j] : j - n == i ? 1 : 0.0).ToArray()).ToArray();
        for (var i = 0; i < n; i++)
        {
            rows[i] = [.. rows[i].Select(v => v / rows[i][i])];
            for (var other = 0; other < n; other++)
                if (other != i) rows[other] = [.. rows[other].Zip(rows[i], (a, b) => a - rows[other][i] * b)];
        }
        return [.. Enumerable.Range(0, n).Select(i => rows[i][n + i])];
    }

    private static LifetimeModel Model(LifetimeModelKind kind, double[] logs) => kind == LifetimeModelKind.Pareto
        ? new ParetoModel(Math.Exp(logs[0]), Math.Exp(logs[1]), Math.Exp(logs[2]), Math.Exp(logs[3]))
        : new BetaGeometricModel(Math.Exp(logs[0]), Math.Exp(logs[1]), Math.Exp(logs[2]), Math.Exp(logs[3]), kind == LifetimeModelKind.ModifiedBetaGeometric);

    /// <summary>The highest value that the simplex of Nelder and Mead (A simplex method for function minimization, 1965) comes to.</summary>
    private static double Simplex(Func<double[], double> function, double[] start)
    {
        var n = start.Length;
        var corners = Enumerable.Range(0, n + 1).Select(c => Look([.. start.Select((v, i) => i == c - 1 ? v + 1 : v)])).ToList();
        for (var turn = 0; turn < 250; turn++)
        {
            corners.Sort((a, b) => b.Value.CompareTo(a.Value));
            if (corners[0].Value - corners[n].Value < 1e-7) break;
            var middle = Enumerable.Range(0, n).Select(i => corners.Take(n).Average(c => c.At[i])).ToArray();
            var turned = Look(Along(1));
            if (turned.Value > corners[0].Value)
            {
                var farther = Look(Along(2));
                corners[n] = farther.Value > turned.Value ? farther : turned;
            }
            else if (turned.Value > corners[n - 1].Value) corners[n] = turned;
            else if (Look(Along(-.5)) is var nearer && nearer.Value > corners[n].Value) corners[n] = nearer;
            else for (var c = 1; c <= n; c++) corners[c] = Look([.. corners[c].At.Zip(corners[0].At, (a, b) => (a + b) / 2)]);

            double[] Along(double by) => [.. middle.Select((m, i) => m + by * (m - corners[n].At[i]))];
        }
        return corners.Max(c => c.Value);

        (double[] At, double Value) Look(double[] at)
        {
            double[] kept = [.. at.Select(v => Math.Clamp(v, -12, 12))];
            return (kept, function(kept));
        }
    }
}
