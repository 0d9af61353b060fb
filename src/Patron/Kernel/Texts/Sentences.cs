using Microsoft.AspNetCore.Components;

namespace Patron.Kernel.Texts;

/// <summary>
/// The sentences of one language. Patterns are ICU messages: {name}, {n, number}, {share, number, percent}, {day, date}, {day, date, short},
/// {n, plural, =0 {none} one {# order} other {# orders}}, {kind, select, person {..} other {..}}; a Korean particle follows its word: {name}{은/는}.
/// An unknown key or a missing argument is a bug and throws.
/// </summary>
public sealed class Sentences
{
    private readonly IReadOnlyDictionary<string, Message> messages;

    internal Sentences(Language language, IReadOnlyDictionary<string, Message> messages)
    {
        Language = language;
        this.messages = messages;
        Formats = new(this);
    }

    public Language Language { get; }

    /// <summary>Numbers, money, days in this language.</summary>
    public Formats Formats { get; }

    public IEnumerable<string> Keys => messages.Keys;

    public bool Has(string key) => messages.ContainsKey(key);

    public string this[string key] => Get(key, null);

    /// <summary>The sentence as plain text.</summary>
    /// <param name="key">The room's name and what it says: customers.list.title.</param>
    /// <param name="args">The arguments: the public properties of any object (a refusal too), whatever the case of their first letter, or a dictionary.</param>
    public string Get(string key, object? args) => Find(key, markup: false).Format(new Plain(this, Arguments.Of(args)));

    /// <summary>What a refusal says: its key and its properties.</summary>
    public string Of(object refusal, string key) => Get(key, refusal);

    /// <summary>The sentence as markup: tags of the pattern (b, em, br, a) stay, everything else is encoded; an argument that is itself a MarkupString stays as it is.</summary>
    public MarkupString Html(string key, object? args = null) => new(Find(key, markup: true).Format(new Marked(this, Arguments.Of(args))));

    /// <summary>Names of the arguments a sentence takes.</summary>
    internal IReadOnlySet<string> ArgumentsOf(string key) => Find(key, markup: true).Arguments;

    internal bool IsMarkup(string key) => Find(key, markup: true).HasTags;

    private Message Find(string key, bool markup) =>
        !messages.TryGetValue(key, out var message) ? throw new KeyNotFoundException($"There is no sentence {key} in {Language.Tag}.")
        : message.HasTags && !markup ? throw new InvalidOperationException($"The sentence {key} has tags: use Html.")
        : message;
}
