namespace Patron.Insights.Frame;

/// <summary>What a page of Insights is about; the index and the tabs of a page stand together by it.</summary>
internal enum InsightGroup { Value, Loyalty, Buying, People }

/// <summary>A page of Insights. Its name is in its sentences: insights.index.NAME is the title, insights.index.NAME.question what it answers.</summary>
/// <param name="Name">Lower case, also the anchor of its method.</param>
internal sealed record InsightEntry(string Name, string Url, InsightGroup Group, int Order);
