namespace Patron.Analytics.Forecasting;

/// <summary>A deal's stay in a stage, and what became of the deal.</summary>
/// <param name="Deal">Any number; a deal that was in several stages has a course for each.</param>
/// <param name="Owner">0 is nobody.</param>
/// <param name="Came">Day number on which it came into the stage.</param>
/// <param name="Ended">Day number on which the deal was won or lost, in whichever stage; null while it is open.</param>
/// <param name="End">Open: it has not ended, and tells only that it lasted so long.</param>
/// <param name="Value">What it was thought worth when it came into the stage, in any unit of money; not negative.</param>
/// <param name="Brought">What it was won for, in the same unit; 0 unless it was won.</param>
public readonly record struct DealCourse(long Deal, int Stage, long Owner, int Came, int? Ended, DealStanding End, double Value, double Brought);

/// <summary>A deal that is open on the day of the forecast.</summary>
/// <param name="Age">Whole days in its stage.</param>
/// <param name="Value">In any unit of money; not negative.</param>
public readonly record struct PendingDeal(int Stage, long Owner, int Age, double Value);

/// <summary>What a sum of deals comes to: the expectation, and the 90 % interval around it.</summary>
public readonly record struct ForecastRange(double Expected, double Low, double High)
{
    /// <summary>The 95th percentile of the normal distribution: 5 % lie on either side of the interval.</summary>
    public const double Deviations = 1.6448536269514722;
}
