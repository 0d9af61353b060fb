using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.Campaigns;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Segments.Contracts;
using Patron.Tests.Insights;

namespace Patron.Tests.Campaigns;

/// <summary>A shop with made-up customers in the base; other rooms are played, so that each test says what they do.</summary>
internal static class Shop
{
    public static readonly DateOnly Today = new(2026, 3, 2);

    public static readonly TemplateId Template = new(77), Letter = new(78);

    /// <param name="customers">The first has id 1.</param>
    public static Task<PatronServices> Start(Database kind, StillBase people, PlayedMessages? messages = null, Dictionary<int, ContactBarrier>? barriers = null) => PatronServices.Start(kind, services => Play(services, people, messages, barriers));

    public static void Play(IServiceCollection services, StillBase people, PlayedMessages? messages, Dictionary<int, ContactBarrier>? barriers) => services
        .AddSingleton<ICustomerBase>(people).AddSingleton<IReckoningDay>(people).AddSingleton<ISegments>(new EveryOne()).AddSingleton<IContactPolicy>(new PlayedPolicy(barriers ?? []))
        .AddSingleton<IMessages>(messages ?? new PlayedMessages()).AddSingleton<ITemplates>(new SoundTemplates()).AddSingleton<IEventLog>(new NoEvents()).AddSingleton<IAdvertisingDuties>(new MetDuties());

    /// <summary>So many customers, each of whom bought on the days before today that <paramref name="bought"/> says, for 10 an order.</summary>
    public static StillBase People(int customers, Func<int, int[]> bought) => new(StillBase.Of(Enumerable.Range(1, customers)
        .Select(n => new CustomerRow(n, true).Lines([.. bought(n).Select((ago, order) => StillBase.Sale(n * 10 + order, Today.AddDays(-ago), 10))]))), Today);

    public static CampaignPlan Plan(int arms = 2, int holdOut = 20) => CampaignPlan.Empty with
    {
        Goal = "A second order", Query = "everyone", HoldOutPercent = holdOut,
        Arms = [.. Enumerable.Range(0, arms).Select(n => new CampaignArm("E-mail " + n, "email", Template.ToString(), 20_000, null))],
    };

    public static async Task<(CampaignId Id, Forecast Forecast)> Checked(PatronServices app, CampaignPlan plan, string name = "Spring")
    {
        var id = (await app.Get<CampaignBook>().Add(name, plan, new UserId(1), default)).Value;
        return (id, (await app.Get<Patron.Campaigns.CheckCampaign.CheckCampaign>().Run(id, new UserId(1), default)).Value!);
    }

    public static Task<string?> Draw(PatronServices app, CampaignId id, int wave, int? rollOut = null, bool alone = false) =>
        app.Services.GetServices<IJobHandler>().OfType<LaunchJob>().Single().Run(new RememberedRun(JsonSerializer.Serialize(new LaunchArguments(id.Value, wave, rollOut, alone))), default);

    public static async Task<CampaignId> Launched(PatronServices app, CampaignPlan plan, string name = "Spring")
    {
        var (id, _) = await Checked(app, plan, name);
        Assert.Null((await app.Get<CampaignBook>().Launch(id, new UserId(1), null, default)).Refusal);
        return id;
    }
}

/// <summary>Whatever a country's rule wants is set up.</summary>
internal sealed class MetDuties : IAdvertisingDuties
{
    public Task<IReadOnlyList<string?>> WithoutSender(IReadOnlyCollection<string> channels, string purpose, IReadOnlyCollection<string?> countries, CancellationToken ct) => Task.FromResult<IReadOnlyList<string?>>([]);
}

/// <summary>A segment that holds everybody, and a language of one word.</summary>
internal sealed class EveryOne : ISegments
{
    public IReadOnlyList<SegmentName> All => [];

    public SegmentName? Find(string idOrName) => null;

    public Bitmap? Members(SegmentId segment, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) => null;

    public FieldRefusal? Wrong(string query) => query == "everyone" ? null : new CampaignAudienceWrong();

    public Result<Bitmap> Select(string query, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) => query == "everyone" ? Bitmap.CopyOf(snapshot.Known) : new CampaignAudienceWrong();
}

internal sealed class PlayedPolicy(Dictionary<int, ContactBarrier> barriers) : IContactPolicy
{
    public Task<IReadOnlyList<ContactVerdict>> Judge(BulkSession session, IReadOnlyList<ContactWish> wishes, DateTimeOffset at, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ContactVerdict>>([.. wishes.Select(w => new ContactVerdict(barriers.GetValueOrDefault((int)w.Customer.Value), null))]);

    public Task<ContactBarrier[]> Foresee(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, string? topic, DateTimeOffset at, CancellationToken ct) =>
        Task.FromResult(Array.ConvertAll(customers.ToArray(), i => barriers.GetValueOrDefault((int)snapshot.Ids[i])));

    public Task<bool[]> Yields(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, Func<int, IReadOnlyList<string>> dearer, DateTimeOffset at, CancellationToken ct) =>
        Task.FromResult<bool[]>([.. Enumerable.Range(0, customers.Length).Select(i => dearer(i).Count > 0)]);

    public Task Made(BulkSession session, IReadOnlyList<ContactWish> made, DateTimeOffset at, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Remembers what was planned; may break at one piece, as a process that is killed does.</summary>
internal sealed class PlayedMessages : IMessages
{
    private int calls;

    /// <summary>The call of <see cref="Plan"/> at which it breaks, counted from 1; once.</summary>
    public int BreaksAt { get; init; }

    public List<MessagePlan> Planned { get; } = [];

    public List<string> Told { get; } = [];

    public Task<long> Plan(BulkSession session, SendingSource source, IReadOnlyList<MessagePlan> messages, CancellationToken ct)
    {
        if (++calls == BreaksAt) throw new InvalidOperationException("Killed.");
        Planned.AddRange(messages);
        return Task.FromResult((long)messages.Count);
    }

    public Task<long> WriteDown(BulkSession session, SendingSource source, IReadOnlyList<MessagePlan> messages, CancellationToken ct) => Plan(session, source, messages, ct);

    public Task Forget(BulkSession session, SendingSource source, CancellationToken ct) => Tell("forget");

    public Task<SendingCounts> Counts(SendingSource source, CancellationToken ct) => Task.FromResult(Of(Planned.Count));

    public Task<IReadOnlyDictionary<string, SendingCounts>> CountsByArm(SendingSource source, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, SendingCounts>>(Planned.CountBy(p => p.Arm).ToDictionary(p => p.Key, p => Of(p.Value)));

    public List<WaitingMessage> Waiting { get; } = [];

    public Task<IReadOnlyList<WaitingMessage>> WaitingBeside(SendingSource source, CancellationToken ct) => Task.FromResult<IReadOnlyList<WaitingMessage>>(Waiting);

    public Task Pause(BulkSession session, SendingSource source, CancellationToken ct) => Tell("pause");

    public Task Resume(BulkSession session, SendingSource source, CancellationToken ct) => Tell("resume");

    public Task Stop(BulkSession session, SendingSource source, CancellationToken ct) => Tell("stop");

    private static SendingCounts Of(int sent) => new(sent, 0, 0, 0, sent, 0, 0, new Dictionary<string, long>());

    private Task Tell(string deed)
    {
        Told.Add(deed);
        return Task.CompletedTask;
    }
}

internal sealed class SoundTemplates : ITemplates
{
    public Task<IReadOnlyList<TemplateName>> All(CancellationToken ct) => Task.FromResult<IReadOnlyList<TemplateName>>([new(Shop.Template, "Reminder", "email")]);

    public Task<IReadOnlyDictionary<TemplateId, TemplateState>> States(IReadOnlyCollection<TemplateId> templates, CancellationToken ct) => Task.FromResult<IReadOnlyDictionary<TemplateId, TemplateState>>(new Dictionary<TemplateId, TemplateState> { [Shop.Template] = new("email", 1), [Shop.Letter] = new("letter", 1) });

    public Task<Result<TemplateId>> Add(string name, string channel, string language, string subject, string text, UserId? by, CancellationToken ct) => Task.FromResult<Result<TemplateId>>(Shop.Template);

    public Task Forget(BulkSession session, IReadOnlyCollection<TemplateId> templates, CancellationToken ct) => Task.CompletedTask;

    public Task<Result<RenderedMessage>> Preview(TemplateId template, CustomerId customer, ArmOffer offer, CancellationToken ct) => Task.FromResult<Result<RenderedMessage>>(new RenderedMessage("Hello", "Text", null));

    public Task<IReadOnlyList<TemplateFault>> Check(TemplateId template, IReadOnlyList<CustomerId> audience, ArmOffer offer, int most, CancellationToken ct) => Task.FromResult<IReadOnlyList<TemplateFault>>([]);
}

/// <summary>A run of a job that remembers its cursor, as the job table does.</summary>
internal sealed class RememberedRun(string arguments) : IJobRun
{
    public JobId Id => new(1);
    public UserId? By => null;
    public string Arguments => arguments;
    public string? Cursor { get; private set; }

    public void Report(string phase, long done, long? total) { }

    public Task SaveCursor(BulkSession session, string cursor, CancellationToken ct)
    {
        Cursor = cursor;
        return Task.CompletedTask;
    }
}

internal sealed class NoEvents : IEventLog
{
    public Task<int> Append(BulkSession session, IReadOnlyList<EventHappened> events, CancellationToken ct) => Task.FromResult(0);

    public Task Forget(BulkSession session, string sourceKind, long sourceId, CancellationToken ct) => Task.CompletedTask;

    public Task<IReadOnlyList<EventCount>> Counts(string sourceKind, long sourceId, CancellationToken ct) => Task.FromResult<IReadOnlyList<EventCount>>([]);

    public Task TakeBack(BulkSession session, CustomerId customer, string kind, string key, CancellationToken ct) => throw new NotSupportedException();

    public Task Doubt(BulkSession session, MessageId message, string kind, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => Task.CompletedTask;

    public Task<IReadOnlyList<EventHappened>> Of(BulkSession session, MessageId message, CancellationToken ct) => Task.FromResult<IReadOnlyList<EventHappened>>([]);
}
