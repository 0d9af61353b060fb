using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Patron.Campaigns;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.ReportCampaign;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Benchmarks;

/// <summary>A campaign on a million customers: the check (10 s at most), the launch, the report. The limit of the same run: reading all their ids once.</summary>
internal static class CampaignBenchmarks
{
    private const int Customers = 1_000_000, AtOnce = 100_000;

    public static Task Run() => ImportBenchmarks.OnBoth((name, postgres) => ImportBenchmarks.InFreshPatron(postgres, async services =>
    {
        var fresh = new IdRanges(services.GetRequiredService<IdMaker>());
        for (var at = 0; at < Customers; at += AtOnce)
        {
            await using var session = await Session(services);
            MadeCustomers.Write(session, fresh, AtOnce);
            await session.Commit(default);
        }
        await Reachable(services);
        var customerBase = services.GetRequiredService<ICustomerBase>();
        _ = customerBase.Current;
        var book = services.GetRequiredService<CampaignBook>();
        // A task for the salesperson needs no address; without a template it is checked and not launched.
        var plan = CampaignPlan.Empty with { Query = "orders = 0", HoldOutPercent = 10, Arms = [new("Call", "webhook", "", 0, null), new("Call later", "webhook", "", 0, null)] };
        var id = (await book.Add("A million", plan, null, default)).Value;
        Say(name, "check on a million", await Time(() => services.GetRequiredService<CheckCampaign>().Run(id, null, default)));
        var template = await services.GetRequiredService<ITemplates>().Add("Spring", "email", "en", "Hello {{or name \"customer\"}}", "Dear {{or name \"customer\"}},\n\nnews for {{or city \"you\"}}. [Order]({{links.order}})", null, default);
        var written = plan with { Purpose = "service", Arms = [new("E-mail", "email", template.Value.ToString(), 10_000, null)] };
        var mailed = (await book.Add("A million by e-mail", written, null, default)).Value;
        Say(name, "check on a million by e-mail with a template", await Time(async () =>
        {
            var checkedOne = (await services.GetRequiredService<CheckCampaign>().Run(mailed, null, default)).Value!;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {checkedOne.Eligible:N0} of {checkedOne.Audience:N0}, {checkedOne.Faults.Count} faults"));
        }));
        var advertised = (await book.Add("The same for advertising", written with { Purpose = "marketing" }, null, default)).Value;
        Say(name, "the same for advertising", await Time(async () =>
        {
            var checkedOne = (await services.GetRequiredService<CheckCampaign>().Run(advertised, null, default)).Value!;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {checkedOne.Eligible:N0} of {checkedOne.Audience:N0} agreed"));
        }));
        Say(name, "limit: the audience alone", await Time(() => Task.FromResult(services.GetRequiredService<Audiences>().Everyone(plan, customerBase.Current, services.GetRequiredService<IReckoningDay>().AsOf).Value!.Count())));
        return 0;
    }));

    /// <summary>Everybody has an address, three of four a town, and has agreed to advertising.</summary>
    private static async Task Reachable(IServiceProvider services)
    {
        await using var session = await Session(services);
        await session.Execute("update customers set email = 'p' || cast(id as text) || '@customer.example', city = case when id % 4 > 0 then 'Leeds' end", default);
        await session.Execute("""
            insert into consents_ledger (customer_id, id, purpose, channel, given, at, recorded_at)
            select id, id, 'marketing', 'email', @yes, @now, @now from customers
            """, default, ("@yes", true), ("@now", TimeProvider.System.GetUtcNow()));
        await session.Commit(default);
    }

    private static Task<Data.BulkSession> Session(IServiceProvider services) =>
        Data.BulkSession.Begin(services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<Data.PatronDb>>(), TimeProvider.System, default);

    private static async Task<double> Time(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Say(string name, string what, double seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {what}: {seconds:N2} s"));
}
