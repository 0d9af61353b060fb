using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Insights.WarnOfChurn;
using Patron.Kernel.Texts;

namespace Patron.Insights.ShowChurn;

/// <summary>Reasons and next steps in words.</summary>
internal static class WarningWords
{
    private static readonly (ChurnReasons Reason, string Word)[] All = [(ChurnReasons.Fell, "fell"), (ChurnReasons.Slower, "slower"), (ChurnReasons.Late, "late")];

    public static IEnumerable<string> Values => All.Select(a => a.Word);

    public static ChurnReasons? ReasonOf(string? word) => All.FirstOrDefault(a => a.Word == word) is { Word: not null } found ? found.Reason : null;

    public static string WordOf(ChurnReasons reason) => All.First(a => a.Reason == reason).Word;

    /// <summary>The reasons in a few words each.</summary>
    public static string Short(Sentences text, ChurnReasons reasons) =>
        string.Join(", ", All.Where(a => (reasons & a.Reason) != 0).Select(a => text[$"insights.churn.reason.{a.Word}"]));

    /// <summary>The strongest reason with its numbers.</summary>
    public static string Why(Sentences text, ChurnWarning warning) =>
        (warning.Reasons & ChurnReasons.Late) != 0 ? text.Get("insights.churn.why.late", new { every = warning.Every, silent = warning.Silent, late = warning.DaysLate })
        : (warning.Reasons & ChurnReasons.Slower) != 0 ? text.Get("insights.churn.why.slower", new { every = warning.Every, silent = warning.Silent })
        : text.Get("insights.churn.why.fell", new { before = warning.AliveBefore / 1_000.0, now = warning.Alive / 1_000.0, silent = warning.Silent });

    /// <summary>What to do first: whom a voice reaches is called, then written to; whoever cannot be reached is looked up.</summary>
    public static string Step(Sentences text, ChurnWarning warning, ulong reach)
    {
        var by = (reach & ReachFlags.Phone) != 0 ? "phone" : (reach & ReachFlags.Email) != 0 ? "email" : (reach & ReachFlags.Letter) != 0 ? "letter" : "none";
        var why = (warning.Reasons & ChurnReasons.Late) != 0 ? "late" : (warning.Reasons & ChurnReasons.Slower) != 0 ? "slower" : "fell";
        return text.Get("insights.churn.step", new { by, why });
    }
}
