using System.CommandLine;
using System.Globalization;
using Patron.Analytics.Baskets;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Insights.AnalyseFiles;

/// <summary>./patron analyse baskets FILE: what is bought together.</summary>
internal sealed class BasketsCommand() : FileCommand("baskets", "What is bought together: frequent sets and rules.")
{
    private const int Shown = 20;

    private readonly Option<string?> basket = new("--basket") { Description = "The column of the baskets (orders), one item a row.", HelpName = "COLUMN" };
    private readonly Option<string?> item = new("--item") { Description = "The column of the items.", HelpName = "COLUMN" };
    private readonly Option<bool> lines = new("--lines") { Description = "One basket a line, items between commas, no header." };
    private readonly Option<decimal> support = new("--min-support") { Description = "Share of the baskets that a set lies in at least.", HelpName = "SHARE", DefaultValueFactory = _ => 0.01m };
    private readonly Option<decimal> confidence = new("--min-confidence") { Description = "Share of the cases in which a rule holds at least.", HelpName = "SHARE", DefaultValueFactory = _ => 0.5m };
    private readonly Option<int> longest = new("--max-length") { Description = "Items that a set has at most.", HelpName = "N", DefaultValueFactory = _ => 10 };

    protected override IReadOnlyList<Option> Options => [basket, item, lines, support, confidence, longest];

    protected override Result<FileAnswer> Answer(FileAsk ask)
    {
        var (least, sure, most) = (ask.Get(support), ask.Get(confidence), ask.Get(longest));
        if (least is <= 0 or > 1) return new AnalyseRefused("insights.analyse.no_share", new { option = support.Name, value = least });
        if (sure is < 0 or > 1) return new AnalyseRefused("insights.analyse.no_share", new { option = confidence.Name, value = sure });
        if (most < 1) return new AnalyseRefused("insights.analyse.no_length", new { value = most });
        var read = Read(ask);
        if (read.Value is not { } file) return read.Refusal!;
        var sets = FrequentItemsets.Of(file.Data, FrequentItemsets.CountOf(least, file.Data.Baskets), most);
        if (sets is null) return new AnalyseRefused("insights.analyse.too_many_sets", new { most = FrequentItemsets.Most });
        var rules = AssociationRule.Of(sets, sure);
        var items = file.Data.ItemCounts.Select((count, i) => (Item: i, Count: count)).Where(i => i.Count > 0).OrderByDescending(i => i.Count).ThenBy(i => file.Items[i.Item], StringComparer.Ordinal).ToArray();
        string Names(AssociationRule rule) => string.Join(", ", rule.If.Select(i => file.Items[i]));
        return new FileAnswer(
            new()
            {
                ["baskets"] = file.Data.Baskets,
                ["items"] = items.Length,
                ["itemsets"] = sets.Count,
                ["rules"] = rules.Count,
                ["leastCount"] = sets.LeastCount,
                ["topItems"] = items.Take(Shown).Select(i => new { item = file.Items[i.Item], count = i.Count, support = (double)i.Count / file.Data.Baskets }),
                ["topRules"] = rules.Take(Shown).Select(r => new
                {
                    @if = r.If.Select(i => file.Items[i]), then = file.Items[r.Then], count = r.Together, support = r.Support, confidence = r.Confidence, lift = r.Lift, pValue = r.PValue, qValue = r.QValue,
                }),
            },
            [
                ask.Sentences.Get("insights.analyse.baskets.found", new { baskets = file.Data.Baskets, items = items.Length, sets = sets.Count, rules = rules.Count }),
                .. rules.Take(Shown).Select(r => ask.Sentences.Get("insights.analyse.baskets.rule", new
                {
                    left = Names(r), right = file.Items[r.Then], confidence = ask.Formats.Percent(r.Confidence), lift = ask.Formats.Number(r.Lift, 2), count = r.Together,
                })),
            ],
            () => rules.Select(r => string.Create(CultureInfo.InvariantCulture,
                $"{Field(string.Join(" + ", r.If.Select(i => file.Items[i])))},{Field(file.Items[r.Then])},{r.Together},{r.Support:R},{r.Confidence:R},{r.Lift:R},{r.PValue:R},{r.QValue:R}")).Prepend("if,then,count,support,confidence,lift,p,q"));
    }

    private Result<FileBaskets> Read(FileAsk ask)
    {
        if (ask.Get(lines))
        {
            if (ask.Get(basket) is not null || ask.Get(item) is not null) return new AnalyseRefused("insights.analyse.baskets.either");
            var read = ask.Lines();
            if (read.Value is not { } listed) return read.Refusal!;
            if (listed.Start.Length < 2) return new AnalyseRefused("insights.analyse.baskets.none");
            var rows = new int[listed.Items.Length];
            for (var b = 0; b + 1 < listed.Start.Length; b++) rows.AsSpan(listed.Start[b]..listed.Start[b + 1]).Fill(b);
            return new FileBaskets(BasketData.Of(listed.Start.Length - 1, listed.Keys.Count, rows, listed.Items), listed.Keys);
        }
        if (ask.Get(basket) is not { } order || ask.Get(item) is not { } bought) return new AnalyseRefused("insights.analyse.baskets.either");
        var found = ask.Columns(new(basket.Name, order, ColumnContent.Key), new(item.Name, bought, ColumnContent.Key));
        if (found.Value is not { } columns) return found.Refusal!;
        var (orders, things) = (columns.Columns[0], columns.Columns[1]);
        return new FileBaskets(BasketData.Of(orders.Keys.Count, things.Keys.Count, orders.Codes, things.Codes), things.Keys);
    }

    private sealed record FileBaskets(BasketData Data, IReadOnlyList<string> Items);
}
