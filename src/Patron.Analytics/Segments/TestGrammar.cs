namespace Patron.Analytics.Segments;

/// <summary>Reads what must hold of a leaf, and the values that it is compared with.</summary>
internal sealed class TestGrammar(TokenCursor tokens)
{
    public LeafTest? Test(LeafWord leaf)
    {
        var needed = leaf.Kind is not (LeafKind.Count or LeafKind.Truth);
        if (leaf.Kind == LeafKind.Truth) return null;
        if (leaf.MayMiss && tokens.TakeWord("is") is not null)
        {
            if (tokens.TakeWord("known") is not null) return new LeafTest.Known(true);
            if (tokens.TakeWord("missing") is not null) return new LeafTest.Known(false);
            return tokens.Fail<LeafTest>(SegmentFault.Unexpected);
        }
        if (leaf.Kind is LeafKind.Choice && tokens.TakeWord("in") is not null) return Words(leaf);
        if (leaf.Kind is LeafKind.Text)
        {
            if (tokens.TakeWord("contains") is null) return tokens.Fail<LeafTest>(SegmentFault.Unexpected);
            tokens.Want(Expect.Text);
            return tokens.Now.Kind is TokenKind.Text or TokenKind.Name or TokenKind.Number ? new LeafTest.Contains(tokens.Take().Word) : tokens.Fail<LeafTest>(SegmentFault.Unexpected);
        }
        if (leaf.Kind is not LeafKind.Choice && tokens.TakeWord("between") is not null)
        {
            if (Value(leaf) is not { } low) return null;
            if (tokens.TakeWord("and") is null) return tokens.Fail<LeafTest>(SegmentFault.Unexpected);
            return Value(leaf) is { } high ? new LeafTest.Between(low, high) : null;
        }
        if (Operator(leaf) is not { } sign) return needed ? tokens.Fail<LeafTest>(SegmentFault.Unexpected) : null;
        if (Value(leaf) is not { } value) return null;
        return value is SegmentValue.Word word && sign == LeafOperator.Equal ? new LeafTest.OneOf([word.Value]) : new LeafTest.Compare(sign, value);
    }

    private LeafOperator? Operator(LeafWord leaf)
    {
        foreach (var sign in Enum.GetValues<LeafOperator>())
            if ((leaf.Kind != LeafKind.Choice || sign is LeafOperator.Equal or LeafOperator.NotEqual) && tokens.TakeSign(SegmentText.Sign(sign))) return sign;
        return null;
    }

    private LeafTest.OneOf? Words(LeafWord leaf)
    {
        if (!tokens.TakeSign("(")) return tokens.Fail<LeafTest.OneOf>(SegmentFault.Unexpected);
        var words = new List<string>();
        do
        {
            if (Choice(leaf) is not { } word) return null;
            words.Add(word.Value);
        }
        while (tokens.TakeSign(","));
        return tokens.Close() ? new(words) : null;
    }

    private SegmentValue? Value(LeafWord leaf)
    {
        if (leaf.Kind == LeafKind.Choice) return Choice(leaf);
        if (leaf.Kind == LeafKind.Day) return DayValue();
        tokens.Want(leaf.Kind switch { LeafKind.Money => Expect.Money, LeafKind.Percent => Expect.Percent, LeafKind.Days => Expect.Days, _ => Expect.Number });
        if (tokens.Now.Kind != TokenKind.Number) return tokens.Fail<SegmentValue>(SegmentFault.Unexpected);
        var number = tokens.Take().Number;
        if (leaf.TimesOf.Count > 0 && tokens.TakeSign("*"))
        {
            foreach (var other in leaf.TimesOf)
                if (tokens.TakeWord(other) is not null) return new SegmentValue.Times(number, other);
            return tokens.Fail<SegmentValue>(SegmentFault.Unexpected);
        }
        if (leaf.Kind == LeafKind.Percent) return tokens.TakeSign("%") ? new SegmentValue.Number(number, LeafUnit.Percent) : tokens.Fail<SegmentValue>(SegmentFault.Unexpected);
        if (leaf.Kind != LeafKind.Days) return new SegmentValue.Number(number);
        var weeks = tokens.TakeWord("weeks") is not null || tokens.TakeWord("week") is not null;
        if (!weeks && tokens.TakeWord("days") is null) tokens.TakeWord("day");
        return new SegmentValue.Number(weeks ? number * 7 : number, LeafUnit.Days);
    }

    private SegmentValue? DayValue()
    {
        tokens.Want(Expect.Day);
        if (tokens.Now.Kind == TokenKind.Day) return new SegmentValue.Day(tokens.Take().Day);
        if (tokens.Now.Kind != TokenKind.Number) return tokens.Fail<SegmentValue>(SegmentFault.Unexpected);
        if (Span() is not var (count, unit)) return null;
        return tokens.TakeWord("ago") is null ? tokens.Fail<SegmentValue>(SegmentFault.Unexpected) : new SegmentValue.Ago(count, unit);
    }

    private SegmentValue.Word? Choice(LeafWord leaf)
    {
        var choices = leaf.Choices();
        var word = tokens.Now.Kind is TokenKind.Name or TokenKind.Text or TokenKind.Number;
        var known = word ? choices.FirstOrDefault(c => c.Equals(tokens.Now.Word, StringComparison.OrdinalIgnoreCase)) : null;
        if (!word || known is null && leaf.Closed)
        {
            // All that could stand here is told only where it is asked for: there may be a thousand products.
            tokens.Want(Expect.Word);
            foreach (var choice in choices) tokens.Want(SegmentText.Quoted(choice));
            return tokens.Fail<SegmentValue.Word>(word ? SegmentFault.Choice : SegmentFault.Unexpected);
        }
        tokens.Pass();
        tokens.Forget();
        return new(known ?? tokens.Before.Word);
    }

    public (int Count, SpanUnit Unit)? Span()
    {
        var number = tokens.Take().Number;
        if (number != decimal.Truncate(number) || number is < 1 or > 100_000)
        {
            tokens.Back();
            tokens.Fail(SegmentFault.Number);
            return null;
        }
        foreach (var unit in Enum.GetValues<SpanUnit>())
        {
            var word = unit.ToString().ToLowerInvariant();
            if (tokens.TakeWord(word + "s") is not null || tokens.Now.Is(word) && tokens.TakeWord(word) is not null) return ((int)number, unit);
        }
        tokens.Fail(SegmentFault.Unexpected);
        return null;
    }

    public DateOnly? Day()
    {
        tokens.Want(Expect.Day);
        if (tokens.Now.Kind == TokenKind.Day) return tokens.Take().Day;
        tokens.Fail(SegmentFault.Unexpected);
        return null;
    }
}
