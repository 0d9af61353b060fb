using System.Globalization;
using System.Text;

namespace Patron.Analytics.Base;

/// <summary>Texts by customer index, kept as UTF-8.</summary>
public sealed class TextColumn : Column
{
    private readonly SortPrefixes prefixes;

    internal TextColumn(TextStore store, SortPrefixes prefixes) => (Store, this.prefixes) = (store, prefixes);

    internal TextStore Store { get; }

    /// <summary>The text; empty: no value.</summary>
    public string this[int index] => Encoding.UTF8.GetString(Utf8(index));

    /// <summary>The text as UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8(int index) => Store.Span(index);

    /// <summary>The first eight bytes of the sort key of each text in this culture, as a number that orders like them; reckoned once and kept.</summary>
    internal ulong[] Prefixes(CultureInfo culture, int count) => prefixes.For(culture, count, index => this[index]);

    internal override ColumnDraft Change(int visible) => new Next(this, visible);

    private sealed class Next(TextColumn before, int visible) : ColumnDraft
    {
        private readonly TextDraft draft = new(before.Store, visible);
        private readonly List<int> touched = [];

        public override void Write(int index, in ColumnValue value) => Write(index, value.Text ?? "");
        public override void Clear(int index) => Write(index, "");

        public override Column Finish(int count)
        {
            var store = draft.Finish(count);
            return new TextColumn(store, before.prefixes.After(touched, count, index => Encoding.UTF8.GetString(store.Span(index))));
        }

        private void Write(int index, string text)
        {
            if (draft.Set(index, Encoding.UTF8.GetBytes(text))) touched.Add(index);
        }
    }
}

/// <summary>Sort-key prefixes by culture; carried from version to version with only the touched rows reckoned anew.</summary>
internal sealed class SortPrefixes
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, ulong[]> byCulture = [];

    public ulong[] For(CultureInfo culture, int count, Func<int, string> text)
    {
        lock (guard)
        {
            if (byCulture.TryGetValue(culture.Name, out var have)) return have;
            var made = new ulong[count];
            Ranges.Run(count, (from, to) =>
            {
                for (var i = from; i < to; i++) made[i] = Prefix(culture, text(i));
            });
            return byCulture[culture.Name] = made;
        }
    }

    public SortPrefixes After(List<int> touched, int count, Func<int, string> text)
    {
        var next = new SortPrefixes();
        lock (guard)
        {
            foreach (var (name, have) in byCulture)
            {
                var culture = CultureInfo.GetCultureInfo(name);
                var copy = new ulong[count];
                have.AsSpan(0, Math.Min(have.Length, count)).CopyTo(copy);
                foreach (var index in touched) copy[index] = Prefix(culture, text(index));
                next.byCulture[name] = copy;
            }
        }
        return next;
    }

    private static ulong Prefix(CultureInfo culture, string text)
    {
        if (text.Length == 0) return 0;
        ReadOnlySpan<byte> key = culture.CompareInfo.GetSortKey(text).KeyData;
        var prefix = 0UL;
        for (var i = 0; i < 8; i++) prefix = prefix << 8 | (i < key.Length ? key[i] : 0UL);
        return prefix;
    }
}
