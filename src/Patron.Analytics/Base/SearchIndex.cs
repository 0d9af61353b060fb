namespace Patron.Analytics.Base;

/// <summary>What a search found.</summary>
/// <param name="Hits">The customers found; holes and anonymous buyers are never among them as they have no search text, or are left out by the query around it.</param>
/// <param name="Searched">The folded words really searched; words put in place of a mistyped one are divided by " / ".</param>
/// <param name="Forgiven">True when nothing matched exactly and one typo was forgiven.</param>
public sealed record SearchResult(Bitmap Hits, string Searched, bool Forgiven);

/// <summary>Finds customers by parts of names, e-mails, phones and external ids.</summary>
public sealed class SearchIndex
{
    internal SearchIndex(TextStore store) => Store = store;
    internal TextStore Store { get; }
    internal static SearchIndex From(TextLoad? load, int size) => new(load is null ? new([], new int[size], new int[size], 0, 0) : TextStore.From(load, size));

    /// <summary>Searches.</summary>
    public SearchResult Search(string text, int? max = null) => throw new NotImplementedException();
}

internal sealed class SearchDraft(SearchIndex before, int visible)
{
    private readonly TextDraft draft = new(before.Store, visible);
    public void Set(int index, string text) => draft.Set(index, System.Text.Encoding.UTF8.GetBytes(text));
    public SearchIndex Finish(int count) => new(draft.Finish(count));
}

/// <summary>The one folded text a customer is found by.</summary>
public static class SearchText
{
    /// <summary>Builds it.</summary>
    public static string Of(IEnumerable<string?> names, IEnumerable<string?> emails, IEnumerable<string?> phones, IEnumerable<string?> externalIds) => throw new NotImplementedException();
}

/// <summary>Makes texts comparable.</summary>
public static class SearchFolding
{
    /// <summary>Folds.</summary>
    public static string Fold(string text) => throw new NotImplementedException();
}
