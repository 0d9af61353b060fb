namespace Patron.Analytics.Segments;

/// <summary>Reads how parts of a query are put together: chains, groups, and the segments that are asked for.</summary>
internal sealed class GroupGrammar(TokenCursor tokens, SegmentVocabulary vocabulary)
{
    private readonly RuleGrammar rules = new(tokens, vocabulary);
    private int depth;

    /// <summary>The text ends where a segment is named.</summary>
    public bool AsksSegment { get; private set; }

    /// <summary>The whole text; null where something is wrong with it, which the tokens know.</summary>
    public SegmentNode? Query()
    {
        if (tokens.Now.Kind == TokenKind.End)
        {
            tokens.Want(Expect.Condition, "all", "any", "none", "not", "in");
            return SegmentNode.Everyone;
        }
        var node = Chain();
        if (tokens.Error is null && tokens.Now.Kind != TokenKind.End) tokens.Fail(SegmentFault.Unexpected);
        return tokens.Error is null ? node is SegmentNode.Group ? node : new SegmentNode.Group(GroupKind.All, [node!]) : null;
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

    private bool Connective(ref string? word) => word is not null ? tokens.TakeWord(word) is not null : (word = tokens.TakeWord("and") ?? tokens.TakeWord("or")) is not null;

    private SegmentNode? Item()
    {
        if (tokens.TakeWord("not") is not null) return Item() is { } of ? new SegmentNode.Group(GroupKind.None, [of]) : null;
        if (tokens.TakeSign("(")) return Deeper(() => Chain() is { } inner && tokens.Close() ? inner : null);
        foreach (var kind in Enum.GetValues<GroupKind>())
            if (tokens.Now.Is(SegmentText.KindWord(kind)) && tokens.Next.Is("(")) return GroupOf(kind);
        tokens.Want("all", "any", "none");
        if (tokens.TakeWord("in") is not null) return InSegment();
        return rules.Rule();
    }

    private SegmentNode.Group? GroupOf(GroupKind kind)
    {
        tokens.Pass();
        tokens.Pass();
        return Deeper(() =>
        {
            var items = new List<SegmentNode>();
            if (tokens.TakeSign(")")) return new SegmentNode.Group(kind, items);
            do
            {
                if (Chain() is not { } item) return null;
                items.Add(item);
            }
            while (tokens.TakeSign(","));
            return tokens.Close() ? new SegmentNode.Group(kind, items) : null;
        });
    }

    private SegmentNode.Rule? InSegment()
    {
        if (tokens.Now.Kind is TokenKind.Name or TokenKind.Text) return new(SegmentText.InSegment, [], null, new LeafTest.OneOf([tokens.Take().Word]));
        tokens.Want(Expect.Segment);
        AsksSegment = tokens.Now.Kind == TokenKind.End;
        return tokens.Fail<SegmentNode.Rule>(SegmentFault.Unexpected);
    }

    private T? Deeper<T>(Func<T?> read) where T : SegmentNode
    {
        if (++depth > SegmentParser.Deepest) return tokens.Fail<T>(SegmentFault.TooMuch);
        var node = read();
        depth--;
        return node;
    }
}
