using System.Globalization;
using Patron.Kernel;

namespace Patron.Campaigns.ShowCampaigns;

/// <summary>A plan as a form sends it; what cannot be read as a number becomes one that is refused.</summary>
internal static class PlanForm
{
    private const int Unreadable = -1;

    public static CampaignPlan Read(IFormCollection form, TimeZoneInfo zone)
    {
        var arms = new List<CampaignArm>();
        for (var at = 0; at < CampaignPlan.MostArms; at++)
        {
            if (Text(form, $"what-{at}") is not { Length: > 0 } what) continue;
            arms.Add(new(what, Text(form, $"channel-{at}"), Text(form, $"template-{at}"), Micros(Text(form, $"cost-{at}")), At(Text(form, $"at-{at}"), zone), Text(form, $"offer-{at}"), Text(form, $"value-{at}"), Day(Text(form, $"until-{at}"))));
        }
        var topic = Text(form, "topic");
        return new(
            Text(form, "kind") == nameof(CampaignKind.SmallTest) ? CampaignKind.SmallTest : CampaignKind.Usual, Text(form, "goal"), Text(form, "segment"), Text(form, "query"), arms,
            Text(form, "holdout").Length == 0 ? null : Number(form, "holdout"), Text(form, "household") == "yes", Math.Max(0, Micros(Text(form, "budget"))), Number(form, "window"), Number(form, "margin"),
            CampaignPlan.Empty.Purpose, topic.Length == 0 ? null : topic, Number(form, "random"), Number(form, "lift"),
            [.. Text(form, "proofs").Split([',', ';', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(p => p.Contains('@', StringComparison.Ordinal)).Take(CampaignPlan.MostProofs)],
            Text(form, "kind") == nameof(CampaignKind.SmallTest) && CampaignPlan.Tryable.Contains(Text(form, "tries")) ? Text(form, "tries") : "");
    }

    /// <summary>Micros as a field shows them; nothing for none.</summary>
    public static string Amount(long micros) => micros == 0 ? "" : Kernel.Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();

    private static int Number(IFormCollection form, string name) => int.TryParse(Text(form, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Unreadable;

    private static long Micros(string text)
    {
        if (text.Length == 0) return 0;
        return decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units) && units < 1_000_000_000_000m ? Kernel.Micros.From(units) : Unreadable;
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateTimeOffset? At(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? new DateTimeOffset(at, zone.GetUtcOffset(at)) : null;
}
