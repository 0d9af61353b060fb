using Patron.Analytics.LifetimeValue;

namespace Patron.Benchmarks;

/// <summary>Customers who buy and leave as the Pareto/NBD of the CDNOW data says, in days, watched for 27 to 39 weeks.</summary>
internal static class BrainData
{
    private const int Watched = 272;
    private const int Cohort = 84;

    public static string Shared()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Patron.slnx"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "..", "shared", "data");
    }

    public static PurchaseHistory[] Histories(int customers)
    {
        var random = new Random(5);
        var histories = new PurchaseHistory[customers];
        for (var i = 0; i < customers; i++)
        {
            var observed = Watched - random.Next(Cohort);
            var (rate, leaving) = (Gamma(random, 0.553) / (10.58 * 7), Gamma(random, 0.606) / (11.67 * 7));
            var end = Math.Min(observed, -Math.Log(1 - random.NextDouble()) / leaving);
            var (repeats, last) = (0, 0);
            for (var at = -Math.Log(1 - random.NextDouble()) / rate; at < end; at -= Math.Log(1 - random.NextDouble()) / rate)
            {
                var day = (int)Math.Ceiling(at);
                if (day > last && day <= observed) (repeats, last) = (repeats + 1, day);
            }
            histories[i] = new(repeats, last / 7.0, observed / 7.0);
        }
        return histories;
    }

    /// <summary>Marsaglia and Tsang's method for a shape below 1.</summary>
    private static double Gamma(Random random, double shape)
    {
        var d = shape + 1 - 1.0 / 3;
        while (true)
        {
            var x = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + x / Math.Sqrt(9 * d), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return d * v * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }
    }
}
