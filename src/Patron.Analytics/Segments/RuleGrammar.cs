namespace Patron.Analytics.Segments;

/// <summary>Reads a rule: its leaf, what it is narrowed by, and when.</summary>
internal sealed class RuleGrammar(TokenCursor tokens, SegmentVocabulary vocabulary)
{
    private readonly TestGrammar values = new(tokens);

    public SegmentNode.Rule? Rule()
    {
        tokens.Want(Expect.Condition);
        if (tokens.Now.Kind != TokenKind.Name) return tokens.Fail<SegmentNode.Rule>(SegmentFault.Unexpected);
        if (vocabulary.Find(tokens.Now.Word) is not { } leaf)
        {
            tokens.Fail(SegmentFault.Name, vocabulary.Near(tokens.Now.Word));
            return null;
        }
        tokens.Pass();
        tokens.Forget();
        var (where, window) = (new List<LeafCondition>(), (DayWindow?)null);
        if ((leaf.HasWindow || leaf.Conditions.Count > 0) && tokens.TakeSign("("))
        {
            do
            {
                if (leaf.HasWindow && window is null && Window(out window)) continue;
                if (tokens.Error is not null || Condition(leaf) is not { } condition) return null;
                where.Add(condition);
            }
            while (tokens.TakeSign(","));
            if (!tokens.Close()) return null;
        }
        if (leaf.NeedsWindow && window is null)
        {
            tokens.Want("(");
            return tokens.Fail<SegmentNode.Rule>(SegmentFault.Unexpected);
        }
        var test = values.Test(leaf);
        return tokens.Error is null ? new(leaf.Name, where, window, test) : null;
    }

    private LeafCondition? Condition(LeafWord leaf)
    {
        foreach (var condition in leaf.Conditions) tokens.Want(condition.Name);
        if (tokens.Now.Kind != TokenKind.Name) return tokens.Fail<LeafCondition>(SegmentFault.Unexpected);
        if (leaf.Conditions.FirstOrDefault(c => c.Name.Equals(tokens.Now.Word, StringComparison.OrdinalIgnoreCase)) is not { } found) return tokens.Fail<LeafCondition>(SegmentFault.Condition);
        tokens.Pass();
        tokens.Forget();
        var test = values.Test(found);
        return tokens.Error is null ? new(found.Name, test) : null;
    }

    private bool Window(out DayWindow? window)
    {
        window = null;
        tokens.Want(Expect.Window, "since", "until");
        if (tokens.Now.Kind == TokenKind.Number)
        {
            if (values.Span() is not var (count, unit)) return false;
            window = new DayWindow.Last(count, unit);
        }
        else if (tokens.TakeWord("since") is not null || tokens.TakeWord("until") is not null)
        {
            var since = tokens.Before.Is("since");
            if (values.Day() is { } day) window = since ? new DayWindow.Between(day, null) : new DayWindow.Between(null, day);
        }
        else if (tokens.Now.Kind == TokenKind.Day)
        {
            var from = values.Day();
            if (tokens.TakeWord("to") is null) tokens.Fail(SegmentFault.Unexpected);
            else if (values.Day() is { } to) window = new DayWindow.Between(from, to);
        }
        return window is not null;
    }
}
