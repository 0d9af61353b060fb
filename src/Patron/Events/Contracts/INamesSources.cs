namespace Patron.Events.Contracts;

/// <summary>What messages are sent for, by name. Campaigns does.</summary>
public interface INamesSources
{
    /// <summary>"campaign".</summary>
    string Kind { get; }

    /// <summary>By number.</summary>
    IReadOnlyDictionary<long, string> Names();
}

/// <summary>The names of all sources, a few seconds old at most.</summary>
public sealed class SourceNames(IEnumerable<INamesSources> rooms, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private volatile Known? known;

    private sealed record Known(IReadOnlyDictionary<string, string> Names, DateTimeOffset Until);

    /// <summary>As a query of the database writes a source: its kind, a blank, its number.</summary>
    public static string Word(string kind, string number) => $"{kind} || ' ' || {number}";

    /// <summary>The source's name; one that has none stays as it is.</summary>
    public string Of(string word)
    {
        var now = clock.GetUtcNow();
        var names = known;
        if (names is null || now >= names.Until)
            known = names = new(rooms.SelectMany(r => r.Names().Select(n => (Word: $"{r.Kind} {n.Key}", n.Value))).ToDictionary(n => n.Word, n => n.Value), now + Fresh);
        return names.Names.GetValueOrDefault(word, word);
    }
}
