namespace Patron.Kernel.Texts;

/// <summary>A parsed sentence.</summary>
internal sealed class Message(string key, IReadOnlyList<Part> parts)
{
    public IReadOnlySet<string> Arguments { get; } = parts.SelectMany(p => p.Names).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public bool HasTags { get; } = parts.Any(p => p.HasTags);

    public string Format(Writer writer)
    {
        writer.Key = key;
        foreach (var part in parts) part.Write(writer, null);
        return writer.ToString();
    }
}

/// <summary>A piece of a sentence. Inside a plural, count is the number that # stands for.</summary>
internal abstract record Part
{
    public virtual IEnumerable<string> Names => [];
    public virtual bool HasTags => false;
    public abstract void Write(Writer to, decimal? count);
}

internal sealed record Literal(string Text) : Part
{
    public override void Write(Writer to, decimal? count) => to.Literal(Text);
}

internal sealed record Tag(IReadOnlyList<Part> Inner) : Part
{
    public override IEnumerable<string> Names => Inner.SelectMany(p => p.Names);
    public override bool HasTags => true;
    public override void Write(Writer to, decimal? count) => to.Tag(Inner, count);
}

internal sealed record Argument(string Name, string Kind, string Style) : Part
{
    public override IEnumerable<string> Names => [Name];
    public override void Write(Writer to, decimal? count) => to.Value(to.Get(Name), Kind, Style);
}

/// <summary>The # of a plural.</summary>
internal sealed record Count : Part
{
    public override void Write(Writer to, decimal? count) => to.Value(count, "number", "");
}

internal sealed record Particle(string AfterConsonant, string AfterVowel) : Part
{
    public override void Write(Writer to, decimal? count) => to.Literal(Particles.Choose(to.Spoken, AfterConsonant, AfterVowel));
}

/// <summary>The branches of a plural (exact numbers as =3, else one and other) or a select (compared without case); other is always there.</summary>
internal sealed record Choice(string Name, bool Plural, IReadOnlyDictionary<string, IReadOnlyList<Part>> Branches) : Part
{
    public override IEnumerable<string> Names => Branches.Values.SelectMany(b => b).SelectMany(p => p.Names).Prepend(Name);
    public override bool HasTags => Branches.Values.Any(b => b.Any(p => p.HasTags));

    public override void Write(Writer to, decimal? count)
    {
        var value = to.Get(Name);
        var number = Plural ? Writer.Number(value) ?? 0 : count;
        foreach (var part in Plural ? ByCount(number!.Value, to.Language) : Branches.GetValueOrDefault(value?.ToString() ?? "") ?? Branches["other"])
            part.Write(to, number);
    }

    /// <summary>Plural rules of CLDR for the four: English has "one" for exactly 1, Korean and Chinese have only "other".</summary>
    private IReadOnlyList<Part> ByCount(decimal n, Language language) =>
        Branches.GetValueOrDefault("=" + n.ToString(System.Globalization.CultureInfo.InvariantCulture))
        ?? (n == 1 && n.Scale == 0 && language == Language.English ? Branches.GetValueOrDefault("one") : null)
        ?? Branches["other"];
}
