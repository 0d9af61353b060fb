using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Demography;
using Patron.Analytics.Profitability;
using Patron.Analytics.Retention;
using Patron.Analytics.Segmentation;
using Patron.Customers.Contracts;
using Patron.Insights.ReckonLadder;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Insights.SegmentBy;

/// <summary>All variables of segmentation, those that only customers can tell among them.</summary>
internal static class Variables
{
    public const string Age = "age", FamilySize = "family-size", UsageFrequency = "usage-frequency", Tenure = "tenure", Usage = "usage-rate", LifeStage = "life-stage", UserStatus = "user-status", Region = "region";

    public static IReadOnlyList<Variable> All { get; } =
    [
        new("continent", VariableGroup.Geography, false, s => Continents(s)),
        Category("country", VariableGroup.Geography, CustomerColumns.Country, (code, text) => Names.Country(code, text.Language)),
        Category(Region, VariableGroup.Geography, CustomerColumns.Region), Category("city", VariableGroup.Geography, CustomerColumns.City),
        Field("density", VariableGroup.Geography, "address_kind"), Field("territory", VariableGroup.Geography, "sales_territory"), new("climate", VariableGroup.Geography, false, null),
        Category("sex", VariableGroup.Demography, CustomerColumns.Sex, (sex, text) => text.Get("insights.sex", new { sex })),
        Limited(Age, VariableGroup.Demography, s => AgeOf(s)),
        Limited(FamilySize, VariableGroup.Demography, s => NumberOf(s, "household")),
        new(LifeStage, VariableGroup.Demography, false, s => new([s.Text["insights.variable.unknown"], .. Enumerable.Range(1, 9).Select(n => s.Text[$"insights.life.{n}"])], i => (int)StageOf(s, i))),
        Field("income", VariableGroup.Demography, "income_class"), Field("occupation", VariableGroup.Demography, "occupation"), Field("education", VariableGroup.Demography, "education"),
        Field("social-class", VariableGroup.Demography, "social_class"), Field("ethnic", VariableGroup.Demography, "ethnic_group"), Field("religion", VariableGroup.Demography, "religion"),
        Field("lifestyle", VariableGroup.Psychography, "lifestyle"), Field("personality", VariableGroup.Psychography, "personality"),
        new("occasion", VariableGroup.Behaviour, false, null), new("benefit", VariableGroup.Behaviour, false, null),
        new(UserStatus, VariableGroup.Behaviour, false, s => Status(s)),
        Limited(Usage, VariableGroup.Behaviour, s => Year(s, (year, i) => year.Orders[i] == 0 ? null : year.Spent[i] / Micros.PerUnit)),
        Limited(UsageFrequency, VariableGroup.Behaviour, s => Year(s, (year, i) => year.Orders[i] == 0 ? null : year.Orders[i])),
        Limited(Tenure, VariableGroup.Behaviour, s => First(s)),
        new("loyalty", VariableGroup.Behaviour, false, s => Steps(s)),
        Category("channel", VariableGroup.Behaviour, CustomerColumns.Acquired),
        new("readiness", VariableGroup.Behaviour, false, null), new("attitude", VariableGroup.Behaviour, false, null),
        Field("industry", VariableGroup.Business, "industry"), Field("size", VariableGroup.Business, "size"), Field("cooperation", VariableGroup.Business, "business_state"),
    ];

    public static Variable? Find(string? name) => All.FirstOrDefault(v => v.Name == name);

    /// <summary>The stage of the family; a child under age counts as one that depends on its parents and lives with them.</summary>
    public static LifeStage StageOf(VariableScope s, int i)
    {
        var birth = s.Snapshot[CustomerColumns.Birth][i];
        var partner = Said(s, i, "marital_status") switch { "married" or "partnered" => PartnerStatus.Couple, "single" or "separated" or "divorced" or "widowed" => PartnerStatus.Alone, _ => PartnerStatus.Unknown };
        var work = Said(s, i, "employment") switch { "retired" => WorkStatus.Retired, "employed" or "part_time" or "self_employed" => WorkStatus.Working, _ => WorkStatus.Unknown };
        return FamilyLifeCycle.Stage(new(birth == NumberKey.Missing ? null : DateOnly.FromDayNumber((int)birth), partner, Children(s, i), work), s.AsOf, s.OlderFrom).Stage;
    }

    private const int OfAge = 18;

    private static Child[]? Children(VariableScope s, int i)
    {
        if (!int.TryParse(Said(s, i, "children"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        if (count == 0) return [];
        if (!DateOnly.TryParseExact(Said(s, i, "youngest_child"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var youngest) || youngest > s.AsOf) return [new(null)];
        bool? young = Analytics.Demography.Age.On(youngest, s.AsOf) < OfAge ? true : null;
        return [new(youngest, young, young)];
    }

    private static string Said(VariableScope s, int i, string field) => s.Snapshot[CustomerColumns.Field(field)][i];

    private static Variable Category(string name, VariableGroup group, CategoryKey key, Func<string, Sentences, string>? word = null) => new(name, group, false, s =>
    {
        var column = s.Snapshot[key];
        return new([s.Text["insights.variable.unknown"], .. Enumerable.Range(1, column.Dictionary.Count - 1).Select(column.Dictionary.Name).Select(n => word?.Invoke(n, s.Text) ?? n)], column.Code);
    });

    private static Variable Field(string name, VariableGroup group, string field) => Category(name, group, CustomerColumns.Field(field),
        (value, text) => text.Has($"customers.choice.{value}") ? text[$"customers.choice.{value}"] : value);

    /// <summary>Class 0 is not known; the others lie between the limits.</summary>
    private static Variable Limited(string name, VariableGroup group, Func<VariableScope, Func<int, long?>> value) => new(name, group, true, s =>
    {
        var (limits, of) = (s.Setting.Of(name), value(s));
        return new([s.Text[$"insights.variable.{(name is Usage or UsageFrequency or Tenure ? "never" : "unknown")}"], .. Enumerable.Range(0, limits.Length + 1).Select(c => Between(limits, c, s.Text))],
            i => of(i) is { } number ? ClassLimits.Of(number, limits) + 1 : 0);
    });

    private static string Between(long[] limits, int at, Sentences text) => limits.Length == 0 ? text["insights.variable.known"] : text.Get("insights.variable.between", new
    {
        has = at == 0 ? "to" : at == limits.Length ? "from" : "both", from = at == 0 ? 0 : limits[at - 1], to = at == limits.Length ? 0 : limits[at], last = at == limits.Length ? 0 : limits[at] - 1,
    });

    private static Func<int, long?> AgeOf(VariableScope s)
    {
        var birth = s.Snapshot[CustomerColumns.Birth];
        return i => birth[i] == NumberKey.Missing || birth[i] > s.AsOf.DayNumber ? null : Analytics.Demography.Age.On(DateOnly.FromDayNumber((int)birth[i]), s.AsOf);
    }

    private static Func<int, long?> NumberOf(VariableScope s, string field)
    {
        var column = s.Snapshot[CustomerColumns.Field(field)];
        return i => decimal.TryParse(column[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1_000_000 ? (long)number : null;
    }

    private static Func<int, long?> Year(VariableScope s, Func<PurchaseSummary, int, long?> value)
    {
        var year = s.Snapshot.Summary(s.AsOf.DayNumber, s.AsOf.DayNumber - PurchaseYear.Days + 1);
        return i => value(year, i);
    }

    private static Func<int, long?> First(VariableScope s)
    {
        var all = s.Snapshot.Summary(s.AsOf.DayNumber);
        return i => all.Orders[i] == 0 ? null : all.AsOf - all.FirstDay[i];
    }

    private static VariableClasses Status(VariableScope s)
    {
        var all = s.Snapshot.Summary(s.AsOf.DayNumber);
        return new([.. Enumerable.Range(0, 4).Select(n => s.Text[$"insights.user.{n}"])], i => all.Orders[i] == 0 ? 0 : all.AsOf - all.LastDay[i] >= s.LostAfterDays ? 1 : all.Orders[i] == 1 ? 2 : 3);
    }

    private static VariableClasses Steps(VariableScope s)
    {
        string[] labels = [s.Text["insights.variable.unknown"], .. Enum.GetValues<Analytics.Ladder.LadderStep>().Select(l => s.Text[$"insights.step.{l}"])];
        // The column holds the steps of one day; those of another are reckoned anew, by the same function.
        if (s.Ladder is { } model && model.AsOf != s.AsOf && (model with { AsOf = s.AsOf }).Steps(s.Snapshot) is var then) return new(labels, i => (int)then.Of(i).Step + 1);
        var step = s.Snapshot[LadderColumns.Step];
        return new(labels, i => step[i] == NumberKey.Missing ? 0 : (int)step[i] + 1);
    }

    private static VariableClasses Continents(VariableScope s)
    {
        var country = s.Snapshot[CustomerColumns.Country];
        return new([s.Text["insights.variable.unknown"], .. Markets.All.Select(m => s.Text[$"insights.market.{m}"])], i => Markets.Of(country[i]));
    }
}
