namespace Patron.Analytics.Demography;

/// <summary>The nine stages.</summary>
public enum LifeStage
{
    /// <summary>A needed fact is missing.</summary>
    Unknown = 0,
    /// <summary>1: young, single.</summary>
    YoungSingle = 1,
    /// <summary>2: young couple, no child.</summary>
    NewlyMarried = 2,
    /// <summary>3: youngest child under 6.</summary>
    FullNest1 = 3,
    /// <summary>4: youngest child 6 or over.</summary>
    FullNest2 = 4,
    /// <summary>5: older couple with dependent children of any age.</summary>
    FullNest3 = 5,
    /// <summary>6: older couple, no children at home, head working.</summary>
    EmptyNest1 = 6,
    /// <summary>7: older couple, no children at home, retired.</summary>
    EmptyNest2 = 7,
    /// <summary>8: alone, working.</summary>
    SolitaryWorking = 8,
    /// <summary>9: alone, retired.</summary>
    SolitaryRetired = 9,
}
