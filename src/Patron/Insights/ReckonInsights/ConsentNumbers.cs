using Patron.Analytics.Base;
using Patron.Consents.Contracts;

namespace Patron.Insights.ReckonInsights;

/// <summary>How many known people may be contacted, refused, were never asked: by the words of <see cref="ConsentColumn"/>, so that a count and its list agree.</summary>
internal sealed record ConsentNumbers(IReadOnlyDictionary<string, int> By)
{
    public static ConsentNumbers Of(CustomerBaseSnapshot snapshot, Bitmap members) =>
        new(ConsentColumn.Words.ToDictionary(word => word, word => snapshot.Select(ConsentColumn.Query(word)!, members, 0).Count()));

    public int this[string word] => By[word];

    /// <summary>Anybody was ever asked.</summary>
    public bool Any(int people) => this[ConsentColumn.Never] < people;
}
