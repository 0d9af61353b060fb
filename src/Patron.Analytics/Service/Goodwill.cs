namespace Patron.Analytics.Service;

/// <summary>Somebody asks for something to be waived or given.</summary>
/// <param name="Amount">What it costs, above zero.</param>
/// <param name="Value">What the customer earns us, in the same unit; below zero for one who costs more than he brings.</param>
public readonly record struct GoodwillCase(decimal Amount, decimal Value);

/// <summary>What a rule does against reason: null where it does not.</summary>
/// <param name="Granted">The largest amount granted to a loss-making customer.</param>
/// <param name="Refused">The smallest amount refused to a profitable customer.</param>
public readonly record struct GoodwillFlaw(decimal? Granted, decimal? Refused)
{
    /// <summary>It favours the loss-making over the profitable.</summary>
    public bool IsUpsideDown => Granted is not null && Refused is not null;
}

/// <summary>Two rules for goodwill: a limit for everybody, and one that looks at what the customer is worth.</summary>
public static class Goodwill
{
    /// <summary>Everything below the limit is granted, whoever asks.</summary>
    public static bool Flat(decimal limit, decimal amount) => amount < limit;

    /// <summary>Granted up to a share of what the customer earns us, the share included; never to one who earns us nothing.</summary>
    /// <param name="share">Between 0 and 1.</param>
    public static bool ByValue(decimal share, GoodwillCase of) => of.Value > 0 && of.Amount <= share * of.Value;

    /// <summary>Holds a rule against cases: what it grants to loss-making and refuses to profitable customers.</summary>
    public static GoodwillFlaw FlawOf(Func<GoodwillCase, bool> grants, IEnumerable<GoodwillCase> cases)
    {
        decimal? granted = null, refused = null;
        foreach (var one in cases)
        {
            var grant = grants(one);
            if (grant && one.Value < 0 && !(granted >= one.Amount)) granted = one.Amount;
            if (!grant && one.Value > 0 && !(refused <= one.Amount)) refused = one.Amount;
        }
        return new(granted, refused);
    }
}
