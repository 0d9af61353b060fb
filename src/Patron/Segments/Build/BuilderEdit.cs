using System.Globalization;
using Patron.Analytics.Segments;
using Patron.Kernel;

namespace Patron.Segments.Build;

/// <summary>What the builder shows.</summary>
/// <param name="Node">The query, segments by their names.</param>
/// <param name="Text">As it stands in the text field.</param>
/// <param name="Open">Path of the rule whose fields are shown; null: none.</param>
/// <param name="Problem">Why what was typed cannot be read; then the node is the one before.</param>
internal sealed record BuilderState(SegmentNode Node, string Text, string? Open, Refusal? Problem);

/// <summary>Applies what somebody does in the builder to the text: both always say the same.</summary>
internal sealed class BuilderEdit(SegmentLanguage language, SegmentBook book)
{
    public const string Type = "text", OpenRule = "open", Close = "close", Set = "set", Kind = "kind", AddRule = "rule", AddGroup = "group", Remove = "remove";

    /// <param name="text">The query before.</param>
    /// <param name="deed">One of the constants.</param>
    /// <param name="path">Of the part it is done to.</param>
    /// <param name="form">The rule's fields.</param>
    public BuilderState Apply(string text, string deed, string path, IFormCollection form)
    {
        var (read, error) = language.Read(text);
        if (read is null) return new(SegmentNode.Everyone, text, null, QueryWrong.Of(error!));
        switch (deed)
        {
            case OpenRule: return new(read, text, path, null);
            case Set when SegmentTree.Find(read, path) is SegmentNode.Rule rule: return SetRule(read, path, rule, form);
            case Kind when SegmentTree.Find(read, path) is SegmentNode.Group: return Shown(SegmentTree.Change(read, path, n => ((SegmentNode.Group)n) with { Kind = Of(form["kind" + path]) }), null);
            case AddRule when SegmentTree.Find(read, path) is SegmentNode.Group group:
                var added = SegmentTree.Change(read, path, _ => group with { Of = [.. group.Of, Default(language.Words.Leaves[0])] });
                return Shown(added, Same(added, SegmentTree.Child(path, group.Of.Count)));
            case AddGroup when SegmentTree.Find(read, path) is SegmentNode.Group outer:
                return Shown(SegmentTree.Change(read, path, _ => outer with { Of = [.. outer.Of, new SegmentNode.Group(GroupKind.Any, [Default(language.Words.Leaves[0])])] }), null);
            case Remove: return Shown(SegmentTree.Change(read, path, _ => null), null);
            default: return new(read, text, null, null);
        }
    }

    /// <summary>A rule of a leaf that was just chosen.</summary>
    public SegmentNode.Rule Default(LeafWord leaf) => Rule(leaf.Name + (leaf.NeedsWindow ? "(1 month)" : "") + leaf.Kind switch
    {
        LeafKind.Count => " >= 1", LeafKind.Money => " >= 100", LeafKind.Percent => " < 50%", LeafKind.Days => " > 90 days", LeafKind.Day => " > 1 year ago", LeafKind.Number => " >= 1",
        LeafKind.Text => " contains \"a\"", LeafKind.Choice => $" = {SegmentText.Quoted(leaf.Choices() is [var first, ..] ? first : "?")}", _ => "",
    }) ?? throw new InvalidOperationException($"The leaf {leaf.Name} has no rule to begin with.");

    private BuilderState SetRule(SegmentNode read, string path, SegmentNode.Rule rule, IFormCollection form)
    {
        if (form["leaf"].ToString() is { Length: > 0 } name && name != rule.Leaf)
        {
            var begin = language.Words.Find(name) is { } chosen ? Default(chosen) : book.All is [var segment, ..] ? new(SegmentText.InSegment, [], null, new LeafTest.OneOf([segment.Name])) : rule;
            return Shown(SegmentTree.Change(read, path, _ => begin), path);
        }
        var (made, error) = language.Read(RuleForm.Text(rule, language.Words.Find(rule.Leaf), form));
        return made is SegmentNode.Group { Of: [SegmentNode.Rule now] } ? Shown(SegmentTree.Change(read, path, _ => now), path) : new(read, SegmentText.Print(read), path, error is null ? null : QueryWrong.Of(error));
    }

    // A group alone in another is printed without it, and one path step falls away.
    private BuilderState Shown(SegmentNode node, string? open)
    {
        var text = SegmentText.Print(node);
        var again = language.Read(text).Node!;
        return new(again, text, open is not null && SegmentTree.Find(again, open) is SegmentNode.Rule ? open : null, null);
    }

    private string Same(SegmentNode node, string path) => SegmentTree.Find(language.Read(SegmentText.Print(node)).Node!, path) is SegmentNode.Rule ? path : "0";

    private SegmentNode.Rule? Rule(string text) => language.Read(text).Node is SegmentNode.Group { Of: [SegmentNode.Rule rule] } ? rule : null;

    private static GroupKind Of(string? word) => Enum.TryParse<GroupKind>(word, ignoreCase: true, out var kind) ? kind : GroupKind.All;
}

/// <summary>Writes the rule that the builder's fields say, as text: the parser then judges it like any other.</summary>
internal static class RuleForm
{
    public const string Between = "between", Known = "known", Missing = "missing", Any = "", Last = "last", Days = "days";

    public static string Text(SegmentNode.Rule rule, LeafWord? leaf, IFormCollection form)
    {
        if (leaf is null) return $"{SegmentText.InSegment} {SegmentText.Quoted(form["v"].ToString())}";
        string?[] inside = [Window(form), .. leaf.Conditions.Where(c => c.Kind == LeafKind.Choice).Select(c => Words(c.Name, [.. form["where-" + c.Name].OfType<string>().Where(w => w.Length > 0)]))];
        var within = string.Join(", ", inside.OfType<string>());
        return $"{rule.Leaf}{(within.Length > 0 && (leaf.HasWindow || leaf.Conditions.Count > 0) ? $"({within})" : "")}{Test(leaf, form)}";
    }

    private static string Test(LeafWord leaf, IFormCollection form)
    {
        var (sign, first, second) = (form["op"].ToString(), form["v"].ToString().Trim(), form["v2"].ToString().Trim());
        if (leaf.Kind == LeafKind.Truth) return "";
        if (sign is Known or Missing) return $" is {sign}";
        if (leaf.Kind == LeafKind.Text) return $" contains {SegmentText.Quoted(first)}";
        if (leaf.Kind == LeafKind.Choice)
        {
            string[] words = [.. form["v"].OfType<string>()];
            return words is [var only] && sign == "!=" ? $" != {SegmentText.Quoted(only)}" : words.Length == 0 ? " =" : Words("", words)!;
        }
        var unit = form["unit"].ToString();
        return sign == Between ? $" between {Value(leaf, first, unit)} and {Value(leaf, second.Length > 0 ? second : first, unit)}" : $" {sign} {Value(leaf, first, unit)}";
    }

    private static string Value(LeafWord leaf, string value, string unit) => leaf.Kind switch
    {
        LeafKind.Percent => value.TrimEnd('%') + "%",
        LeafKind.Days when leaf.TimesOf.Contains(unit) => $"{value} * {unit}",
        LeafKind.Day when decimal.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) => $"{value} {(unit.Length > 0 ? unit : Days)} ago",
        _ => value,
    };

    private static string? Window(IFormCollection form) => form["window"].ToString() switch
    {
        Last => $"{form["window-n"]} {form["window-unit"]}",
        Between => (form["window-from"].ToString(), form["window-to"].ToString()) switch
        {
            ({ Length: > 0 } from, { Length: > 0 } to) => $"{from} to {to}",
            ({ Length: > 0 } from, _) => $"since {from}",
            (_, { Length: > 0 } to) => $"until {to}",
            _ => null,
        },
        _ => null,
    };

    private static string? Words(string name, string[] words) => words.Length switch { 0 => null, 1 => $"{name} = {SegmentText.Quoted(words[0])}", _ => $"{name} in ({string.Join(", ", words.Select(SegmentText.Quoted))})" };
}
