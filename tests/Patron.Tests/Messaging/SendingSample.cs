using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;
using Patron.Messaging.SendMessages;
using Patron.Messaging.WriteTemplates;

namespace Patron.Tests.Messaging;

/// <summary>People who can be written to, a template, and a program that sends to a server of the test's own.</summary>
internal static class SendingSample
{
    public static readonly SendingSource Campaign = new("campaign", 77);

    public static Task<PatronServices> Start(Database kind, Action<IServiceCollection>? more = null, Func<string, string>? connect = null) => PatronServices.Start(kind, services =>
    {
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddMessagingServer();
        more?.Invoke(services);
    }, connect);

    /// <summary>The same, sending to that server.</summary>
    public static async Task<PatronServices> Start(Database kind, MailSink sink, Action<IServiceCollection>? more = null)
    {
        var patron = await Start(kind, more);
        await patron.UseServer(sink.Port);
        return patron;
    }

    public static async Task UseServer(this PatronServices patron, int port) =>
        Assert.Null((await patron.Get<SmtpSettings>().Save("127.0.0.1", $"{port}", tls: false, null, null, "shop@firm.example", "Firma 상점", null, default)).Refusal);

    public static async Task<CustomerId[]> People(this PatronServices patron, int count, Func<GoldenRecord, int, GoldenRecord>? with = null)
    {
        var ids = patron.Get<IdMaker>();
        var people = Enumerable.Range(0, count).Select(i =>
        {
            var golden = new GoldenRecord(ids.Next<CustomerId>(), true, CustomerKind.Person, null, $"Ann{i} Young", $"Ann{i}", "Young", null, null,
                $"ann{i}@customer.example", null, "1 High Street", "Leeds", null, "LS1 4AP", "GB", null, null, i % 2 == 0 ? "en-GB" : "ko", null, null, null, null, 0);
            return with?.Invoke(golden, i) ?? golden;
        }).ToList();
        await using var session = await patron.Session();
        await patron.Get<IGoldenRecords>().Write(session, people, patron.Clock.Now, default);
        await session.Commit(default);
        return [.. people.Select(p => p.Id)];
    }

    public static TemplateContent Content(string subject, string body, BodyFormat format = BodyFormat.Markdown) => new(format, Layouts.Letter, false, "en", new Dictionary<string, TemplateWords> { ["en"] = new(subject, body) });

    public static async Task<TemplateId> Template(this PatronServices patron, TemplateContent? content = null, string channel = "email", string name = "Spring")
    {
        var saved = await patron.Get<TemplateBook>().Save(null, name, channel, content ?? Content("Hello {{givenName}}", "Dear **{{name}}**"), false, null, default);
        return saved.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Key) : saved.Value;
    }

    public static MessagePlan To(this TemplateId template, CustomerId customer, DateTimeOffset due, string channel = "email", string step = "wave-1", int occurrence = 0) =>
        new(customer, step, occurrence, channel, template, "A", due, "service", null, 1.5);

    public static async Task<long> Plan(this PatronServices patron, IEnumerable<MessagePlan> plans, SendingSource? source = null)
    {
        await using var session = await patron.Session();
        var planned = await patron.Get<IMessages>().Plan(session, source ?? Campaign, [.. plans], default);
        await session.Commit(default);
        return planned;
    }

    public static async Task Tell(this PatronServices patron, Func<IMessages, BulkSession, Task> deed)
    {
        await using var session = await patron.Session();
        await deed(patron.Get<IMessages>(), session);
        await session.Commit(default);
    }

    public static Task<SendingCounts> Counts(this PatronServices patron) => patron.Get<IMessages>().Counts(Campaign, default);

    /// <summary>Passes until nothing more is due.</summary>
    public static async Task SendAll(this PatronServices patron)
    {
        while (await patron.Get<SendWorker>().Pass(default) > 0) { }
    }

    public static long Sum(this SendingCounts counts) => counts.Queued + counts.Claimed + counts.HandedOff + counts.Sent + counts.Failed + counts.Unknown + counts.Suppressed.Values.Sum();
}
