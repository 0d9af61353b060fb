using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;
using Patron.Messaging.SendMessages;
using Patron.Messaging.WriteTemplates;

namespace Patron.Tests.Messaging;

/// <summary>Messages on both databases against a mail server with faults: none twice, none lost, and the sum of the states is what was planned.</summary>
public sealed class SendingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_is_planned_arrives_once_in_each_customers_words_and_language(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        var people = await patron.People(5);
        var template = await patron.Template(new(BodyFormat.Markdown, Layouts.Card, false, "en", new Dictionary<string, TemplateWords>
        {
            ["en"] = new("Hello {{givenName}}", "Dear **{{name}}**, see [the shop](https://shop.example/?a=1&b=2)."), ["ko"] = new("{{givenName}}님께", "안녕하세요, {{name}}님."),
        }));
        Assert.Equal(5, await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now))));
        Assert.Equal(0, await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now))));
        Assert.Equal(5, (await patron.Counts()).Queued);

        await patron.SendAll();

        var counts = await patron.Counts();
        Assert.Equal((5, 5, 5), (counts.Planned, counts.Sent, counts.Sum()));
        Assert.Equal(["ann0@customer.example", "ann1@customer.example", "ann2@customer.example", "ann3@customer.example", "ann4@customer.example"], sink.Taken.Select(t => t.To).Order());
        Assert.Equal(5, sink.Taken.Select(t => t.MessageId).Distinct().Count());
        var korean = sink.Taken.Single(t => t.To == "ann1@customer.example").Data;
        Assert.Contains($"Subject: =?utf-8?B?{Convert.ToBase64String("Ann1님께"u8)}?=", korean, StringComparison.Ordinal);
        Assert.Contains("Content-Type: multipart/alternative", korean, StringComparison.Ordinal);
        Assert.DoesNotContain("List-Unsubscribe", korean, StringComparison.Ordinal);
        var arms = await patron.Get<IMessages>().CountsByArm(SendingSample.Campaign, Ct);
        Assert.Equal(5, Assert.Single(arms).Value.Sent);
        // A new step, and the same step again, are intents of their own.
        Assert.Equal(10, await patron.Plan([.. people.Select(p => template.To(p, patron.Clock.Now, step: "wave-2")), .. people.Select(p => template.To(p, patron.Clock.Now, occurrence: 1))]));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Refusals_fail_only_their_address_what_may_pass_is_tried_again_and_a_lost_answer_is_unknown_for_good(Database kind)
    {
        var troubled = true;
        await using var sink = new MailSink((command, to) => (command[..1], to[..Math.Min(4, to.Length)]) switch
        {
            ("R", "ann0") => "550 no such user",
            ("R", "ann1") when troubled => "450 later",
            (".", "ann2") => null,
            ("D", "ann3") when troubled => "421 going down",
            (".", "ann4") when troubled => "452 full",
            _ => MailSink.Usual(command),
        });
        await using var patron = await SendingSample.Start(kind, sink);
        var people = await patron.People(7);
        var template = await patron.Template();
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now)));

        await patron.SendAll();
        // After the lost answer e-mail rests for half a minute.
        patron.Clock.Advance(TimeSpan.FromMinutes(1));
        await patron.SendAll();

        var counts = await patron.Counts();
        Assert.Equal((7, 3, 2, 1, 1), (counts.Planned, counts.Queued, counts.Sent, counts.Failed, counts.Unknown));
        Assert.Equal(7, counts.Sum());
        troubled = false;
        for (var days = 0; days < 3; days++)
        {
            patron.Clock.Advance(TimeSpan.FromDays(1));
            await patron.SendAll();
        }
        counts = await patron.Counts();
        Assert.Equal((0, 5, 1, 1), (counts.Queued, counts.Sent, counts.Failed, counts.Unknown));
        Assert.Equal(6, sink.Taken.Count);
        Assert.Equal(6, sink.Taken.Select(t => t.To).Distinct().Count());
    }

    [Fact]
    public async Task A_server_that_is_not_there_costs_no_attempt_and_everything_goes_once_it_is_back()
    {
        await using var patron = await SendingSample.Start(Database.Sqlite);
        int port;
        await using (var gone = new MailSink()) port = gone.Port;
        await patron.UseServer(port);
        var people = await patron.People(3);
        var template = await patron.Template();
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now)));

        await patron.SendAll();
        Assert.Equal(3, (await patron.Counts()).Queued);
        Assert.Equal(0L, Convert.ToInt64(await patron.Ask("select max(attempts) from messaging_queue"), System.Globalization.CultureInfo.InvariantCulture));

        await using var back = new MailSink(pipelines: false, port: port);
        patron.Clock.Advance(TimeSpan.FromMinutes(1));
        await patron.SendAll();
        Assert.Equal(3, (await patron.Counts()).Sent);
        Assert.Equal(3, back.Taken.Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Paused_nothing_leaves_resumed_everything_does_and_stopped_it_is_over_for_good(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        var people = await patron.People(6);
        var template = await patron.Template();
        await patron.Plan(people.Take(3).Select(p => template.To(p, patron.Clock.Now)));
        await patron.Tell((m, s) => m.Pause(s, SendingSample.Campaign, Ct));
        await patron.SendAll();
        Assert.Equal(3, (await patron.Counts()).Queued);

        // What waits is sent in the words of the moment at which it goes.
        var book = patron.Get<TemplateBook>();
        Assert.Null((await book.Save(template, "Spring", "email", SendingSample.Content("Edited {{givenName}}", "x"), false, null, Ct)).Refusal);
        await patron.Tell((m, s) => m.Resume(s, SendingSample.Campaign, Ct));
        await patron.SendAll();
        Assert.All(sink.Taken, t => Assert.Contains("Subject: Edited Ann", t.Data, StringComparison.Ordinal));
        Assert.Equal(3, sink.Taken.Count);

        await patron.Plan(people.Skip(3).Select(p => template.To(p, patron.Clock.Now.AddDays(1))));
        await patron.Tell((m, s) => m.Stop(s, SendingSample.Campaign, Ct));
        await patron.Tell((m, s) => m.Resume(s, SendingSample.Campaign, Ct));
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now, step: "late")));
        patron.Clock.Advance(TimeSpan.FromDays(2));
        await patron.SendAll();
        var counts = await patron.Counts();
        Assert.Equal((12, 3, 9), (counts.Planned, counts.Sent, counts.Suppressed["stopped"]));
        Assert.Equal(3, sink.Taken.Count);
        Assert.Equal(0L, Convert.ToInt64(await patron.Ask("select count(*) from messaging_queue"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_policy_is_asked_at_hand_off_and_what_may_go_later_waits(Database kind)
    {
        await using var sink = new MailSink();
        var policy = new SaidPolicy();
        await using var patron = await SendingSample.Start(kind, sink, s => s.AddSingleton<IContactPolicy>(policy));
        var people = await patron.People(4);
        var template = await patron.Template();
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now)));
        policy.Says[people[0]] = new(ContactBarrier.NoConsent, null);
        policy.Says[people[1]] = new(ContactBarrier.QuietTime, patron.Clock.Now.AddHours(8));
        policy.Says[people[2]] = new(ContactBarrier.Cap, null);

        await patron.SendAll();
        var counts = await patron.Counts();
        Assert.Equal((1, 1, 1, 1), (counts.Sent, counts.Queued, counts.Suppressed["noconsent"], counts.Suppressed["cap"]));
        Assert.Equal([people[3]], policy.Counted);

        policy.Says.Clear();
        patron.Clock.Advance(TimeSpan.FromHours(7.9));
        await patron.SendAll();
        Assert.Equal(1, (await patron.Counts()).Queued);
        patron.Clock.Advance(TimeSpan.FromHours(.2));
        await patron.SendAll();
        Assert.Equal(2, (await patron.Counts()).Sent);
        Assert.Equal(2, sink.Taken.Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task After_a_merge_the_intent_planned_first_stays_and_the_other_is_marked(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        var people = await patron.People(2);
        var template = await patron.Template();
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now)));
        await using (var session = await patron.Session())
        {
            await patron.Get<CustomerRowMover>().Move(session, people[1], people[0], null, Ct);
            await session.Commit(Ct);
        }

        await patron.SendAll();

        var counts = await patron.Counts();
        Assert.Equal((2, 1, 1), (counts.Planned, counts.Sent, counts.Suppressed["merged"]));
        Assert.Single(sink.Taken);
        // Nor does the one who took the rows get the same again when planned anew.
        Assert.Equal(0, await patron.Plan([template.To(people[0], patron.Clock.Now)]));
    }

    [Fact]
    public async Task A_template_that_is_broken_for_one_fails_for_that_one_alone()
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(Database.Sqlite, sink);
        var people = await patron.People(3, (golden, i) => i == 1 ? golden with { GivenName = null } : i == 2 ? golden with { Email = "no address" } : golden);
        var template = await patron.Template();
        var fault = Assert.Single(await patron.Get<ITemplates>().Check(template, people, ArmOffer.None, 10, Ct));
        Assert.Equal((people[1], "subject", "{{givenName}}"), (fault.Customer, fault.Part, fault.Message));
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now)));

        await patron.SendAll();
        var counts = await patron.Counts();
        Assert.Equal((1, 2), (counts.Sent, counts.Failed));
        Assert.Equal("template", await patron.Ask($"select reason from messaging_messages where customer_id = {people[1].Value}"));
        Assert.Equal("address", await patron.Ask($"select reason from messaging_messages where customer_id = {people[2].Value}"));
    }

    [Fact]
    public async Task A_slow_server_leaves_nothing_in_doubt_that_was_not_begun()
    {
        await using var sink = new MailSink((command, _) =>
        {
            if (command == ".") Thread.Sleep(40);
            return MailSink.Usual(command);
        });
        await using var patron = await SendingSample.Start(Database.Sqlite, sink, s => s.AddSingleton(new SendPace(60, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(.5), 8, TimeSpan.FromSeconds(30))));
        var template = await patron.Template();
        await patron.Plan((await patron.People(60)).Select(p => template.To(p, patron.Clock.Now)));

        await patron.Get<SendWorker>().Pass(Ct);
        var counts = await patron.Counts();
        Assert.Equal((0, 60), (counts.Unknown, counts.Sent + counts.Queued));
        Assert.True(counts is { Queued: > 0, Sent: > 0 }, $"{counts}");

        await patron.SendAll();
        Assert.Equal(60, (await patron.Counts()).Sent);
        Assert.Equal(60, sink.Taken.Select(t => t.MessageId).Distinct().Count());
        Assert.Equal(60, sink.Taken.Count);
    }

    [Fact]
    public async Task A_server_that_breaks_off_after_each_message_leaves_a_few_in_doubt_and_not_all()
    {
        await using var sink = new MailSink((command, _) => command == "." ? null : MailSink.Usual(command));
        await using var patron = await SendingSample.Start(Database.Sqlite, sink);
        var people = await patron.People(40);
        var template = await patron.Template();
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now)));

        await patron.SendAll();
        var counts = await patron.Counts();
        Assert.InRange(counts.Unknown, 1, 8);
        Assert.Equal(40, counts.Unknown + counts.Queued);
        // A clock that is put back does not make the rest longer.
        patron.Clock.Advance(TimeSpan.FromDays(-1));
        Assert.True(await patron.Get<IEnumerable<IChannel>>().Single(c => c.Name == "email").IsReady(Ct));
    }

    private sealed class SaidPolicy : IContactPolicy
    {
        public Dictionary<CustomerId, ContactVerdict> Says { get; } = [];
        public List<CustomerId> Counted { get; } = [];

        public Task<IReadOnlyList<ContactVerdict>> Judge(BulkSession session, IReadOnlyList<ContactWish> wishes, DateTimeOffset at, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<ContactVerdict>>([.. wishes.Select(w => Says.GetValueOrDefault(w.Customer))]);

        public Task<ContactBarrier[]> Foresee(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, string? topic, DateTimeOffset at, CancellationToken ct) => throw new NotSupportedException();

        public Task<bool[]> Yields(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, Func<int, IReadOnlyList<string>> dearer, DateTimeOffset at, CancellationToken ct) =>
            Task.FromResult(new bool[customers.Length]);

        public Task Made(BulkSession session, IReadOnlyList<ContactWish> made, DateTimeOffset at, CancellationToken ct)
        {
            Counted.AddRange(made.Select(m => m.Customer));
            return Task.CompletedTask;
        }
    }
}
