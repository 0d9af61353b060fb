using Patron.Analytics.Base;
using Patron.Insights.ReckonLadder;
using Patron.Kernel.Texts;

namespace Patron.Insights.SegmentBy;

/// <summary>The groups of variables by which customers are told apart.</summary>
internal enum VariableGroup { Geography, Demography, Psychography, Behaviour, Business, Computed }

/// <summary>A variable over one state of the base, as one reader sees it: its classes and who is in which.</summary>
/// <param name="Labels">Class 0 is "not known" or "never"; see <see cref="Variable"/>.</param>
/// <param name="Of">The class of a customer by index.</param>
internal sealed record VariableClasses(IReadOnlyList<string> Labels, Func<int, int> Of);

/// <summary>Something by which customers are told apart.</summary>
/// <param name="Name">In addresses and sentences (insights.variable.NAME).</param>
/// <param name="HasLimits">Its classes are made by limits that people edit.</param>
/// <param name="Classes">Null where the data cannot tell: then customers must be asked.</param>
internal sealed record Variable(string Name, VariableGroup Group, bool HasLimits, Func<VariableScope, VariableClasses>? Classes)
{
    /// <summary>What people have called it; null: its sentence does.</summary>
    public string? Called { get; init; }

    public string NameIn(Sentences text) => Called ?? text[$"insights.variable.{Name}"];
}

/// <summary>What classes are reckoned on.</summary>
/// <param name="Ladder">Of the day that the columns of the base hold; null where steps were not reckoned yet.</param>
internal sealed record VariableScope(CustomerBaseSnapshot Snapshot, Bitmap Members, DateOnly AsOf, int LostAfterDays, int OlderFrom, ClassSetting Setting, LadderModel? Ladder, string Currency, Sentences Text);

/// <summary>Limits of classes by variable; a variable that is not named has its usual ones.</summary>
internal sealed record ClassSetting(IReadOnlyDictionary<string, long[]> Limits)
{
    public const string Key = "reckon.classes";

    public static ClassSetting Usual { get; } = new(new Dictionary<string, long[]>());

    /// <summary>Where the sources leave the limits open, those usual in the trade; amounts are major units.</summary>
    public static IReadOnlyDictionary<string, long[]> UsualLimits { get; } = new Dictionary<string, long[]>
    {
        [Variables.Age] = [6, 12, 20, 35, 50, 65], [Variables.FamilySize] = [3, 5], [Variables.UsageFrequency] = [3, 12], [Variables.Tenure] = [31, 91, 366, 1_096], [Variables.Usage] = [250, 1_000],
    };

    public long[] Of(string variable) => Limits.TryGetValue(variable, out var limits) ? limits : UsualLimits[variable];
}
