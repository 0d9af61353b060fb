using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Demography;
using Patron.Analytics.Formulas;
using Patron.Analytics.Profitability;
using Patron.Customers.Contracts;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonClusters;
using Patron.Insights.ReckonLadder;
using Patron.Insights.ReckonProfit;
using Patron.Kernel;

namespace Patron.Insights.ComputeFields;

/// <summary>A field that is reckoned from others.</summary>
/// <param name="Name">As formulas call it: letters, digits and _, beginning with a letter.</param>
internal sealed record ComputedField(string Name, string Formula);

/// <summary>All of them; a later one may use earlier ones.</summary>
internal sealed record FieldSetting(IReadOnlyList<ComputedField> Fields)
{
    public const string Key = "reckon.fields";

    public static FieldSetting Usual { get; } = new([]);
}

/// <summary>A computed field that was understood.</summary>
internal sealed record ReadField(ComputedField Field, Formula Formula);

/// <summary>Knows which fields formulas may use, and reckons computed ones over a state of the base. Amounts are in major units.</summary>
internal sealed class ComputedFields(RuleBook rules, ProfitColumns profits, LadderColumns ladder, ServedOnDay served, IOwnFieldValues own)
{
    private static readonly string[] Numbers = ["household", "children"];

    private static readonly Dictionary<string, CategoryKey> Texts = new()
    {
        ["kind"] = CustomerColumns.Kind, ["country"] = CustomerColumns.Country, ["region"] = CustomerColumns.Region, ["city"] = CustomerColumns.City, ["language"] = CustomerColumns.Language,
        ["sex"] = CustomerColumns.Sex, ["acquired"] = CustomerColumns.Acquired, ["level"] = CustomerColumns.Level, ["membership"] = CustomerColumns.Membership,
    };

    private static readonly string[] Reckoned = ["age", "orders", "spent", "average_order", "days_since_last", "days_since_first", "orders_year", "spent_year", "profit", "ladder_step", "cluster"];

    private static readonly Dictionary<string, FormulaType> Built = Reckoned.Concat(Numbers).Select(n => (n, FormulaType.Number))
        .Concat(Texts.Keys.Concat(CustomerColumns.Fields.Except(Numbers)).Select(n => (n, FormulaType.Text))).ToDictionary(f => f.n, f => f.Item2);

    private sealed record Known(FieldSetting Setting, IReadOnlyList<OwnField> Own, IReadOnlyList<ReadField> Fields);

    private volatile Known? known;

    /// <summary>What the base holds itself, by name: what is known of every customer, and the organisation's own fields. A day is asked for by the days since it, below zero where it is yet to come.</summary>
    public IReadOnlyDictionary<string, FormulaType> Own => new Dictionary<string, FormulaType>(Built.Concat(own.All.Select(f => KeyValuePair.Create(f.Name, TypeOf(f.Info.Type)))));

    private static FormulaType TypeOf(CustomFieldType type) => type switch
    {
        CustomFieldType.Number or CustomFieldType.Day => FormulaType.Number,
        CustomFieldType.YesNo => FormulaType.Truth,
        _ => FormulaType.Text,
    };

    /// <summary>Those that can be read, in their order.</summary>
    public IReadOnlyList<ReadField> All()
    {
        var (setting, ownFields) = (rules.Read(FieldSetting.Key, FieldSetting.Usual), own.All);
        if (known is { } kept && kept.Setting == setting && kept.Own == ownFields) return kept.Fields;
        var fields = new List<ReadField>();
        foreach (var field in setting.Fields)
            if (Formula.Read(field.Formula, Types(fields)).Formula is { } formula) fields.Add(new(field, formula));
        known = new(setting, ownFields, fields);
        return fields;
    }

    /// <summary>Names and types that a formula after these may use.</summary>
    public IReadOnlyDictionary<string, FormulaType> Types(IEnumerable<ReadField> before)
    {
        var types = new Dictionary<string, FormulaType>(Own);
        foreach (var field in before) types[field.Field.Name] = field.Formula.Type;
        return types;
    }

    /// <summary>The field, or one that it is reckoned from, asks for the customer's cluster: that is known for one day only, and clusters cannot be made of it.</summary>
    public bool AsksForCluster(ReadField field) => field.Formula.Uses.Any(name => name == "cluster" || Earlier(All(), field, name) is { } other && AsksForCluster(other));

    /// <summary>So many values are looked up for one customer, those of the fields that it is reckoned from included.</summary>
    public static long Steps(ReadField field, IReadOnlyList<ReadField> all) => field.Formula.Uses.Sum(name => Earlier(all, field, name) is { } other ? 1 + Steps(other, all) : 1);

    private static ReadField? Earlier(IReadOnlyList<ReadField> all, ReadField field, string name) => all.TakeWhile(f => f != field).FirstOrDefault(f => f.Field.Name == name);

    /// <summary>Fields by which clusters can be made, by name; a truth counts 1 or 0.</summary>
    public IEnumerable<ReadField> Measures() => All().Where(f => f.Formula.Type is FormulaType.Number or FormulaType.Truth && !AsksForCluster(f));

    /// <summary>The values of some measures; null where one of them is no longer there.</summary>
    public IReadOnlyList<FieldValue>? Values(IReadOnlyList<string> measures, CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        if (measures.Count == 0) return [];
        var known = Measures().ToDictionary(f => f.Field.Name);
        return measures.All(known.ContainsKey) ? [.. measures.Select(name => Over(known[name], snapshot, asOf))] : null;
    }

    /// <summary>A computed field over a state of the base, to be asked by customer index.</summary>
    public FieldValue Over(ReadField field, CustomerBaseSnapshot snapshot, DateOnly asOf) => Over(field, All(), snapshot, asOf);

    private FieldValue Over(ReadField field, IReadOnlyList<ReadField> all, CustomerBaseSnapshot snapshot, DateOnly asOf) =>
        field.Formula.Over(name => Earlier(all, field, name) is { } other ? Over(other, all, snapshot, asOf) : OwnValue(name, snapshot, asOf));

    private FieldValue OwnValue(string name, CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        if (Texts.TryGetValue(name, out var key)) return TextOf(snapshot[key]);
        if (own.All.FirstOrDefault(f => f.Name == name) is { } field) return OfOwn(field, snapshot, asOf);
        if (CustomerColumns.Fields.Contains(name))
        {
            var column = snapshot[CustomerColumns.Field(name)];
            return Numbers.Contains(name) ? i => double.TryParse(column[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? FormulaValue.Of(number) : FormulaValue.Missing : TextOf(column);
        }
        var (all, year) = (snapshot.Summary(asOf.DayNumber), snapshot.Summary(asOf.DayNumber, asOf.DayNumber - PurchaseYear.Days + 1));
        return name switch
        {
            "orders" => Measured(all, PurchaseMeasure.Orders, 1),
            "spent" => Measured(all, PurchaseMeasure.Spent, Micros.PerUnit),
            "average_order" => Measured(all, PurchaseMeasure.AverageOrder, Micros.PerUnit),
            "days_since_last" => Measured(all, PurchaseMeasure.DaysSinceLast, 1),
            "days_since_first" => Measured(all, PurchaseMeasure.DaysSinceFirst, 1),
            "orders_year" => Measured(year, PurchaseMeasure.Orders, 1),
            "spent_year" => Measured(year, PurchaseMeasure.Spent, Micros.PerUnit),
            "profit" => Profit(snapshot, asOf),
            "ladder_step" => Step(snapshot, asOf),
            "cluster" => Number(snapshot[ClusterColumns.Cluster], 1),
            _ => AgeOn(snapshot[CustomerColumns.Birth], asOf),
        };
    }

    private FieldValue OfOwn(OwnField field, CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        var (of, type) = (own.Of(field, snapshot), field.Info.Type);
        return i => of(i) is not { } value ? FormulaValue.Missing : type switch
        {
            // What is no number in a field of numbers was taken as it came, and cannot be reckoned with.
            CustomFieldType.Number => value.Amount is { } amount ? FormulaValue.Of((double)amount / Micros.PerUnit) : FormulaValue.Missing,
            CustomFieldType.Day => value.Amount is { } day ? FormulaValue.Of((double)(asOf.DayNumber - day)) : FormulaValue.Missing,
            CustomFieldType.YesNo => FormulaValue.Of(value.Text.Equals("true", StringComparison.OrdinalIgnoreCase)),
            _ => FormulaValue.Of(value.Text),
        };
    }

    // By the model and not from the column, which holds them for one day only.
    private FieldValue Profit(CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        if (profits.Model is not { } known) return _ => FormulaValue.Missing;
        var model = served.At(known, snapshot, asOf);
        return i => snapshot.Known.Get(i) && model.YearOf(snapshot, i) is { HasAny: true } year ? FormulaValue.Of((double)year.Profit / Micros.PerUnit) : FormulaValue.Missing;
    }

    private FieldValue Step(CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        if (ladder.Model is not { } known) return _ => FormulaValue.Missing;
        var steps = (known with { AsOf = asOf }).Steps(snapshot);
        return i => snapshot.Known.Get(i) ? FormulaValue.Of((double)steps.Of(i).Step) : FormulaValue.Missing;
    }

    private static FieldValue TextOf(CategoryColumn column) => i => FormulaValue.Of(column[i]);

    private static FieldValue Number(NumberColumn column, long scale) => i => column[i] == NumberKey.Missing ? FormulaValue.Missing : FormulaValue.Of((double)column[i] / scale);

    private static FieldValue Measured(PurchaseSummary summary, PurchaseMeasure measure, long scale) =>
        i => summary.Measure(measure, i) is var value && value == NumberKey.Missing ? FormulaValue.Missing : FormulaValue.Of((double)value / scale);

    private static FieldValue AgeOn(NumberColumn birth, DateOnly asOf) =>
        i => birth[i] == NumberKey.Missing || birth[i] > asOf.DayNumber ? FormulaValue.Missing : FormulaValue.Of((double)Age.On(DateOnly.FromDayNumber((int)birth[i]), asOf));
}
