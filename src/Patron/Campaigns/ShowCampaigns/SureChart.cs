using Patron.Web.Components;

namespace Patron.Campaigns.ShowCampaigns;

/// <summary>An estimate day by day within its band: Plot's Data for the kind "sure".</summary>
/// <param name="Days">From 1.</param>
/// <param name="Half">Half of the band's width.</param>
/// <param name="Sure">The day on which nothing left the band; null: it has not.</param>
/// <param name="Axis">What the days are.</param>
/// <param name="Each">What the line is.</param>
/// <param name="Between">What the band is.</param>
/// <param name="SureLabel">Stands at that day.</param>
internal sealed record SureChart(IReadOnlyList<int> Days, IReadOnlyList<double> Estimate, IReadOnlyList<double> Half, int? Sure, ChartUnit Unit, string Axis, string Each, string Between, string SureLabel);
