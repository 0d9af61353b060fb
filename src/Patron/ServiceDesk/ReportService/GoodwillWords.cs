using Patron.Analytics.Service;
using Patron.Kernel.Texts;

namespace Patron.ServiceDesk.ReportService;

/// <summary>What is said of the two rules for goodwill, held against what was asked for.</summary>
internal static class GoodwillWords
{
    /// <summary>The warning about the flat rule where it favours the wrong ones, and what the other rule does instead.</summary>
    public static string Of(ServiceReport report, Sentences text) => Of(report.Rules, report.Cases, report.Organisation.Currency, text);

    public static string Of(ServiceRules rules, IReadOnlyCollection<GoodwillCase> cases, string currency, Sentences text)
    {
        var flat = Goodwill.FlawOf(c => Goodwill.Flat(rules.FlatLimit, c.Amount), cases);
        return text.Get("servicedesk.goodwill.flaw", new
        {
            n = cases.Count, limit = text.Formats.Money(rules.FlatLimit, currency), flaw = flat switch { { IsUpsideDown: true } => "both", { Granted: not null } => "granted", { Refused: not null } => "refused", _ => "none" },
            granted = Money(flat.Granted), refused = Money(flat.Refused), rule = rules.ByValue ? "value" : "flat",
        });

        string Money(decimal? micros) => micros is { } amount ? text.Formats.Money((long)amount, currency) : "";
    }
}
