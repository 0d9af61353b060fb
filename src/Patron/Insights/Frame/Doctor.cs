namespace Patron.Insights.Frame;

/// <summary>How far a method's result may be trusted on this data.</summary>
public enum Trust { Reliable, WithCare, NotHere }

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Name">Its sentence is insights.doctor.NAME.</param>
/// <param name="Level">What it means for the result; Reliable is a check that was passed and is told too.</param>
/// <param name="Numbers">The sentence's arguments.</param>
public sealed record DoctorFinding(string Name, Trust Level, IReadOnlyDictionary<string, double> Numbers)
{
    public static DoctorFinding Of(string name, Trust level, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        var all = new Dictionary<string, double>();
        foreach (var (key, value) in numbers) all[key] = value;
        return new(name, level, all);
    }

    /// <summary>As the sentences take them.</summary>
    public IReadOnlyDictionary<string, object?> Arguments => Numbers.ToDictionary(n => n.Key, n => (object?)n.Value);
}

/// <summary>What the doctor says of one method before its result is shown: the worst of the findings counts.</summary>
/// <param name="Instead">Where the method does not fit: the name of the page (<see cref="InsightEntry"/>) to use instead.</param>
public sealed record DoctorVerdict(IReadOnlyList<DoctorFinding> Findings, string? Instead = null)
{
    /// <summary>There are too few customers for this method, and so for most others.</summary>
    public bool IsTooFew => Findings.Any(f => f is { Name: DoctorChecks.FewCustomers, Level: Trust.NotHere });

    public Trust Level => Findings.Count == 0 ? Trust.Reliable : Findings.Max(f => f.Level);
}
