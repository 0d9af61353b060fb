using System.Globalization;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ReckonLadder;
using Patron.Kernel.Texts;

namespace Patron.Insights.SegmentBy;

/// <summary>The customers in a class of a variable: ?class=age:3, and of another one besides: ?class2=sex:1.</summary>
internal sealed class VariableSets(NumbersCache numbers, RuleBook rules, LadderColumns ladder, ComputeFields.ComputedFields fields, Texts texts) : ICustomerSets
{
    public const string First = "class", Second = "class2";

    public IReadOnlyList<string> Names { get; } = [First, Second];

    /// <summary>The variables of the trade, and after them those that people have made.</summary>
    public IReadOnlyList<Variable> All => [.. Variables.All, .. FieldVariables.Of(fields)];

    public static string Value(Variable variable, int at) => string.Create(CultureInfo.InvariantCulture, $"{variable.Name}:{at}");

    public VariableScope Scope(CustomerBaseSnapshot snapshot, Bitmap members, DateOnly asOf, Sentences text)
    {
        var organisation = numbers.Organisation();
        return new(snapshot, members, asOf, organisation.LostAfterDays, organisation.OlderFrom, rules.Read(ClassSetting.Key, ClassSetting.Usual), ladder.Model, organisation.Currency, text);
    }

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        var members = BaseNumbers.Members(snapshot, visibleTo);
        return Read(value, Scope(snapshot, members, asOf, texts.For(Language.English))) is { } read ? Bitmap.Of(snapshot.Size, members.Indexes().Where(i => read.Classes.Of(i) == read.At)) : null;
    }

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences) =>
        Read(value, Scope(snapshot, BaseNumbers.Members(snapshot, visibleTo), asOf, sentences)) is { } read ? new(read.Variable.NameIn(sentences), read.Classes.Labels[read.At]) : null;

    private (Variable Variable, VariableClasses Classes, int At)? Read(string value, VariableScope scope)
    {
        if (value.Split(':') is not [var name, var number] || All.FirstOrDefault(v => v.Name == name) is not { Classes: { } of } variable) return null;
        var classes = of(scope);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < classes.Labels.Count ? (variable, classes, at) : null;
    }
}
