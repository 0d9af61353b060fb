namespace Patron.Analytics.Experiments;

/// <summary>What became of those who tried something because they were asked to, against those who tried it anyway.</summary>
public enum TrialFinding
{
    /// <summary>More came again, and they came as often: nothing speaks against the treatment.</summary>
    Better,

    /// <summary>More came again although a smaller share of the triers did: it brought people who would not have tried, and these are less keen. No argument against it.</summary>
    Selection,

    /// <summary>Fewer came again of all who were asked: it did harm, or nothing.</summary>
    Worse,

    /// <summary>As many came again as without it.</summary>
    Same,
}

/// <summary>
/// A coupon and its like (requirements 6): the share of triers who buy again falls when more people try, so only those who buy again among all who were asked can be compared.
/// </summary>
/// <param name="TreatedAgain">Of the treated who answered, those who came again.</param>
public readonly record struct RepeatedTrial(Arm Treated, long TreatedAgain, Arm Control, long ControlAgain)
{
    /// <summary>Share of the triers; 0 where nobody tried.</summary>
    public double TreatedRate => Treated.Answers > 0 ? (double)TreatedAgain / Treated.Answers : 0;

    public double ControlRate => Control.Answers > 0 ? (double)ControlAgain / Control.Answers : 0;

    /// <summary>Of a thousand who were asked.</summary>
    public double TreatedPerThousand => 1000.0 * TreatedAgain / Treated.People;

    public double ControlPerThousand => 1000.0 * ControlAgain / Control.People;

    public TrialFinding Finding => TreatedPerThousand.CompareTo(ControlPerThousand) switch
    {
        < 0 => TrialFinding.Worse,
        0 => TrialFinding.Same,
        _ => TreatedRate < ControlRate ? TrialFinding.Selection : TrialFinding.Better,
    };
}
