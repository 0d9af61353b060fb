using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Experiments.ShowTests;
using Patron.Kernel;
using Patron.Web.Deeds;

namespace Patron.Experiments.SetRules;

internal sealed record RulesWrong(int Most) : Refusal("experiments.rules.refused");

/// <summary>Sets what holds for all marketing; whoever did it can take it back.</summary>
internal static class SetRules
{
    public const string Kinds = "marketing-rules.";

    public static void MapRules(this IEndpointRouteBuilder app) => app.MapPost(ExperimentUrls.Rules, Set).RequirePermission(Permissions.ManageSettings);

    private static async Task<IResult> Set(
        [FromForm] int? control, [FromForm] int? margin, [FromForm] string? second, SettingDeeds settings, ICurrentUser who, CustomerBase.Contracts.IReckoningDay day, CancellationToken ct)
    {
        var done = await settings.Change(MarketingRules.Key, Kinds + "set", MarketingRules.Default, before => Changed(before, control ?? -1, margin ?? -1, second == "yes", day.AsOf), who.Id, ct);
        if (done.Refusal is { } refusal) return TypedResults.LocalRedirect($"{ExperimentUrls.List}?refused={Uri.EscapeDataString(refusal.Key)}");
        return TypedResults.LocalRedirect(done.Value is { } set ? DeedUrls.Done(ExperimentUrls.List, set) : ExperimentUrls.List);
    }

    /// <summary>Another share is another group: what is measured of it begins anew.</summary>
    internal static Result<MarketingRules> Changed(MarketingRules before, int control, int margin, bool second, DateOnly today)
    {
        var since = control == before.ControlPercent ? before.ControlSince : control == 0 ? null : today;
        var rules = new MarketingRules(control, since, margin, second);
        return rules.IsSound ? rules : new RulesWrong(MarketingRules.MostControl);
    }
}
