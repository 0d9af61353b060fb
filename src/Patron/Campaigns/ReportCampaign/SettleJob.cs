using System.Text.Json;
using Patron.Campaigns.KeepCampaigns;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;

namespace Patron.Campaigns.ReportCampaign;

/// <summary>Keeps what a campaign brought, once everybody had the time to answer.</summary>
internal sealed class SettleJob(CampaignBook book, ReportReckoning reports, ICustomerBase customerBase) : IJobHandler
{
    public const string JobKind = "settle-campaign";
    private const string Phase = "campaigns.phase.settling";

    public string Kind => JobKind;

    public bool Reckons => true;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        run.Report(Phase, 0, 1);
        await customerBase.CatchUp(ct);
        var id = new CampaignId(JsonSerializer.Deserialize<long>(run.Arguments));
        if (await book.Find(id, ct) is { } campaign) await book.Settle(id, CampaignResult.Of(await reports.Of(campaign, null, SplitBy.Bought, ct)), ct);
        run.Report(Phase, 1, 1);
        return null;
    }
}
