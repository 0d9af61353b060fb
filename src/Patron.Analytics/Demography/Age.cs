namespace Patron.Analytics.Demography;

/// <summary>Age in completed years.</summary>
public static class Age
{
    /// <summary>Completed years.</summary>
    public static int On(DateOnly birth, DateOnly day) => throw new NotImplementedException();
}
