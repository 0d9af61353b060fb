using Patron.Insights.Frame;

namespace Patron.Insights.ShowRfm;

/// <summary>Whether the scores may be trusted.</summary>
internal static class RfmDoctor
{
    private const int LeastBuyers = 25, FewBuyers = 250;
    private const double MostAlike = 0.6;

    /// <param name="buyers">Indexes of the scored.</param>
    public static DoctorVerdict Examine(Analytics.Base.CustomerBaseSnapshot snapshot, int[] buyers, Analytics.Rfm.RfmScores scores, DateOnly asOf)
    {
        List<DoctorFinding> found = [DoctorChecks.Customers(buyers.Length, LeastBuyers, FewBuyers)];
        if (buyers.Length > 0)
        {
            var alike = (double)scores.FrequencyLimits.Max(l => l.Customers) / buyers.Length;
            found.Add(DoctorFinding.Of(alike > MostAlike ? "scores-alike" : "scores-apart", alike > MostAlike ? Trust.WithCare : Trust.Reliable, ("share", alike)));
        }
        found.AddRange(DoctorChecks.FalseSamples(snapshot, buyers, asOf));
        return new(found, "late");
    }
}
