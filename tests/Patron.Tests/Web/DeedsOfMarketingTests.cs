using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Campaigns;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.UndoDeeds;
using Patron.Codes;
using Patron.Codes.Contracts;
using Patron.Consents.Contracts;
using Patron.Consents.ListSuppressions;
using Patron.Consents.SayForCustomer;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging;
using Patron.Messaging.CallGateways;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.SendMail;
using Patron.Messaging.UndoDeeds;
using Patron.Messaging.WriteTemplates;
using Patron.Segments;
using Patron.Segments.EditSegment;
using Patron.Segments.UndoDeeds;
using Patron.Tests.Exporting;
using Patron.Tests.Messaging;

namespace Patron.Tests.Web;

/// <summary>What a person did in marketing can be taken back exactly, or is refused with words where something newer stands in the way.</summary>
public sealed class DeedsOfMarketingTests
{
    private static readonly UserId Me = new(7), Other = new(8);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Deeds_on_a_campaign_are_taken_back_until_it_is_out(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var book = app.Get<CampaignBook>();
        var plan = CampaignPlan.Empty with { Query = "days_since_order > 90 days", Arms = [new("Mail", "email", "", 0, null)] };
        var id = (await book.Add("Spring", plan, Me, default)).Value;
        await Set(app, id, row => (row.State, row.Forecast, row.CheckedAt, row.ApprovedBy, row.ApprovedAt) = (CampaignState.Approved, "{}", app.Clock.Now, Other, app.Clock.Now));
        var before = await EveryTable.Of(app);
        Assert.Null((await book.Edit(id, 2, "Summer", plan with { Budget = 5 }, Me, default)).Refusal);
        await Undo(app);
        Assert.Equal(Without(before["campaigns_campaigns"]), Without((await EveryTable.Of(app))["campaigns_campaigns"]));

        // Somebody else has taken the name meanwhile.
        Assert.Null((await book.Edit(id, (await book.Find(id, default))!.Version, "Summer", plan, Me, default)).Refusal);
        var renamed = await Last(app);
        var second = (await book.Add("SPRING", plan, Me, default)).Value;
        Assert.IsType<CampaignNameTaken>((await app.Get<DeedUndo>().Undo(renamed, Me, default)).Refusal);
        Assert.Equal("Summer", (await book.Find(id, default))!.Name);
        Assert.IsType<NoSuchDeed>((await app.Get<DeedUndo>().Undo(renamed, Other, default)).Refusal);
        // A new campaign goes, and then the name is free.
        await Undo(app);
        Assert.Null(await book.Find(second, default));
        Assert.Null((await app.Get<DeedUndo>().Undo(renamed, Me, default)).Refusal);
        Assert.Equal("Spring", (await book.Find(id, default))!.Name);

        await Set(app, id, row => (row.State, row.LaunchedAt, row.Waves, row.PlannedWaves) = (CampaignState.Running, app.Clock.Now, 1, 1));
        await app.Plan([new TemplateId(1).To((await app.People(1))[0], app.Clock.Now)], CampaignBook.Source(id));
        foreach (var (deed, state, sending) in (((Func<Task<Result<Campaign>>>, CampaignState, SendingState)[])[(() => book.Pause(id, Me, default), CampaignState.Running, SendingState.Runs)]))
        {
            Assert.Null((await deed()).Refusal);
            Assert.Equal((int)SendingState.Paused, Convert.ToInt32(await app.Ask("select state from messaging_sendings"), null));
            await Undo(app);
            Assert.Equal((state, (int)sending), ((await book.Find(id, default))!.State, Convert.ToInt32(await app.Ask("select state from messaging_sendings"), null)));
        }
        Assert.Null((await book.Learn(id, "Never on Sundays", Me, default)).Refusal);
        await Undo(app);
        Assert.Equal((null, null, null), ((await book.Find(id, default))! is var row ? (row.Learned, row.LearnedBy, row.LearnedAt) : default));
        Assert.Null((await book.End(id, Me, default)).Refusal);
        Assert.IsType<CampaignIsOut>((await app.Get<DeedUndo>().Undo(await Last(app), Me, default)).Refusal);
        Assert.Equal(CampaignState.Ended, (await book.Find(id, default))!.State);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Words_of_a_template_come_back_as_a_new_version_and_a_used_one_stays(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var book = app.Get<TemplateBook>();
        var id = (await book.Save(null, "Spring", "email", SendingSample.Content("One", "one"), false, Me, default)).Value;
        Assert.Null((await book.Save(id, "Summer", "email", SendingSample.Content("Two", "two"), true, Me, default)).Refusal);
        var changed = await Last(app);
        await Undo(app);
        var now = (await book.Find(id, default))!;
        Assert.Equal(("Spring", false, 3, "One"), (now.Name, now.Retired, now.Version, now.Compiled.Content.Languages["en"].Subject));
        Assert.Equal("Two", (await book.Version(id, 2, default))!.Content.Languages["en"].Subject);
        Assert.IsType<DeedUndoneAlready>((await app.Get<DeedUndo>().Undo(changed, Me, default)).Refusal);
        Assert.Null((await book.Save(id, "Spring", "email", SendingSample.Content("Three", "three"), false, Me, default)).Refusal);
        var three = await Last(app);
        Assert.Null((await book.Save(id, "Spring", "email", SendingSample.Content("Four", "four"), false, Other, default)).Refusal);
        Assert.IsType<DeedChangedSince>((await app.Get<DeedUndo>().Undo(three, Me, default)).Refusal);

        var fresh = (await book.Save(null, "Fresh", "email", SendingSample.Content("F", "f"), false, Me, default)).Value;
        var added = await Last(app);
        await app.Plan([fresh.To((await app.People(1))[0], app.Clock.Now)]);
        Assert.IsType<TemplateIsUsed>((await app.Get<DeedUndo>().Undo(added, Me, default)).Refusal);
        Assert.NotNull(await book.Find(fresh, default));
        Assert.Null((await book.Save(null, "Unused", "email", SendingSample.Content("U", "u"), false, Me, default)).Refusal);
        await Undo(app);
        Assert.DoesNotContain(await book.Kept(default), t => t.Name == "Unused");
        Assert.Equal(0L, await app.Ask("select count(*) from messaging_template_versions v where not exists (select 1 from messaging_templates t where t.id = v.template_id)"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Gateways_and_the_mail_server_come_back_with_their_sealed_passwords(Database kind)
    {
        await using var app = await PatronServices.Start(kind, s => s.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()).AddMessagingServer());
        var (gateways, mail) = (app.Get<Gateways>(), app.Get<SmtpSettings>());
        var sms = new Gateway("sms", "https://sms.example/{to}", "POST", "Authorization: secret", "application/json", "{}", false, "", "key");
        Assert.Null((await gateways.Save(sms, Me, default)).Refusal);
        var first = (await gateways.Of("sms", default))!;
        Assert.Null((await gateways.Save(sms with { Url = "", Headers = "", Secret = "" }, Me, default)).Refusal);
        Assert.Null(await gateways.Of("sms", default));
        await Undo(app);
        var back = (await gateways.Of("sms", default))!;
        Assert.Equal((first, "key", ("Authorization", "secret")), (back, gateways.Secret(back), gateways.Headers(back).Single()));

        Assert.Null((await mail.Save("mail.firm.example", "587", true, "user", "password", "shop@firm.example", null, Me, default)).Refusal);
        Assert.Null((await mail.Save("", null, false, null, null, null, null, Me, default)).Refusal);
        Assert.Null(await mail.Read(default));
        await Undo(app);
        Assert.Equal("password", mail.Server((await mail.Read(default))!).Secret);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_stop_that_was_entered_goes_and_one_that_was_ended_holds_again(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var (person, list) = ((await app.People(1))[0], app.Get<SuppressionList>());
        var set = await app.Get<CustomerDeeds>().Suppress(person, "email", SuppressionReason.Asked, "Mina", Me, default);
        Assert.Equal((1L, 1L), await list.Count(default));
        Assert.Null(await app.Get<CustomerDeeds>().Suppress(person, "email", SuppressionReason.Asked, "Mina", Me, default));
        Assert.Null((await app.Get<DeedUndo>().Undo(set!.Value, Me, default)).Refusal);
        Assert.Equal((0L, 0L), await list.Count(default));

        set = await app.Get<CustomerDeeds>().Suppress(person, null, SuppressionReason.Asked, "Mina", Me, default);
        foreach (var line in await list.Latest(9, false, default))
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            var ended = (await list.End(line.Id, "by mistake", Me, default)).Value!.Value;
            Assert.Null((await app.Get<DeedUndo>().Undo(ended, Me, default)).Refusal);
        }
        Assert.DoesNotContain(await list.Latest(9, true, default), l => l.EndedAt is not null || l.EndedWhy is not null);
        // What somebody has ended since is not taken back: the list tells of it.
        var one = (await list.Latest(1, false, default))[0];
        Assert.Null((await list.End(one.Id, "a new address", Other, default)).Refusal);
        Assert.IsType<DeedChangedSince>((await app.Get<DeedUndo>().Undo(set!.Value, Me, default)).Refusal);

        var put = await list.Import(new StringReader("a@firm.example\nb@firm.example\nnonsense\n"), SuppressionReason.Listed, "list.csv", Me, default);
        Assert.Equal((2, 2, 1), (put.Read, put.Added, put.Unread));
        Assert.Null((await app.Get<DeedUndo>().Undo(put.Set!.Value, Me, default)).Refusal);
        Assert.Equal(0L, await app.Ask("select count(*) from consents_addresses where source = 'list.csv'"));
        Assert.Null((await list.Import(new StringReader("nonsense"), SuppressionReason.Listed, "list.csv", Me, default)).Set);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_code_that_was_taken_for_somebody_else_is_free_again_and_the_log_does_not_tell_of_it(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var (person, codes) = ((await app.People(1))[0], app.Get<ICodes>());
        string code;
        await using (var session = await app.Session())
        {
            code = (await codes.Issue(session, new("campaign", 5, "A"), [new(person, null)], null, default))[person];
            await session.Commit(default);
        }
        Assert.Null((await codes.Redeem(code, "Till", app.Clock.Now, Me, default)).Refusal);
        await Undo(app);
        Assert.Equal(0L, await app.Ask("select count(*) from events_log"));
        Assert.Null((await codes.Redeem(code, null, app.Clock.Now, Other, default)).Refusal);
        Assert.Equal(1L, await app.Ask("select count(*) from events_log where kind = 'redeemed'"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_segment_that_others_ask_for_is_not_taken_back_and_none_comes_to_ask_for_itself(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var (deeds, undo) = (app.Get<SegmentDeeds>(), app.Get<DeedUndo>());
        var (a, added) = (await deeds.Save(null, new("A", null, "days_since_order > 90 days", null, null), null, Me, default)).Value;
        var b = (await deeds.Save(null, new("B", null, "in A", null, null), null, Me, default)).Value;
        Assert.IsType<SegmentStillNeeded>((await undo.Undo(added!.Value, Me, default)).Refusal);
        Assert.Equal(2, app.Get<SegmentBook>().All.Count);

        var free = (await deeds.Save(b.Id, new("B", null, "days_since_order > 9 days", null, null), null, Me, default)).Value.Set!.Value;
        Assert.Null((await deeds.Save(a, new("A", null, "in B", null, null), null, Me, default)).Refusal);
        Assert.IsType<SegmentWouldAskItself>((await undo.Undo(free, Me, default)).Refusal);

        var deleted = (await deeds.Delete(a, Me, default)).Value.Set!.Value;
        Assert.Null((await deeds.Save(null, new("a", null, "days_since_order > 1 day", null, null), null, Me, default)).Refusal);
        Assert.IsType<SegmentNameTaken>((await undo.Undo(deleted, Me, default)).Refusal);
        await Undo(app);
        Assert.Null((await undo.Undo(deleted, Me, default)).Refusal);
        Assert.NotNull(app.Get<SegmentBook>().Find(a));
    }

    private static async Task Set(PatronServices app, CampaignId id, Action<Campaign> change)
    {
        await using var db = await app.Db();
        change(await db.Campaigns.SingleAsync(c => c.Id == id));
        await db.SaveChangesAsync();
    }

    /// <summary>The last thing that was done.</summary>
    private static async Task<ChangeSetId> Last(PatronServices app) => new((long)(await app.Ask("select id from kernel_change_sets order by id desc limit 1"))!);

    private static async Task Undo(PatronServices app)
    {
        var done = await app.Get<DeedUndo>().Undo(await Last(app), Me, default);
        Assert.True(done.Refusal is null, done.Refusal?.Key);
    }

    /// <summary>How often a row was written says nothing of it.</summary>
    private static IEnumerable<string> Without(IEnumerable<string> rows) => rows.Select(r => System.Text.RegularExpressions.Regex.Replace(r, @"version=\d+", ""));
}
