using Patron.Analytics.Experiments;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Experiments.Contracts;

/// <summary>What holds for all that is done in marketing and for how it is measured.</summary>
/// <param name="ControlPercent">Of all customers so many are held out from everything, from 0 to 20.</param>
/// <param name="ControlSince">The day from which that is so; null where nobody is held out.</param>
/// <param name="MarginPercent">What remains of revenue, unless a campaign says otherwise; from 1 to 100.</param>
/// <param name="SecondPerson">A campaign is launched only once somebody other than its author approved it.</param>
public sealed record MarketingRules(int ControlPercent, DateOnly? ControlSince, int MarginPercent, bool SecondPerson)
{
    public const string Key = "marketing-rules";
    public const int MostControl = 20;

    /// <summary>What the draw of the universal control group hangs on.</summary>
    public const string ControlKey = "universal-control";

    private static readonly ulong Control = StableChance.KeyOf(ControlKey);

    public static MarketingRules Default { get; } = new(0, null, 30, false);

    public bool IsSound => ControlPercent is >= 0 and <= MostControl && MarginPercent is >= 1 and <= 100;

    /// <summary>The draw of one id; whether a person is held out is for <see cref="ControlGroup"/> to say, which knows of merges.</summary>
    internal bool Draws(long customer) => ControlPercent > 0 && StableChance.Of(Control, customer) * 100 < ControlPercent;

    public static async Task<MarketingRules> Read(PatronDb db, CancellationToken ct) => await db.Read<MarketingRules>(Key, ct) ?? Default;
}
