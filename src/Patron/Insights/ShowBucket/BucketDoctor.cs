using Patron.Insights.Frame;
using Patron.Insights.ReckonInsights;

namespace Patron.Insights.ShowBucket;

/// <summary>Whether won and lost may be trusted: enough months, and who is called lost stays away.</summary>
internal static class BucketDoctor
{
    private const int LeastBuyers = 30, FewBuyers = 300, FewMonths = 6;

    /// <summary>Where more of those called lost than this come back, they are called so too early.</summary>
    private const double MostBack = 0.2;

    /// <param name="buyers">Indexes of those who bought.</param>
    public static DoctorVerdict Examine(Analytics.Base.CustomerBaseSnapshot snapshot, int[] buyers, BaseNumbers numbers, DateOnly asOf)
    {
        var told = numbers.ToldMonths.ToList();
        List<DoctorFinding> found =
        [
            DoctorChecks.Customers(buyers.Length, LeastBuyers, FewBuyers),
            DoctorFinding.Of("bucket-months", told.Count == 0 ? Trust.NotHere : told.Count < FewMonths ? Trust.WithCare : Trust.Reliable, ("n", told.Count), ("few", FewMonths)),
        ];
        var (lost, back) = (told.Sum(m => m.Lost), told.Sum(m => m.WonBack));
        if (lost > 0) found.Add(DoctorFinding.Of(back > MostBack * lost ? "bucket-early" : "bucket-gone", back > MostBack * lost ? Trust.WithCare : Trust.Reliable, ("lost", lost), ("back", back), ("days", numbers.LostAfterDays)));
        found.AddRange(DoctorChecks.FalseSamples(snapshot, buyers, asOf));
        return new(found, "cohorts");
    }
}
