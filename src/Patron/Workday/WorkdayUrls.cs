using Patron.Kernel;
using Patron.Web;

namespace Patron.Workday;

internal static class WorkdayUrls
{
    public const string Day = "/day";
    public const string Count = "/day/count";
    public const string Hours = Urls.Hours;
    public const string Teams = Urls.Teams;

    /// <summary>The customer at the moment of service.</summary>
    public static string Now(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "now");

    public static string Team(TeamId team, string deed) => $"{Teams}/{team}/{deed}";
}
