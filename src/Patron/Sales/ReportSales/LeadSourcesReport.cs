using Patron.Reports.Contracts;
using Patron.Sales.ShowLeads;

namespace Patron.Sales.ReportSales;

/// <summary>What each source of leads cost and brought: of the leads that came in the period, how many became deals and customers. The cost is that of the source in all; a customer costs besides what contacts, tickets and time cost in the year.</summary>
internal sealed class LeadSourcesReport(LeadReads reads) : IReport
{
    public const string Word = "lead-sources";

    public string Key => Word;
    public string Title => "sales.lead.sources";
    public int Order => 50;

    public async Task<ReportSheet> Of(ReportScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        var results = await reads.Sources(scope.Begin, scope.End, scope.Asker, ct);
        var (leads, customers) = (results.Sum(r => r.Leads), results.Sum(r => r.Customers));
        return new(text.Get("sales.report.sources.says", new { leads, customers }),
        [
            new(Word, text["sales.lead.sources"],
            [
                new("source", text["sales.lead.source"], ReportUnit.Text), new("kind", text["sales.lead.source.kind"], ReportUnit.Text), new("cost", text["sales.lead.cost"], ReportUnit.Money), new("leads", text["sales.leads"], ReportUnit.Count),
                new("per_lead", text["sales.lead.per-lead"], ReportUnit.Money), new("deals", text["sales.deals"], ReportUnit.Count), new("customers", text["sales.lead.customers"], ReportUnit.Count),
                new("work", text["sales.lead.work"], ReportUnit.Money), new("per_customer", text["sales.lead.per-customer"], ReportUnit.Money), new("conversion", text["sales.report.conversion"], ReportUnit.Share),
            ],
            [
                .. results.Where(r => r.Leads > 0 || r.Source.Cost > 0).OrderByDescending(r => r.Customers).ThenByDescending(r => r.Leads).ThenBy(r => r.Source.Name, StringComparer.Ordinal).Select(r => new ReportLine(
                    [r.Source.Name, text.Get("sales.lead.kind", new { kind = r.Source.Kind.ToString().ToLowerInvariant() }), r.Source.Cost, (long)r.Leads, r.PerLead, (long)r.Deals, (long)r.Customers, r.Work, r.PerCustomer, r.Conversion],
                    $"{SalesUrls.Leads}?{LeadAddress.StateOf}={LeadAddress.Everything}&{LeadAddress.SourceOf}={r.Source.Id}")),
            ]),
        ]);
    }
}
