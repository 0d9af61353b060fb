using Patron.Analytics.Base;
using Patron.Kernel.Texts;

namespace Patron.Insights.Contracts;

/// <summary>By what customers are told apart as of a day.</summary>
public enum StandingKind
{
    /// <summary>The names of the cells of recency, frequency and spend: champions, loyal, at risk.</summary>
    Rfm,

    /// <summary>Steps of the ladder.</summary>
    Ladder,
}

/// <summary>Where customers stood.</summary>
/// <param name="Of">By customer index, place in <paramref name="Words"/>; -1 where there is nothing to say.</param>
/// <param name="Words">Best first; see <see cref="IStandings.Label"/>.</param>
public sealed record Standing(int[] Of, IReadOnlyList<string> Words);

/// <summary>Where customers stood on a day, from what there was until then; memberships and contracts without days count as if they had always held.</summary>
public interface IStandings
{
    /// <summary>Among all known customers.</summary>
    Standing On(StandingKind kind, CustomerBaseSnapshot snapshot, DateOnly day);

    /// <summary>What a word is called.</summary>
    string Label(StandingKind kind, string word, Sentences sentences);
}
