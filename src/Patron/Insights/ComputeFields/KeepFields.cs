using System.Text.RegularExpressions;
using Patron.Analytics.Formulas;
using Patron.Insights.KeepResults;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonClusters;
using Patron.Kernel;

namespace Patron.Insights.ComputeFields;

internal sealed record FieldNameWrong() : FieldRefusal("insights.fields.refused.name", KeepFields.Name);

internal sealed record FieldNameTaken() : FieldRefusal("insights.fields.refused.taken", KeepFields.Name);

/// <summary>What is wrong in the formula, and where.</summary>
/// <param name="Fault">A <see cref="FormulaFault"/> in lower case, or "end" where the formula stops too early.</param>
/// <param name="Place">Of the first character concerned, counted from 1.</param>
internal sealed record FormulaWrong(string Fault, int Place, string Word) : FieldRefusal("insights.fields.refused.formula", KeepFields.Text);

/// <summary>The field would be reckoned from itself, by way of another one.</summary>
internal sealed record FieldCircle(string By) : FieldRefusal("insights.fields.refused.circle", KeepFields.Text);

/// <summary>Others are reckoned from it.</summary>
internal sealed record FieldNeeded(string By) : Refusal("insights.fields.refused.needed");

/// <summary>Makes, changes and removes computed fields; each change can be undone.</summary>
internal sealed partial class KeepFields(RuleBook rules, InsightReckonings reckonings, ComputedFields fields)
{
    public const string Name = "name", Text = "formula";
    private const int LongestName = 40;

    /// <summary>Values looked up for one customer: fields that each use the one before twice would soon ask for millions.</summary>
    private const long MostSteps = 1_000;

    /// <param name="was">The field that is changed; null for a new one.</param>
    public async Task<Result<ChangeSetId?>> Save(string? was, string? name, string? formula, UserId? by, CancellationToken ct)
    {
        var (all, called, text) = (rules.Read(FieldSetting.Key, FieldSetting.Usual).Fields.ToList(), name?.Trim() ?? "", formula?.Trim() ?? "");
        var at = all.FindIndex(f => f.Name == was);
        if (called.Length > LongestName || !Names().IsMatch(called) || Formula.Words.Contains(called, StringComparer.OrdinalIgnoreCase)) return new FieldNameWrong();
        if (fields.Own.Keys.Contains(called, StringComparer.OrdinalIgnoreCase) || all.Exists(f => f.Name.Equals(called, StringComparison.OrdinalIgnoreCase) && f.Name != was)) return new FieldNameTaken();
        var made = new ComputedField(called, text);
        if (at < 0) all.Add(made); else all[at] = made;
        if (Wrong(all) is not var (field, error)) return await Keep(all, by, ct);
        if (field != made) return new FieldNeeded(field.Name);
        if (error.Fault != FormulaFault.UnknownField || all.Find(f => f.Name.Equals(error.Word, StringComparison.OrdinalIgnoreCase)) is not { } later)
            return new FormulaWrong(error is { Fault: FormulaFault.Unexpected, Word: "" } ? "end" : error.Fault.ToString().ToLowerInvariant(), error.Position + 1, error.Word);
        // It asks for a field that was made after it: it stands behind that one, unless that one is reckoned from it.
        List<ComputedField> moved = [.. all.Where(f => f != made), made];
        return Wrong(moved) is null ? await Keep(moved, by, ct) : new FieldCircle(later.Name);
    }

    public async Task<Result<ChangeSetId?>> Remove(string? name, UserId? by, CancellationToken ct)
    {
        var all = rules.Read(FieldSetting.Key, FieldSetting.Usual).Fields.Where(f => f.Name != name).ToList();
        if (Wrong(all) is var (field, _)) return new FieldNeeded(field.Name);
        return await Keep(all, by, ct);
    }

    /// <summary>Clusters that are made of a field are found anew where it is another.</summary>
    private async Task<Result<ChangeSetId?>> Keep(List<ComputedField> all, UserId? by, CancellationToken ct)
    {
        var set = await rules.Save(FieldSetting.Key, new FieldSetting(all), by, ct);
        if (set is not null && rules.Read(ClusterSetting.Key, ClusterSetting.Usual).Fields is { Count: > 0 }) await reckonings.Soon(by, ct);
        return set;
    }

    /// <summary>The first that cannot be read after those before it.</summary>
    private (ComputedField Field, FormulaError Error)? Wrong(IEnumerable<ComputedField> all)
    {
        var read = new List<ReadField>();
        foreach (var field in all)
        {
            var (formula, error) = Formula.Read(field.Formula, fields.Types(read));
            if (formula is null) return (field, error!);
            read.Add(new(field, formula));
            if (ComputedFields.Steps(read[^1], read) > MostSteps) return (field, new(FormulaFault.TooLong, 0, ""));
        }
        return null;
    }

    [GeneratedRegex(@"^\p{L}[\p{L}\p{Nd}_]*$")]
    private static partial Regex Names();
}
