using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Campaigns;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.ReportCampaign;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMessages;
using Patron.Segments;
using Patron.Segments.Contracts;
using Patron.Tests.Messaging;

namespace Patron.Tests.Exporting;

/// <summary>Segments, campaigns, messages and what came of them leave with everything and come back as they were, and a copy writes to nobody by itself.</summary>
public sealed class MarketingComesBackTests
{
    private static readonly string[] Kinds =
    [
        "segments", "segment-moves", "segment-lists", "campaigns", "tests", "assignments", "universal-control", "message-templates", "message-template-versions", "gateways", "message-links", "sendings", "message-runs",
        "messages", "messages-waiting", "events", "codes", "contacts-made", "portal-requests", "suppressions", "suppressed-addresses", "consent-texts", "views", "indicators", "settings",
    ];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whatever_marketing_knows_comes_back_as_it_was_and_twice_changes_nothing(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        var company = await MarketingCompany.Fill(first);
        var archive = await ArchiveFiles.Export(first, "first.zip");
        await using var second = await SendingSample.Start(kind);
        second.Clock.Advance(TimeSpan.FromDays(2));
        var taken = await second.Get<IEverything>().Take(archive, null, null, default);
        Assert.True(taken.Value is { Conflicts: 0, Rejected: 0 }, string.Join('\n', taken.Value?.Notes ?? [taken.Refusal!.Key]));

        var (was, now) = (ArchiveFiles.Of(archive, Kinds), ArchiveFiles.Of(await ArchiveFiles.Export(second, "second.zip"), Kinds));
        Assert.All(was, file => Assert.Equal(file.Value, now[file.Key]));
        Assert.All(was, file => Assert.True(file.Value.Count(sign => sign == '\n') > 1, file.Key));
        Assert.DoesNotContain("sealed", string.Concat(was.Values), StringComparison.Ordinal);
        await SameRows(first, second);

        await SendsNothingByItself(second, company.Campaign);
        await SameGroup(first, second);
        Assert.Equal(["=Leeds, \"north\"", "Listed", "Not Leeds"], second.Get<ISegments>().All.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Equal("In the bin", Assert.Single(second.Get<SegmentBook>().Bin).Name);

        var again = (await second.Get<IEverything>().Take(archive, null, null, default)).Value!;
        Assert.Equal((0, 0, 0, 0), (again.Created, again.Updated, again.Conflicts, again.Rejected));
        Assert.Equal(was, ArchiveFiles.Of(await ArchiveFiles.Export(second, "third.zip"), Kinds));
    }

    /// <summary>But for what stands still in an archive: what runs is paused, what a worker held waits or is for a person to decide.</summary>
    private static async Task SameRows(PatronServices first, PatronServices second)
    {
        var (was, now) = (await EveryTable.Of(first), await EveryTable.Of(second));
        // Who is held out is named there, and drawn here.
        now["experiments_assignments"].RemoveAll(row => row.Contains("test_id=0", StringComparison.Ordinal));
        string[] still = ["campaigns_campaigns", "messaging_sendings", "messaging_messages", "messaging_queue"];
        var differing = was.Where(t => !still.Contains(t.Key) && !t.Value.SequenceEqual(now[t.Key])).Select(t => $"{t.Key}\n  was: {string.Join("\n  was: ", t.Value.Except(now[t.Key]).Take(3))}\n  now: {string.Join("\n  now: ", now[t.Key].Except(t.Value).Take(3))}");
        Assert.Equal("", string.Join('\n', differing));
        foreach (var table in still.Take(3)) Assert.Equal(Rest(was[table]), Rest(now[table]));
    }

    private static IEnumerable<string> Rest(IEnumerable<string> rows) => rows.Select(r => Regex.Replace(r, @"(^| \| )(state|reason)=\w*", "")).Order(StringComparer.Ordinal);

    /// <summary>Due messages stay where they are until somebody resumes the campaign; then each goes once, and what was sent is not sent again.</summary>
    private static async Task SendsNothingByItself(PatronServices copy, CampaignId campaign)
    {
        var (book, source) = (copy.Get<CampaignBook>(), CampaignBook.Source(campaign));
        Assert.Equal(CampaignState.Paused, (await book.Find(campaign, default))!.State);
        var counts = await copy.Get<IMessages>().Counts(source, default);
        Assert.Equal((14, 4, 0, 0, 2, 2, 4), (counts.Planned, counts.Queued, counts.Claimed, counts.HandedOff, counts.Sent, counts.Failed, counts.Unknown));
        Assert.Equal(0, await copy.Get<SendWorker>().Pass(default));
        Assert.Equal(counts.Queued, (await copy.Get<IMessages>().Counts(source, default)).Queued);

        // Nobody who was planned is planned once more, though customers have other numbers here.
        var known = new List<CustomerId>();
        await using (var db = await copy.Db())
            known.AddRange(await db.Set<Patron.Messaging.KeepMessages.Message>().Where(m => m.Step == "wave-1").Select(m => m.CustomerId).ToListAsync());
        Assert.Equal(0, await copy.Plan(known.Select(c => new TemplateId(1).To(c, copy.Clock.Now)), source));
        // The draw that was under way goes on, and what is over is settled when its time has come.
        var jobs = await copy.Ask($"select count(*) from kernel_jobs where kind in ('{LaunchJob.JobKind}', '{SettleJob.JobKind}')");
        Assert.Equal(2L, jobs);
    }

    private static async Task SameGroup(PatronServices first, PatronServices second)
    {
        var (was, now) = (await Held(first), await Held(second));
        Assert.Equal(was, now);
        Assert.InRange(was.Count, 1, 39);
        await using var db = await second.Db();
        var group = await second.Get<IControlGroup>().Now(default);
        // Whoever comes later is drawn.
        second.Clock.Advance(TimeSpan.FromSeconds(2));
        var later = Enumerable.Range(0, 1_000).Select(_ => second.Get<IdMaker>().Next<CustomerId>().Value).ToList();
        Assert.All(later, c => Assert.Equal(group.Rules.Draws(c), group.Holds(c)));
        // Another share is another group.
        await db.WriteAtOnce(MarketingRules.Key, group.Rules with { ControlSince = new(2026, 3, 4) }, default);
        Assert.Empty((await second.Get<IControlGroup>().Now(default)).Named);
        await db.WriteAtOnce(MarketingRules.Key, group.Rules, default);
    }

    private static async Task<List<string>> Held(PatronServices app)
    {
        var group = await app.Get<IControlGroup>().Now(default);
        await using var session = await app.Session();
        await using var command = session.Command("select external_id, customer_id from identity_source_records order by external_id");
        await using var reader = await command.ExecuteReaderAsync();
        var held = new List<string>();
        while (await reader.ReadAsync())
            if (group.Holds(reader.GetInt64(1))) held.Add(reader.GetString(0));
        return held;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_campaign_that_is_there_stays_as_it_is_and_another_of_its_name_is_refused_with_the_reason(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        var company = await MarketingCompany.Fill(first);
        var archive = await ArchiveFiles.Export(first, "first.zip");
        Assert.Equal(0, (await first.Get<IEverything>().Take(archive, null, null, default)).Value!.Created);
        Assert.Equal(CampaignState.Running, (await first.Get<CampaignBook>().Find(company.Campaign, default))!.State);

        await using var second = await PatronServices.Start(kind);
        var plan = CampaignPlan.Empty with { Query = "city = Leeds", Arms = [new("Mail", "email", "", 0, null)] };
        Assert.Null((await second.Get<CampaignBook>().Add("SPRING", plan, null, default)).Refusal);
        var taken = (await second.Get<IEverything>().Take(archive, null, null, default)).Value!;
        Assert.Equal((1, 1), (taken.Rejected, taken.Files.Single(f => f.Name == "campaigns.csv").Rejected));
        Assert.Contains("another campaign of this name", Assert.Single(taken.Notes), StringComparison.Ordinal);
    }
}
