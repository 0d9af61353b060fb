namespace Patron.Analytics.Matching;

/// <summary>Texts of several words: full names, streets, towns, organisations. A rare word counts for more than a frequent one (its information, log2 of texts by texts with the word).</summary>
internal sealed class WordsComparer(ValueDictionary values, NameVariants variants, bool initials = false) : FieldComparer(values)
{
    private const double AsGoodAsAll = .999;
    private const int MostWords = 24;
    private const int MostFrequent = 2_000;
    private readonly ValueDictionary dictionary = new();
    private int[] texts = [];
    private int[] canonical = [];
    private int[] words = [];
    private int[] ends = [];
    private ulong[] joined = [];
    private readonly Dictionary<int, int> heads = [];
    private readonly Dictionary<string, float> weights = new(StringComparer.Ordinal);
    private float[] bits = [];
    private int weighed;
    private float rare = 10;

    protected override void Prepare(int from, int to)
    {
        if (ends.Length < to) (ends, joined) = (Grown(ends, Room(ends.Length)), Grown(joined, Room(joined.Length)));
        Span<int> own = stackalloc int[MostWords];
        for (var id = from; id < to; id++)
        {
            var count = Split(Values[id], own, out joined[id]);
            var start = id == 0 ? 0 : ends[id - 1];
            if (start + count > words.Length) words = Grown(words, Math.Max(start + count, words.Length * 3 / 2 + 64));
            own[..count].Sort();
            own[..count].CopyTo(words.AsSpan(start));
            ends[id] = start + count;
        }
        Weigh();
    }

    public override Agreement Compare(int a, int b)
    {
        if (joined[a] == joined[b]) return Agreement.Equivalent;
        ReadOnlySpan<int> wordsA = Words(a), wordsB = Words(b);
        var shared = Shared(wordsA, wordsB, out var count);
        var (all, less) = (0d, 0d);
        if (count > 0)
        {
            var (bitsA, bitsB) = (Bits(wordsA), Bits(wordsB));
            (all, less) = (shared / Math.Max(bitsA, bitsB), shared / Math.Min(bitsA, bitsB));
            if (all >= AsGoodAsAll && count == wordsA.Length && count == wordsB.Length) return Agreement.Equivalent;
        }
        var (shorter, longer) = (Math.Min(Values[a].Length, Values[b].Length), Math.Max(Values[a].Length, Values[b].Length));
        var limit = Values[a][0] >= 0x2E80 ? shorter / 5 : shorter < 4 ? 0 : shorter < 6 ? 1 : shorter < 10 ? 2 : shorter / 4;
        var edits = limit > 0 ? EditsWithin(a, b, limit) : 1;
        if (edits <= limit) return edits == 1 ? Agreement.Slip : edits * 6 <= longer ? Agreement.Near : Agreement.Partial;
        if (initials && (AreInitials(Values[a], Values[b]) || AreInitials(Values[b], Values[a]))) return Agreement.Near;
        if (all >= .6 || less >= .95 && count >= 2) return Agreement.Near;
        if (all >= .3 || less >= .6) return Agreement.Partial;
        return limit > 0 && Alike(a, b, .9) ? Agreement.Partial : Agreement.Different;
    }

    /// <summary>"ibm" for "international business machines": two words or more, in their order.</summary>
    private static bool AreInitials(ReadOnlySpan<char> letters, ReadOnlySpan<char> text)
    {
        if (letters.Length < 2 || letters.Contains(' ')) return false;
        var at = 0;
        foreach (var range in text.Split(' '))
        {
            var word = text[range];
            if (word.IsEmpty) continue;
            if (at == letters.Length || letters[at] != word[0]) return false;
            at++;
        }
        return at == letters.Length;
    }

    private ReadOnlySpan<int> Words(int id)
    {
        var start = id == 0 ? 0 : ends[id - 1];
        return words.AsSpan(start, ends[id] - start);
    }

    private int Split(ReadOnlySpan<char> text, Span<int> own, out ulong letters)
    {
        var count = 0;
        letters = 14695981039346656037UL;
        foreach (var range in text.SplitAny(' ', ',', '-', '.', '/'))
        {
            var word = text[range];
            if (word.IsEmpty) continue;
            foreach (var c in word) letters = (letters ^ c) * 1099511628211UL;
            if (count == own.Length) continue;
            var id = Canonical(word);
            if (own[..count].Contains(id)) continue;
            texts[id]++;
            own[count++] = id;
        }
        return count;
    }

    /// <summary>The word's number; names of one group of nicknames have the number of the first that came.</summary>
    private int Canonical(ReadOnlySpan<char> word)
    {
        var known = dictionary.Count;
        var id = dictionary.Add(word);
        if (id < known) return canonical[id];
        if (id >= texts.Length) (texts, canonical) = (Grown(texts, id * 2 + 64), Grown(canonical, id * 2 + 64));
        canonical[id] = id;
        if (variants.Groups(word) is { Length: > 0 } groups && !heads.TryAdd(groups[0], id)) canonical[id] = heads[groups[0]];
        return canonical[id];
    }

    /// <summary>The words that most texts share, by their shares of the texts.</summary>
    public IReadOnlyList<TermShare> FrequentWords()
    {
        var least = Math.Max(2, Values.Count / 10_000);
        return [.. Enumerable.Range(0, dictionary.Count).Where(w => texts[w] >= least)
            .Select(w => new TermShare(dictionary[w].ToString(), (double)texts[w] / Values.Count))
            .OrderByDescending(t => t.Share).ThenBy(t => t.Text, StringComparer.Ordinal).Take(MostFrequent)];
    }

    /// <summary>Sets what words weigh; words that are not among the frequent ones are rarer than the rarest of them.</summary>
    /// <param name="rarest">Share of the rarest of the frequent words, which need not be among those given; 0 where none is frequent.</param>
    public void Weigh(IReadOnlyList<TermShare> frequent, double rarest)
    {
        rare = rarest <= 0 ? 10 : Information(rarest) + 1;
        weights.Clear();
        foreach (var (word, share) in frequent) weights[word] = Information(share);
        weighed = 0;
        Weigh();
    }

    // The half keeps a word that stands in every text from weighing nothing at all.
    private static float Information(double share) => (float)-Math.Log2(share) + .5f;

    private void Weigh()
    {
        if (bits.Length < dictionary.Count) Array.Resize(ref bits, dictionary.Count + bits.Length / 4);
        var lookup = weights.GetAlternateLookup<ReadOnlySpan<char>>();
        for (; weighed < dictionary.Count; weighed++) bits[weighed] = lookup.TryGetValue(dictionary[weighed], out var weight) ? weight : rare;
    }

    private double Shared(ReadOnlySpan<int> a, ReadOnlySpan<int> b, out int count)
    {
        count = 0;
        var sum = 0d;
        for (var (i, j) = (0, 0); i < a.Length && j < b.Length;)
        {
            if (a[i] < b[j]) i++;
            else if (a[i] > b[j]) j++;
            else
            {
                sum += bits[a[i++]];
                j++;
                count++;
            }
        }
        return sum;
    }

    private double Bits(ReadOnlySpan<int> all)
    {
        var sum = 0d;
        foreach (var word in all) sum += bits[word];
        return sum;
    }


    private static T[] Grown<T>(T[] array, int length)
    {
        Array.Resize(ref array, length);
        return array;
    }
}
