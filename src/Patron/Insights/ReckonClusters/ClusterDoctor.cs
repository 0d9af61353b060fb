using Patron.Insights.Frame;

namespace Patron.Insights.ReckonClusters;

/// <summary>Whether clusters may be trusted, of customers and of the rows of any file.</summary>
internal static class ClusterDoctor
{
    public const int Few = 100, Least = 30;
    private const double Chance = .6, Steady = .8, Clear = .25;

    public static DoctorVerdict Examine(ClusterResult r) => new([DoctorChecks.Customers(r.Sizes.Sum(), Least, Few), .. Division(r.Stability, r.Silhouette)], Instead: "rfm");

    /// <summary>Do the clusters come again in halves of the rows, and do they lie apart?</summary>
    public static IEnumerable<DoctorFinding> Division(double stability, double? silhouette) =>
    [
        DoctorFinding.Of("cluster-stable", stability < Chance ? Trust.NotHere : stability < Steady ? Trust.WithCare : Trust.Reliable, ("stability", stability)),
        DoctorFinding.Of("cluster-clear", silhouette is >= Clear ? Trust.Reliable : Trust.WithCare, ("silhouette", silhouette ?? 0)),
    ];

    /// <summary>Why there are none, and what to use instead.</summary>
    public static DoctorVerdict Lack(ClusterResult r) => r.Lack == ClusterLack.Alike
        ? new([DoctorFinding.Of("cluster-alike", Trust.NotHere, ("n", r.Buyers))], Instead: "variables")
        : new([DoctorFinding.Of("cluster-unknown", Trust.NotHere, ("n", r.Buyers), ("least", ReckonsClusters.LeastRows))], Instead: "rfm");
}
