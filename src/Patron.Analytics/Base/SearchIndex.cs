using System.Runtime.CompilerServices;

namespace Patron.Analytics.Base;

/// <summary>What a search found.</summary>
/// <param name="Hits">The customers found.</param>
/// <param name="Searched">The folded words really searched; words put in the place of a mistyped one are divided by " / ".</param>
/// <param name="Forgiven">True when nothing matched exactly and a typo was forgiven.</param>
public sealed record SearchResult(Bitmap Hits, string Searched, bool Forgiven);

/// <summary>Finds customers by parts of names, e-mails, phones and external ids: a scan of one buffer, so that two-character names need no index of their own.</summary>
/// <remarks>The texts stand in the buffer in the order in which they were added; the entries tell whose they are. An entry that its customer no longer points at is garbage.</remarks>
public sealed class SearchIndex
{
    private const int BigBuffer = 1 << 20;

    private readonly NameWords nameWords;

    internal SearchIndex(TextStore store, SearchEntries entries, NameWords nameWords) =>
        (Store, Entries, this.nameWords) = (store, entries, nameWords);

    internal TextStore Store { get; }
    internal SearchEntries Entries { get; }
    internal NameWords Words => nameWords;

    internal static SearchIndex From(TextLoad? load, int size)
    {
        var store = load is null ? new([], new int[size], new int[size], 0, 0) : TextStore.From(load, size);
        return new(store, SearchEntries.Of(store, size), new());
    }

    /// <summary>
    /// The customers in whose text every word occurs. Case, diacritics and width do not matter; words may be parts of words; a word of digits also finds phones written otherwise,
    /// with the national 0 dropped when at least six digits remain. When nothing matches, one typo (a letter wrong, missing, too many, or two swapped) is forgiven
    /// in words of four Latin letters or more, against the words of names. A blank text finds nobody.
    /// </summary>
    /// <param name="text">What a person typed.</param>
    /// <param name="max">Stop after so many customers; null: all.</param>
    public SearchResult Search(string text, int? max = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = SearchFolding.Fold(text);
        var hits = new Bitmap(Store.Length.Length);
        var readings = SearchTerm.Readings(folded).ToArray();
        foreach (var terms in readings) hits.Or(Scan(terms, max));
        var searched = readings.Length == 0 ? "" : string.Join(' ', readings[0].Select(t => t.Word));
        if (readings.Length == 0 || !Nobody(hits)) return new(hits, searched, false);
        return Forgive(readings[0], max) ?? new(hits, searched, false);
    }

    /// <summary>Gathers the words of names, so that the first mistyped search is as fast as the next. Not needed for anything else.</summary>
    public void Prepare() => nameWords.UpTo(this);

    private static bool Nobody(Bitmap hits) => QueryNode.Nobody(hits.Words);

    /// <summary>Words that occur nowhere must be the mistyped ones; when each occurs somewhere, each is tried in turn.</summary>
    private SearchResult? Forgive(SearchTerm[] terms, int? max)
    {
        if (!terms.Any(t => t.Forgivable)) return null;
        var absent = terms.Where(t => Nobody(Scan([t], 1))).ToArray();
        if (absent.Any(t => !t.Forgivable)) return null;
        var tries = absent.Length > 0 ? [absent] : terms.Where(t => t.Forgivable).Select(t => new[] { t });
        foreach (var mistyped in tries)
        {
            var instead = terms.Select(t => mistyped.Contains(t) ? SearchTerm.AnyOf(nameWords.Near(t.Word, this)) : t).ToArray();
            if (instead.Any(t => t.Forms.Length == 0)) continue;
            var hits = Scan(instead, max);
            if (!Nobody(hits)) return new(hits, string.Join(' ', instead.Select(t => t.Word)), true);
        }
        return null;
    }

    private Bitmap Scan(SearchTerm[] terms, int? max)
    {
        // The longest word is likely the rarest: the buffer is scanned for it, the others are looked for in what it hits.
        var anchor = terms.MaxBy(t => t.Forms.Min(f => f.Length))!;
        var others = terms.Where(t => t != anchor).ToArray();
        var parts = max is null && Store.Used >= BigBuffer ? Environment.ProcessorCount : 1;
        var found = new Bitmap[parts];
        Parallel.For(0, parts, n =>
        {
            found[n] = new(Store.Length.Length);
            var (from, to) = ((int)((long)Entries.Count * n / parts), (int)((long)Entries.Count * (n + 1) / parts));
            foreach (var form in anchor.Forms) Scan(form, others, from, to, max ?? int.MaxValue, found[n]);
        });
        for (var n = 1; n < parts; n++) found[0].Or(found[n]);
        return found[0];
    }

    [MethodImpl(Hot.Loop)]
    private void Scan(byte[] form, SearchTerm[] others, int entry, int toEntry, int max, Bitmap hits)
    {
        var end = toEntry < Entries.Count ? Entries.Start[toEntry] : Store.Used;
        var count = hits.Count();
        while (entry < toEntry && count < max)
        {
            var from = Entries.Start[entry];
            var at = Store.Buffer.AsSpan(from, end - from).IndexOf(form);
            if (at < 0) return;
            entry = Entries.At(from + at, entry, toEntry);
            var customer = Entries.Customer[entry];
            if (Store.Length[customer] > 0 && Store.Start[customer] == Entries.Start[entry] && !hits.Get(customer))
            {
                var text = Store.Span(customer);
                // A hit may run over the end of its text into the next one.
                if (from + at + form.Length <= Entries.Start[entry] + text.Length && AllOccur(others, text))
                {
                    hits.Set(customer);
                    count++;
                }
            }
            entry++;
        }
    }

    private static bool AllOccur(SearchTerm[] terms, ReadOnlySpan<byte> text)
    {
        foreach (var term in terms)
            if (!term.OccursIn(text)) return false;
        return true;
    }
}

/// <summary>Whose text begins where in the buffer, ascending; only appended to.</summary>
internal sealed record SearchEntries(int[] Start, int[] Customer, int Count)
{
    public static SearchEntries Of(TextStore store, int size)
    {
        var (start, customer, count) = (new int[size], new int[size], 0);
        for (var c = 0; c < size; c++)
        {
            if (store.Length[c] == 0) continue;
            (start[count], customer[count]) = (store.Start[c], c);
            count++;
        }
        return new(start, customer, count);
    }

    /// <summary>The entry that covers a position, looked for from a nearby entry on: hits come in ascending order, mostly close together.</summary>
    public int At(int position, int from, int to)
    {
        var step = 1;
        while (from + step < to && Start[from + step] <= position)
        {
            from += step;
            step *= 2;
        }
        var found = Start.AsSpan(from, Math.Min(step, to - from)).BinarySearch(position);
        return from + (found >= 0 ? found : ~found - 1);
    }
}

/// <summary>The next version of a search index, in the writer's hands.</summary>
internal sealed class SearchDraft(SearchIndex before, int visible)
{
    private readonly TextDraft texts = new(before.Store, visible);
    private int[] start = before.Entries.Start;
    private int[] customer = before.Entries.Customer;
    private int count = before.Entries.Count;

    public void Set(int index, string text)
    {
        if (!texts.Set(index, System.Text.Encoding.UTF8.GetBytes(text)) || text.Length == 0) return;
        if (count == start.Length) (start, customer) = (Growing.To(start, count + 1), Growing.To(customer, count + 1));
        (start[count], customer[count]) = (texts.Start(index), index);
        count++;
    }

    public SearchIndex Finish(int size)
    {
        var store = texts.Finish(size);
        return texts.Compacted ? new(store, SearchEntries.Of(store, size), new()) : new(store, new(start, customer, count), before.Words);
    }
}
