using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Campaigns;
using Patron.Campaigns.KeepCampaigns;
using Patron.Codes.Contracts;
using Patron.Consents.Contracts;
using Patron.Consents.EditPolicy;
using Patron.Consents.KeepTexts;
using Patron.Consents.ListSuppressions;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Experiments.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Messaging.CallGateways;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.LayOnDesks;
using Patron.Messaging.SendMail;
using Patron.Messaging.TrackResponses;
using Patron.Portal.HandleRequests;
using Patron.Reasons.Contracts;
using Patron.Reports.StoreIndicators;
using Patron.Segments;
using Patron.Segments.EditSegment;
using Patron.Segments.KeepMembers;
using Patron.Tests.Messaging;
using Patron.Tests.Purchases;
using Patron.Web.SaveViews;

namespace Patron.Tests.Exporting;

/// <summary>A small organisation in the middle of a campaign: messages in every state, answers, codes, segments with members who came and went.</summary>
internal static class MarketingCompany
{
    public sealed record Company(CampaignId Campaign, UserId Boss, IReadOnlyList<CustomerId> People);

    public static async Task<Company> Fill(PatronServices app)
    {
        var shop = await HardCompany.Source(app, "Shop", s => s);
        var boss = (await app.Get<IUserAccounts>().Add(new("boss@example.com", "The boss", Roles.Administrator, "correct horse battery"), null, default)).Value!.Id;
        await app.Take<IncomingRecord>([.. Enumerable.Range(0, 40).Select(i => HardCompany.Person("p" + i, $"Ann{i} Young", $"ann{i}@customer.example") with { City = i % 2 == 0 ? "Leeds" : "서울", Country = "GB" })], source: shop);
        var people = new List<CustomerId>();
        for (var i = 0; i < 40; i++) people.Add(await HardCompany.Customer(app, shop, "p" + i));
        await using (var db = await app.Db()) await db.WriteAtOnce(MarketingRules.Key, MarketingRules.Default with { ControlPercent = 20, ControlSince = new(2026, 1, 1) }, default);
        await Segments(app, people, boss);
        var campaign = await Campaign(app, boss);
        await Messages(app, campaign, people, boss);
        await Said(app, people, boss);
        return new(campaign, boss, people);
    }

    private static async Task Segments(PatronServices app, List<CustomerId> people, UserId boss)
    {
        var deeds = app.Get<SegmentDeeds>();
        var first = (await deeds.Save(null, new("=Leeds, \"north\"", "말", "days_since_order > 90 days", null, null), null, boss, default)).Value.Id;
        Assert.Null((await deeds.Save(null, new("Not Leeds", null, $"not in {first}", null, null), null, boss, default)).Refusal);
        var gone = (await deeds.Save(null, new("In the bin", null, "days_since_order > 9 days", null, null), null, boss, default)).Value.Id;
        Assert.Null((await deeds.Delete(gone, boss, default)).Refusal);
        Assert.Null((await deeds.Save(null, new("Listed", null, null, null, null), null, boss, default, (session, id) => Name(session, app, id, people))).Refusal);
        await using var db = await app.Db();
        var ids = new IdRanges(app.Get<IdMaker>());
        db.Add(new SegmentMove { CustomerId = people[0], Id = ids.Next(), SegmentId = first, At = app.Clock.Now, Day = new(2026, 2, 1), Entered = true, Why = "city is Leeds\nx" });
        db.Add(new SegmentMove { CustomerId = people[0], Id = ids.Next(), SegmentId = first, At = app.Clock.Now.AddMinutes(1), Day = new(2026, 2, 2), Entered = false, Why = "" });
        await db.SaveChangesAsync();
    }

    private static void Name(BulkSession session, PatronServices app, SegmentId segment, List<CustomerId> people)
    {
        var ids = new IdRanges(app.Get<IdMaker>());
        session.Db.AddRange(people.Take(3).Select(p => new ListedCustomer { CustomerId = p, Id = ids.Next(), SegmentId = segment }));
    }

    private static async Task<CampaignId> Campaign(PatronServices app, UserId boss)
    {
        var template = await app.Template();
        Assert.Null((await app.Get<Patron.Messaging.WriteTemplates.TemplateBook>().Save(template, "Spring, \"new\"", "email", SendingSample.Content("Hello", "=Dear {{name}}"), false, boss, default)).Refusal);
        var book = app.Get<CampaignBook>();
        var plan = CampaignPlan.Empty with { Query = "city = Leeds", Arms = [new("Mail", "email", template.ToString(), 0, null)] };
        var id = (await book.Add("Spring", plan, boss, default)).Value;
        var over = (await book.Add("Over", plan, null, default)).Value;
        await using var db = await app.Db();
        var row = await db.Campaigns.SingleAsync(c => c.Id == id);
        (row.State, row.LaunchedAt, row.Waves, row.PlannedWaves, row.ApprovedBy, row.Learned, row.LearnedBy) = (CampaignState.Running, app.Clock.Now, 2, 1, boss, "'learned\nmuch", boss);
        var ended = await db.Campaigns.SingleAsync(c => c.Id == over);
        (ended.State, ended.LaunchedAt, ended.EndedAt, ended.Waves, ended.PlannedWaves) = (CampaignState.Ended, app.Clock.Now, app.Clock.Now.AddDays(1), 1, 1);
        await db.SaveChangesAsync();
        return id;
    }

    /// <summary>One in each state.</summary>
    private static async Task Messages(PatronServices app, CampaignId campaign, List<CustomerId> people, UserId boss)
    {
        var (source, template) = (CampaignBook.Source(campaign), new TemplateId((long)(await app.Ask("select id from messaging_templates"))!));
        await app.Plan(people.Take(14).Select(p => template.To(p, app.Clock.Now.AddHours(1))), source);
        await app.Plan([template.To(people[0], app.Clock.Now, step: "stopped")], new("campaign", 5));
        await app.Tell((messages, session) => messages.Stop(session, new("campaign", 5), default));
        await using var session = await app.Session();
        await app.Get<ITests>().Begin(session, new(campaign.Value, "campaign", "campaign:" + campaign, "Spring", "/campaigns/" + campaign, [new("", .2), new("A", .8)], 28, .8), default);
        app.Get<ITests>().Assign(session, campaign.Value, [.. people.Take(20).Select((p, i) => (p, i < 14 ? 1 : 0))]);
        var ids = new IdRanges(app.Get<IdMaker>());
        var run = new Run { Id = ids.Next(), SendingId = (await session.Db.Sendings.SingleAsync(s => s.SourceId == campaign.Value)).Id, Channel = "letter", At = app.Clock.Now, By = boss };
        session.Db.Add(run);
        session.Db.Add(new TrackedLink { Id = ids.Next(), Digest = "digest", Url = "https://firm.example/?a=1,2" });
        await session.Db.SaveChangesAsync();
        var all = await session.Db.Messages.Where(m => m.Step == "wave-1").OrderBy(m => m.Id).ToListAsync();
        foreach (var (at, state) in Enum.GetValues<MessageState>().Index())
            foreach (var one in all.Skip(at * 2).Take(2)) (one.State, one.Reason, one.RunId) = (state, state is MessageState.Failed ? "refused" : null, state is MessageState.Sent ? run.Id : null);
        foreach (var one in await session.Db.MessageQueue.ToListAsync())
        {
            var state = all.First(m => m.Id == one.MessageIdOf()).State;
            if (state is MessageState.Claimed or MessageState.HandedOff) (one.Claim, one.LeasedUntil, one.HandedOff, one.Attempts) = (7, app.Clock.Now.AddMinutes(5), state is MessageState.HandedOff, 2);
            else if (state is not MessageState.Queued) session.Db.Remove(one);
        }
        await session.Db.SaveChangesAsync();
        var sent = all.First(m => m.State == MessageState.Sent);
        await app.Get<IEventLog>().Append(session, [new(sent.CustomerId, EventKinds.Clicked, app.Clock.Now, "k,1", sent.Id, "campaign", campaign.Value, "A", false, "=link"), new(people[30], "seen", app.Clock.Now, "k2", null, null, null, null, true, null)], default);
        var codes = await app.Get<ICodes>().Issue(session, new("campaign", campaign.Value, "A"), [new(sent.CustomerId, sent.Id), new(people[31], null)], app.Clock.Now.AddDays(9), default);
        await session.Db.SaveChangesAsync();
        await session.Commit(default);
        Assert.Null((await app.Get<ICodes>().Redeem(codes[sent.CustomerId], "Till 7", app.Clock.Now, boss, default)).Refusal);
    }

    private static MessageId MessageIdOf(this QueuedMessage waiting) => waiting.Id;

    /// <summary>What people said and set around it.</summary>
    private static async Task Said(PatronServices app, List<CustomerId> people, UserId boss)
    {
        Assert.Null((await app.Get<PolicyDeeds>().Limits([new(null, 3, 30)], 12, false, boss, default)).Refusal);
        Assert.Null((await app.Get<ConsentTexts>().Add("marketing", "en", "I agree, \"gladly\".", boss, default)).Refusal);
        await using (var session = await app.Session())
        {
            var deeds = app.Get<IConsentDeeds>();
            await deeds.Suppress(session, people[5], "email", SuppressionReason.Complained, "said so", boss, default);
            await deeds.SuppressAddress(session, "nobody@customer.example", "email", SuppressionReason.Ordered, "list, \"x\"", boss, default);
            await app.Get<IContactPolicy>().Made(session, [new(people[0], "email", "marketing", null, 1)], app.Clock.Now, default);
            session.Db.Add(new PortalRequest { CustomerId = people[6], Id = new IdRanges(app.Get<IdMaker>()).Next(), Kind = RequestKind.Correct, State = RequestState.Refused, Wanted = "{\"city\":\"Bath\"}", At = app.Clock.Now, EndedAt = app.Clock.Now, EndedBy = boss, Why = "no, \"never\"" });
            session.Db.Add(new StoredIndicator { Month = 202602, Key = "kept", Value = -5, At = app.Clock.Now });
            session.Db.Add(new StoredIndicator { Month = 202602, Key = "unknown", Value = null, At = app.Clock.Now });
            await session.Db.Write(SmtpSetting.Key, new SmtpSetting("mail.firm.example", 587, true, "user", "sealed-password", "shop@firm.example", null), default);
            await session.Db.Write(GatewayBook.Key, new GatewayBook([new("sms", "https://sms.example/{to}", "POST", "sealed-headers", "application/json", "{\"t\":\"{text}\"}", true, "", "sealed-key")]), default);
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }
        var line = await app.Get<SuppressionList>().Latest(1, false, default);
        Assert.Null((await app.Get<SuppressionList>().End(line[0].Id, "by mistake", boss, default)).Refusal);
        await using var db = await app.Db();
        await db.WriteAtOnce(SavedViews.KeyOf(boss)!, (SavedView[])[new("/customers", "=Mine, all", "q=a&x=%2C", true)], default);
    }
}
