using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Patron.Campaigns;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Experiments.Contracts;
using Patron.Kernel;

namespace Patron.Tests.Campaigns;

/// <summary>Campaigns of the program as it is, from the plan to the draw.</summary>
internal static class CampaignSample
{
    public static readonly UserId Author = new(1);

    public static CampaignPlan Plan(PatronServices patron, params TemplateId[] templates) => CampaignPlan.Empty with
    {
        Goal = "A first order", Query = "orders = 0", HoldOutPercent = 20, Purpose = "service",
        Arms = [.. templates.Select((t, at) => new CampaignArm("E-mail " + at, "email", t.ToString(), 10_000, at == 0 ? null : patron.Clock.Now.AddDays(at)))],
    };

    public static async Task<(CampaignId Id, Forecast Forecast)> Checked(PatronServices patron, string name, CampaignPlan plan)
    {
        var added = await patron.Get<CampaignBook>().Add(name, plan, Author, default);
        Assert.Null(added.Refusal);
        var forecast = await patron.Get<Patron.Campaigns.CheckCampaign.CheckCampaign>().Run(added.Value, Author, default);
        Assert.Null(forecast.Refusal);
        return (added.Value, forecast.Value!);
    }

    public static async Task<CampaignId> Launch(PatronServices patron, string name, CampaignPlan plan, bool draw = true)
    {
        var (id, _) = await Checked(patron, name, plan);
        Assert.Null((await patron.Get<CampaignBook>().Launch(id, Author, null, default)).Refusal);
        if (draw) await Draw(patron, id, 1);
        return id;
    }

    public static Task<string?> Draw(PatronServices patron, CampaignId id, int wave, int? rollOut = null, bool alone = false) =>
        patron.Services.GetServices<IJobHandler>().OfType<LaunchJob>().Single().Run(new RememberedRun(JsonSerializer.Serialize(new LaunchArguments(id.Value, wave, rollOut, alone))), default);

    public static async Task<Dictionary<long, int>> Arms(PatronServices patron, CampaignId id)
    {
        var people = await patron.Get<ITests>().People(id.Value, default);
        return people.Customers.Zip(people.Arms).ToDictionary(p => p.First, p => p.Second);
    }
}
