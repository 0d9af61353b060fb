using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patron.Analytics.Matching;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.Matching.Preparing;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>A frequent text without the text: its digest, and its share.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct HashedTerm(ulong Digest, float Share)
{
    /// <summary>64 bits of FNV-1a.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in text) hash = (hash ^ c) * 1_099_511_628_211UL;
        return hash;
    }
}

/// <summary>
/// A model as it is kept: weights, and how frequent values are by their digests, so that no name and no address lies in it. The texts are found again in the
/// records that it is used on.
/// </summary>
internal sealed class StoredModel
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Dictionary<ulong, float>[] frequent;
    private readonly Dictionary<ulong, float>[] words;

    private StoredModel(MatchLayout layout, MatchModel bare, IEnumerable<IEnumerable<HashedTerm>> frequent, IEnumerable<IEnumerable<HashedTerm>> words)
    {
        (Layout, Bare) = (layout, bare);
        this.frequent = [.. frequent.Select(Lookup)];
        this.words = [.. words.Select(Lookup)];
    }

    public MatchLayout Layout { get; }

    /// <summary>Without frequent values: what is shown, and what tells how two values agree.</summary>
    public MatchModel Bare { get; }

    /// <param name="All">False where the model was kept before whole names and legal forms were compared: it no longer fits.</param>
    private sealed record Kept(CustomerKind Kind, NameScripts Scripts, MatchModel Model, byte[][] Frequent, byte[][] Words, bool Generations = false, bool All = false);

    public static StoredModel Of(MatchLayout layout, MatchModel model) => new(
        layout, model with { Nicknames = Nicknames.All, Fields = [.. model.Fields.Select(f => f with { Frequent = [], Words = [] })] },
        model.Fields.Select(f => f.Frequent.Select(Hashed)), model.Fields.Select(f => f.Words.Select(Hashed)));

    public static StoredModel Read(string json)
    {
        var kept = JsonSerializer.Deserialize<Kept>(json, Form)!;
        return new(new(kept.Kind, kept.Scripts, kept.Generations, kept.All), kept.Model with { Nicknames = Nicknames.All }, kept.Frequent.Select(Unpacked), kept.Words.Select(Unpacked));
    }

    public string Write() => JsonSerializer.Serialize(new Kept(Layout.Kind, Layout.Scripts, Bare with { Nicknames = [] }, [.. frequent.Select(Packed)], [.. words.Select(Packed)], Layout.Generations, Layout.All), Form);

    /// <summary>The whole model for the records of a table.</summary>
    public MatchModel For(MatchTable table)
    {
        var count = table.Count;
        return With(f => Enumerable.Range(0, count).Select(r => table.Text(r, f)));
    }

    /// <summary>The same for two records alone; quick.</summary>
    public MatchEvidence Compare(IReadOnlyList<string?> a, IReadOnlyList<string?> b) => With(f => [a[f], b[f]]).Compare(a, b);

    private MatchModel With(Func<int, IEnumerable<string?>> texts)
    {
        var fields = new FieldModel[Bare.Fields.Count];
        Parallel.For(0, fields.Length, f =>
        {
            var (values, single) = (new Dictionary<ulong, TermShare>(), new Dictionary<ulong, TermShare>());
            if (frequent[f].Count + words[f].Count > 0)
            {
                foreach (var text in texts(f))
                {
                    if (text is null) continue;
                    Find(frequent[f], text, values);
                    if (words[f].Count == 0) continue;
                    foreach (var range in text.AsSpan().Split(' ')) Find(words[f], text.AsSpan(range), single);
                }
            }
            fields[f] = Bare.Fields[f] with { Frequent = Ordered(values), Words = Ordered(single), RarestWord = words[f].Count == 0 ? 0 : words[f].Values.Min() };
        });
        return Bare with { Fields = fields };
    }

    private static void Find(Dictionary<ulong, float> known, ReadOnlySpan<char> text, Dictionary<ulong, TermShare> found)
    {
        var digest = HashedTerm.Of(text);
        if (known.TryGetValue(digest, out var share) && !found.ContainsKey(digest)) found.Add(digest, new(text.ToString(), share));
    }

    private static TermShare[] Ordered(Dictionary<ulong, TermShare> found) => [.. found.OrderByDescending(t => t.Value.Share).ThenBy(t => t.Key).Select(t => t.Value)];

    private static HashedTerm Hashed(TermShare term) => new(HashedTerm.Of(term.Text), (float)term.Share);

    private static Dictionary<ulong, float> Lookup(IEnumerable<HashedTerm> terms)
    {
        var shares = new Dictionary<ulong, float>();
        foreach (var term in terms) shares.TryAdd(term.Digest, term.Share);
        return shares;
    }

    private static byte[] Packed(Dictionary<ulong, float> terms) => MemoryMarshal.AsBytes(terms.Select(t => new HashedTerm(t.Key, t.Value)).ToArray().AsSpan()).ToArray();

    private static HashedTerm[] Unpacked(byte[] packed) => MemoryMarshal.Cast<byte, HashedTerm>(packed).ToArray();
}
