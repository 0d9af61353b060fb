using System.Globalization;
using Patron.Analytics.Experiments;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Analytics.Experiments;

/// <summary>The first half of a published test of two e-mails against none; arm 0 none, 1 men's, 2 women's goods.</summary>
internal static class Hillstrom
{
    public static (OutcomeRows Visits, OutcomeRows Conversions) Read()
    {
        var file = Directory.GetFiles(Path.GetDirectoryName(Samples.Path("hillstrom_first_half/SOURCE.txt"))!, "*.csv").Single();
        var rows = File.ReadLines(file).Skip(1).Select(l => l.Split(',')).ToArray();
        // Counted from the end: the second column may hold a comma.
        int[] arm = [.. rows.Select(r => r[^4] switch { "Mens E-Mail" => 1, "Womens E-Mail" => 2, _ => 0 })];
        double[] spend = [.. rows.Select(r => Number(r[^1]))], before = [.. rows.Select(r => Number(r[^10]))];
        return (new(arm, [.. rows.Select(r => r[^3] == "1")], spend, spend, before), new(arm, [.. rows.Select(r => r[^2] == "1")], spend, spend, before));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
