using Microsoft.AspNetCore.Components;
using Patron.Campaigns.ReportCampaign;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Campaigns.ShowCampaigns;

/// <summary>A figure of the report: numbers as its readers write them.</summary>
public abstract class ReportFigure : ComponentBase
{
    [Inject] protected Sentences Text { get; set; } = null!;

    [CascadingParameter] private protected CampaignReport Report { get; set; } = null!;

    /// <summary>Units of the reporting currency, rounded to whole ones.</summary>
    private protected string Money(double units) => Text.Formats.MoneyWhole(Rounded(units), Report.Currency);

    /// <summary>With the currency's decimals.</summary>
    private protected string Exact(double units) => Text.Formats.Money(Rounded(units), Report.Currency);

    protected string Number(long n) => Text.Formats.Number(n);

    private protected static long Rounded(double units) => (long)Math.Round(units * Micros.PerUnit);
}
