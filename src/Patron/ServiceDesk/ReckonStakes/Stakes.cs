using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.ReckonStakes;

/// <summary>What is at stake with a customer.</summary>
/// <param name="Spent">Micros of the last year, less returns.</param>
/// <param name="Below">The share of the year's buyers who spent less; 0 where nobody bought.</param>
/// <param name="Buyers">Who bought in the year.</param>
internal readonly record struct Stake(long Spent, double Below, int Buyers)
{
    public const double HighFrom = .8, NormalFrom = .5;

    /// <summary>One of the best fifth of buyers is of high severity; the better half, and everybody who complains, of normal; the others of low.</summary>
    public Severity Severity(TicketKind kind) => Buyers > 0 && Below >= HighFrom ? Contracts.Severity.High : kind == TicketKind.Complaint || Below >= NormalFrom ? Contracts.Severity.Normal : Contracts.Severity.Low;
}

/// <summary>What the year's buyers spent, by which one of them is placed.</summary>
internal sealed class StakeScale
{
    public const int Days = 365;
    private readonly CustomerBaseSnapshot snapshot;
    private readonly PurchaseSummary year;
    private readonly long[] spent;

    public StakeScale(CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        (this.snapshot, AsOf) = (snapshot, asOf);
        year = snapshot.Summary(asOf.DayNumber, asOf.DayNumber - Days + 1);
        spent = [.. snapshot.Known.Indexes().Where(at => year.Orders[at] > 0).Select(Net)];
        Array.Sort(spent);
    }

    public DateOnly AsOf { get; }

    public bool IsOf(CustomerBaseSnapshot other, DateOnly day) => ReferenceEquals(snapshot, other) && AsOf == day;

    public Stake Of(CustomerId customer)
    {
        if (spent.Length == 0 || !snapshot.TryIndex(customer.Value, out var at) || year.Orders[at] == 0) return new(0, 0, spent.Length);
        var net = Net(at);
        return new(net, (double)Less(net) / spent.Length, spent.Length);
    }

    private long Net(int at) => year.Spent[at] + year.Returned[at];

    /// <summary>How many are below it; of equal ones none is.</summary>
    private int Less(long value)
    {
        var (low, high) = (0, spent.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (spent[middle] < value) low = middle + 1; else high = middle;
        }
        return low;
    }
}

/// <summary>Reckons what is at stake, on the base as it is; the order of the year's buyers is kept until the base is another.</summary>
internal sealed class Stakes(ICustomerBase customers, IReckoningDay reckoning)
{
    private volatile StakeScale? last;

    public StakeScale Scale()
    {
        var (snapshot, asOf) = (customers.Current, reckoning.AsOf);
        return last is { } known && known.IsOf(snapshot, asOf) ? known : last = new(snapshot, asOf);
    }
}
