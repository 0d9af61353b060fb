namespace Patron.Analytics.Segments;

/// <summary>
/// Reads queries:
/// <code>
/// query     = [ item { "and" item } | item { "or" item } ]
/// item      = ( "all" | "any" | "none" ) "(" [ item { "," item } ] ")" | "not" item | "(" query ")" | rule
/// rule      = "in" word | leaf [ "(" inside { "," inside } ")" ] [ test ]
/// inside    = window | condition [ test ]
/// </code>
/// What stands in a test goes by the kind of the leaf, see <see cref="LeafKind"/>.
/// </summary>
public static class SegmentParser
{
    /// <summary>Characters of a query.</summary>
    public const int Longest = 8_000;

    /// <summary>Groups within groups.</summary>
    public const int Deepest = 12;

    /// <summary>The query, or the first thing that is wrong with it. Blank: everyone.</summary>
    public static (SegmentNode? Node, SegmentError? Error) Read(string text, SegmentVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (text.Length > Longest) return (null, new(Longest, text.Length - Longest, SegmentFault.TooMuch, "", []));
        var (tokens, error) = SegmentTokens.Of(text);
        if (error is not null) return (null, error);
        var reader = new Reading(tokens, vocabulary);
        var node = reader.Query();
        return reader.Error is null ? (node, null) : (null, reader.Error);
    }

    /// <summary>What could stand at the end of a text that is not finished, as it would be written or as a kind of <see cref="Expect"/>; nothing where the text is wrong before its end.</summary>
    internal static (IReadOnlyList<string> Expected, string? Leaf) AtEnd(string text, SegmentVocabulary vocabulary)
    {
        var (tokens, error) = SegmentTokens.Of(text);
        if (error is not null) return ([], null);
        var reader = new Reading(tokens, vocabulary);
        reader.Query();
        return reader.Error is { Fault: not SegmentFault.End } ? ([], null) : (reader.AtEnd, reader.Segment ? SegmentText.InSegment : null);
    }

    /// <summary>Goes through the tokens once; after the first error it reads nothing any more.</summary>
    private sealed class Reading(List<Token> tokens, SegmentVocabulary vocabulary)
    {
        private readonly List<string> wanted = [];
        private int at, depth;

        public SegmentError? Error { get; private set; }

        /// <summary>What was looked for where the text ends.</summary>
        public List<string> AtEnd { get; } = [];

        /// <summary>The end stands where a segment is named.</summary>
        public bool Segment { get; private set; }

        private Token Now => tokens[at];

        public SegmentNode? Query()
        {
            if (Now.Kind == TokenKind.End)
            {
                Want(Expect.Condition, "all", "any", "none", "not", "in");
                return SegmentNode.Everyone;
            }
            var node = Chain();
            if (Error is null && Now.Kind != TokenKind.End) Fail(SegmentFault.Unexpected);
            return Error is null ? node is SegmentNode.Group ? node : new SegmentNode.Group(GroupKind.All, [node!]) : null;
        }

        /// <summary>Items with one connective between them; two different ones need parentheses.</summary>
        private SegmentNode? Chain()
        {
            if (Item() is not { } first) return null;
            var (items, word) = (new List<SegmentNode> { first }, (string?)null);
            while (Connective(ref word))
            {
                if (Item() is not { } next) return null;
                items.Add(next);
            }
            return items.Count == 1 ? first : new SegmentNode.Group(word == "or" ? GroupKind.Any : GroupKind.All, items);
        }

        private bool Connective(ref string? word) => word is not null ? TakeWord(word) is not null : (word = TakeWord("and") ?? TakeWord("or")) is not null;

        private SegmentNode? Item()
        {
            if (TakeWord("not") is not null) return Item() is { } of ? new SegmentNode.Group(GroupKind.None, [of]) : null;
            if (TakeSign("(")) return Deeper(() => Chain() is { } inner && Close() ? inner : null);
            foreach (var kind in Enum.GetValues<GroupKind>())
                if (Now.Is(SegmentText.KindWord(kind)) && tokens[at + 1].Is("(")) return GroupOf(kind);
            Want("all", "any", "none");
            if (TakeWord("in") is not null) return InSegment();
            return Rule();
        }

        private SegmentNode.Group? GroupOf(GroupKind kind)
        {
            at += 2;
            return Deeper(() =>
            {
                var items = new List<SegmentNode>();
                if (TakeSign(")")) return new SegmentNode.Group(kind, items);
                do
                {
                    if (Chain() is not { } item) return null;
                    items.Add(item);
                }
                while (TakeSign(","));
                return Close() ? new SegmentNode.Group(kind, items) : null;
            });
        }

        private SegmentNode.Rule? InSegment()
        {
            if (Now.Kind is TokenKind.Name or TokenKind.Text) return new(SegmentText.InSegment, [], null, new LeafTest.OneOf([Take().Word]));
            Want(Expect.Segment);
            Segment = Now.Kind == TokenKind.End;
            return Fail<SegmentNode.Rule>(SegmentFault.Unexpected);
        }

        private SegmentNode.Rule? Rule()
        {
            Want(Expect.Condition);
            if (Now.Kind != TokenKind.Name) return Fail<SegmentNode.Rule>(SegmentFault.Unexpected);
            if (vocabulary.Find(Now.Word) is not { } leaf) return Fail<SegmentNode.Rule>(SegmentFault.Name);
            at++;
            wanted.Clear();
            var (where, window) = (new List<LeafCondition>(), (DayWindow?)null);
            if ((leaf.HasWindow || leaf.Conditions.Count > 0) && TakeSign("("))
            {
                do
                {
                    if (leaf.HasWindow && window is null && Window(out window)) continue;
                    if (Error is not null || Condition(leaf) is not { } condition) return null;
                    where.Add(condition);
                }
                while (TakeSign(","));
                if (!Close()) return null;
            }
            if (leaf.NeedsWindow && window is null)
            {
                Want("(");
                return Fail<SegmentNode.Rule>(SegmentFault.Unexpected);
            }
            var test = Test(leaf);
            return Error is null ? new(leaf.Name, where, window, test) : null;
        }

        private LeafCondition? Condition(LeafWord leaf)
        {
            foreach (var condition in leaf.Conditions) Want(condition.Name);
            if (Now.Kind != TokenKind.Name) return Fail<LeafCondition>(SegmentFault.Unexpected);
            if (leaf.Conditions.FirstOrDefault(c => c.Name.Equals(Now.Word, StringComparison.OrdinalIgnoreCase)) is not { } found) return Fail<LeafCondition>(SegmentFault.Condition);
            at++;
            wanted.Clear();
            var test = Test(found);
            return Error is null ? new(found.Name, test) : null;
        }

        private bool Window(out DayWindow? window)
        {
            window = null;
            Want(Expect.Window, "since", "until");
            if (Now.Kind == TokenKind.Number)
            {
                if (Span() is not var (count, unit)) return false;
                window = new DayWindow.Last(count, unit);
            }
            else if (TakeWord("since") is not null || TakeWord("until") is not null)
            {
                var since = tokens[at - 1].Is("since");
                if (Day() is { } day) window = since ? new DayWindow.Between(day, null) : new DayWindow.Between(null, day);
            }
            else if (Now.Kind == TokenKind.Day)
            {
                var from = Day();
                if (TakeWord("to") is null) Fail(SegmentFault.Unexpected);
                else if (Day() is { } to) window = new DayWindow.Between(from, to);
            }
            return window is not null;
        }

        private LeafTest? Test(LeafWord leaf)
        {
            var needed = leaf.Kind is not (LeafKind.Count or LeafKind.Truth);
            if (leaf.Kind == LeafKind.Truth) return null;
            if (leaf.MayMiss && TakeWord("is") is not null)
            {
                if (TakeWord("known") is not null) return new LeafTest.Known(true);
                if (TakeWord("missing") is not null) return new LeafTest.Known(false);
                return Fail<LeafTest>(SegmentFault.Unexpected);
            }
            if (leaf.Kind is LeafKind.Choice && TakeWord("in") is not null) return Words(leaf);
            if (leaf.Kind is LeafKind.Text)
            {
                if (TakeWord("contains") is null) return Fail<LeafTest>(SegmentFault.Unexpected);
                Want(Expect.Text);
                return Now.Kind is TokenKind.Text or TokenKind.Name or TokenKind.Number ? new LeafTest.Contains(Take().Word) : Fail<LeafTest>(SegmentFault.Unexpected);
            }
            if (leaf.Kind is not LeafKind.Choice && TakeWord("between") is not null)
            {
                if (Value(leaf) is not { } low) return null;
                if (TakeWord("and") is null) return Fail<LeafTest>(SegmentFault.Unexpected);
                return Value(leaf) is { } high ? new LeafTest.Between(low, high) : null;
            }
            if (Operator(leaf) is not { } sign) return needed ? Fail<LeafTest>(SegmentFault.Unexpected) : null;
            if (Value(leaf) is not { } value) return null;
            return value is SegmentValue.Word word && sign == LeafOperator.Equal ? new LeafTest.OneOf([word.Value]) : new LeafTest.Compare(sign, value);
        }

        private LeafOperator? Operator(LeafWord leaf)
        {
            foreach (var sign in Enum.GetValues<LeafOperator>())
                if ((leaf.Kind != LeafKind.Choice || sign is LeafOperator.Equal or LeafOperator.NotEqual) && TakeSign(SegmentText.Sign(sign))) return sign;
            return null;
        }

        private LeafTest.OneOf? Words(LeafWord leaf)
        {
            if (!TakeSign("(")) return Fail<LeafTest.OneOf>(SegmentFault.Unexpected);
            var words = new List<string>();
            do
            {
                if (Choice(leaf) is not { } word) return null;
                words.Add(word.Value);
            }
            while (TakeSign(","));
            return Close() ? new(words) : null;
        }

        private SegmentValue? Value(LeafWord leaf)
        {
            if (leaf.Kind == LeafKind.Choice) return Choice(leaf);
            if (leaf.Kind == LeafKind.Day) return DayValue();
            Want(leaf.Kind switch { LeafKind.Money => Expect.Money, LeafKind.Percent => Expect.Percent, LeafKind.Days => Expect.Days, _ => Expect.Number });
            if (Now.Kind != TokenKind.Number) return Fail<SegmentValue>(SegmentFault.Unexpected);
            var number = Take().Number;
            if (leaf.TimesOf.Count > 0 && TakeSign("*"))
            {
                foreach (var other in leaf.TimesOf)
                    if (TakeWord(other) is not null) return new SegmentValue.Times(number, other);
                return Fail<SegmentValue>(SegmentFault.Unexpected);
            }
            if (leaf.Kind == LeafKind.Percent) return TakeSign("%") ? new SegmentValue.Number(number, LeafUnit.Percent) : Fail<SegmentValue>(SegmentFault.Unexpected);
            if (leaf.Kind != LeafKind.Days) return new SegmentValue.Number(number);
            var weeks = TakeWord("weeks") is not null || TakeWord("week") is not null;
            if (!weeks && TakeWord("days") is null) TakeWord("day");
            return new SegmentValue.Number(weeks ? number * 7 : number, LeafUnit.Days);
        }

        private SegmentValue? DayValue()
        {
            Want(Expect.Day);
            if (Now.Kind == TokenKind.Day) return new SegmentValue.Day(Take().Day);
            if (Now.Kind != TokenKind.Number) return Fail<SegmentValue>(SegmentFault.Unexpected);
            if (Span() is not var (count, unit)) return null;
            return TakeWord("ago") is null ? Fail<SegmentValue>(SegmentFault.Unexpected) : new SegmentValue.Ago(count, unit);
        }

        private SegmentValue.Word? Choice(LeafWord leaf)
        {
            Want(Expect.Word);
            foreach (var choice in leaf.Choices()) Want(SegmentText.Quoted(choice));
            if (Now.Kind is not (TokenKind.Name or TokenKind.Text or TokenKind.Number)) return Fail<SegmentValue.Word>(SegmentFault.Unexpected);
            var known = leaf.Choices().FirstOrDefault(c => c.Equals(Now.Word, StringComparison.OrdinalIgnoreCase));
            if (known is null && leaf.Closed) return Fail<SegmentValue.Word>(SegmentFault.Choice);
            at++;
            wanted.Clear();
            return new(known ?? tokens[at - 1].Word);
        }

        private (int Count, SpanUnit Unit)? Span()
        {
            var number = Take().Number;
            if (number != decimal.Truncate(number) || number is < 1 or > 100_000)
            {
                at--;
                Fail(SegmentFault.Number);
                return null;
            }
            foreach (var unit in Enum.GetValues<SpanUnit>())
            {
                var word = unit.ToString().ToLowerInvariant();
                if (TakeWord(word + "s") is not null || Now.Is(word) && TakeWord(word) is not null) return ((int)number, unit);
            }
            Fail(SegmentFault.Unexpected);
            return null;
        }

        private DateOnly? Day()
        {
            Want(Expect.Day);
            if (Now.Kind == TokenKind.Day) return Take().Day;
            Fail(SegmentFault.Unexpected);
            return null;
        }

        private T? Deeper<T>(Func<T?> read) where T : SegmentNode
        {
            if (++depth > Deepest) return Fail<T>(SegmentFault.TooMuch);
            var node = read();
            depth--;
            return node;
        }

        private bool Close()
        {
            if (TakeSign(")")) return true;
            Fail(SegmentFault.Unexpected);
            return false;
        }

        private Token Take()
        {
            wanted.Clear();
            return tokens[at++];
        }

        private string? TakeWord(string word)
        {
            if (Error is null && Now.Is(word))
            {
                Take();
                return word;
            }
            Want(word);
            return null;
        }

        private bool TakeSign(string sign) => TakeWord(sign) is not null;

        private void Want(params ReadOnlySpan<string> what)
        {
            if (Error is not null) return;
            foreach (var one in what)
            {
                if (!wanted.Contains(one)) wanted.Add(one);
                if (Now.Kind == TokenKind.End && !AtEnd.Contains(one)) AtEnd.Add(one);
            }
        }

        private void Fail(SegmentFault fault)
        {
            if (Error is not null) return;
            var ended = Now.Kind == TokenKind.End && fault == SegmentFault.Unexpected;
            Error = new(Now.Position, Now.Length, ended ? SegmentFault.End : fault, Now.Word, [.. wanted]);
        }

        private T? Fail<T>(SegmentFault fault) where T : class
        {
            Fail(fault);
            return null;
        }
    }
}
