namespace Patron.Reasons.Contracts;

/// <summary>Where the trees are.</summary>
public static class ReasonUrls
{
    public const string List = "/reasons";

    /// <summary>The page of a kind.</summary>
    public static string Of(ReasonKind kind) => $"{List}?kind={Word(kind)}";

    /// <summary>A kind in an address.</summary>
    public static string Word(ReasonKind kind) => kind switch
    {
        ReasonKind.NotBuying => "not-buying", ReasonKind.Switching => "switching", ReasonKind.Leaving => "leaving", ReasonKind.Ending => "ending", ReasonKind.WonBack => "won-back", ReasonKind.Winning => "winning", _ => "ticket",
    };

    /// <summary>What <see cref="Word"/> wrote; another word is leaving.</summary>
    public static ReasonKind KindOf(string? word) => Enum.GetValues<ReasonKind>().FirstOrDefault(k => Word(k) == word, ReasonKind.Leaving);
}
