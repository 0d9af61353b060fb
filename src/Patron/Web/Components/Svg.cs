using System.Globalization;

namespace Patron.Web.Components;

/// <summary>Numbers as SVG attributes, whatever the machine's culture.</summary>
internal static class Svg
{
    public static string Of(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>A share of 1 as a length, kept between nothing and the whole.</summary>
    public static string Percent(double share) => Of(Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1) * 100) + "%";
}
