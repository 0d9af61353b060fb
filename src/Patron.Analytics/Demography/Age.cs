namespace Patron.Analytics.Demography;

/// <summary>Age, derived from the birth date whenever it is asked for and never stored.</summary>
public static class Age
{
    /// <summary>Completed years of life. Who was born on 29 February completes a year on 1 March where there is no 29 February.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The birth lies after the day.</exception>
    public static int On(DateOnly birth, DateOnly day)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(birth, day);
        var years = day.Year - birth.Year;
        return (day.Month, day.Day).CompareTo((birth.Month, birth.Day)) < 0 ? years - 1 : years;
    }
}
