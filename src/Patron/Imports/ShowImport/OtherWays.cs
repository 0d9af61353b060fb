using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Imports.ShowImport;

/// <param name="Way">What the form says.</param>
/// <param name="Label">Key of the button's sentence: a deed.</param>
internal sealed record OtherWay(string Way, string Label);

/// <summary>The other way with a kind of problem, where there is one.</summary>
internal static class OtherWays
{
    private const string OfValues = "imports.problem.", Later = "imports.problem.later_counts", Twice = "identity.row.idTwice", ByHand = "identity.row.byHand", InBin = "identity.row.inBin";

    /// <summary>Rows that the choice of new or known ones shuts out, in every room.</summary>
    private static readonly string[] ShutOut = ["identity.row.knownAlready", "identity.row.notKnown", "catalog.row.known", "catalog.row.unknown", "purchases.row.known", "purchases.row.unknown", "access.row.known", "access.row.unknown", "customers.row.known", "customers.row.unknown"];

    /// <summary>Rows whose values would take the place of known ones.</summary>
    private static readonly string[] KeptValues = ["identity.row.filledAlready", "catalog.row.stay", "purchases.row.stay"];

    public static OtherWay? Of(ProblemKind problem, ImportSettings settings) => problem switch
    {
        { Key: Twice, What: ProblemFate.Conflict } => new("later", "imports.way.later"),
        { Key: ByHand or "customers.row.byhand", What: ProblemFate.Conflict } or { Key: "customers.row.takenaway" } => new("file", "imports.way.file"),
        { Key: InBin, What: ProblemFate.Conflict } => new("bin", "imports.way.bin"),
        { Key: var key } when ShutOut.Contains(key) => new("both", "imports.way.both"),
        { Key: var key } when KeptValues.Contains(key) => new("overwrite", "imports.way.overwrite"),
        { Key: Later } => new("earlier", "imports.way.earlier"),
        { What: ProblemFate.Rejected } when settings.Refused.Contains(new(problem.Key, problem.Column)) => new("keep", "imports.way.keep"),
        { What: ProblemFate.ValueLeftOut } when problem.Key.StartsWith(OfValues, StringComparison.Ordinal) => new("refuse", "imports.way.refuse"),
        _ => null,
    };

    /// <summary>The settings after somebody chose that way; any other word changes nothing.</summary>
    public static ImportSettings Apply(ImportSettings settings, string way, string key, string? column) => way switch
    {
        "later" => settings with { LaterWins = true },
        "earlier" => settings with { LaterWins = false },
        "refuse" => settings with { Refused = [.. settings.Refused.Append(new(key, column)).Distinct()] },
        "keep" => settings with { Refused = [.. settings.Refused.Where(r => r != new RefusedProblem(key, column))] },
        "file" => settings with { Rules = settings.Rules with { FileWins = true } },
        "bin" => settings with { Rules = settings.Rules with { FromBin = true } },
        "both" => settings with { Rules = settings.Rules with { Mode = IntakeMode.CreateAndUpdate } },
        "overwrite" => settings with { Rules = settings.Rules with { FillOnly = false } },
        _ => settings,
    };
}

/// <summary>The choice of rules as a form sends it.</summary>
internal static class RulesForm
{
    public const string New = "new", Known = "known", Both = "both", Fill = "fill", Overwrite = "overwrite";

    /// <summary>What a form does not say stays.</summary>
    public static ImportSettings WithRules(this ImportSettings settings, IFormCollection form) => settings with
    {
        Rules = settings.Rules with
        {
            Mode = form["mode"].ToString() switch { New => IntakeMode.CreateOnly, Known => IntakeMode.UpdateOnly, Both => IntakeMode.CreateAndUpdate, _ => settings.Rules.Mode },
            FillOnly = form["values"].ToString() switch { Fill => true, Overwrite => false, _ => settings.Rules.FillOnly },
        },
    };

    public static string WordOf(IntakeMode mode) => mode switch { IntakeMode.CreateOnly => New, IntakeMode.UpdateOnly => Known, _ => Both };
}
