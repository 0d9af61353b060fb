namespace Patron.Insights.ReckonLadder;

/// <summary>Where the rules of the ladder are kept.</summary>
internal static class LadderSetting
{
    public const string Key = "reckon.ladder";
}
