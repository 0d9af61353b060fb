using System.Diagnostics;
using System.Globalization;
using System.Text;
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

namespace Patron.Benchmarks;

/// <summary>
/// Messages planned, rendered with layout and signed links, judged by the contact policy, recorded and sent into smtp-sink, by the two workers that a server has.
/// The limit of the same run: the same number of mails of a fixed text over as many connections, by the bare client.
/// </summary>
internal static class SendBenchmarks
{
    private const int Messages = 20_000, Connections = 8, Port = 18_925;
    private static readonly SendingSource Campaign = new("campaign", 1);

    public static async Task<double> Run()
    {
        // Started by root it wants to be told as whom to run.
        using var sink = Process.Start(new ProcessStartInfo("smtp-sink", $"{(Environment.IsPrivilegedProcess ? "-u nobody " : "")}127.0.0.1:{Port} 1000"))!;
        var folder = Directory.CreateTempSubdirectory("patron-send-").FullName;
        try
        {
            var services = new ServiceCollection();
            services.AddLogging().AddDataProtection();
            services.AddPatron(new DataLocation(folder, null)).AddMessagingServer();
            await using var provider = services.BuildServiceProvider();
            await DataModule.Migrate(provider, default);
            await Prepare(provider);
            var bare = await Bare();
            var own = await Own(provider);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-28}{"messages a second",20}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"bare SMTP, fixed text",-28}{bare,20:F0}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"rendered, sent, recorded",-28}{own,20:F0}"));
            return own;
        }
        finally
        {
            sink.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Prepare(IServiceProvider services)
    {
        var ids = services.GetRequiredService<IdMaker>();
        // Its first id takes a lease in the database, which could not be written within somebody's session.
        _ = ids.Next<CustomerId>();
        await services.GetRequiredService<SmtpSettings>().Save("127.0.0.1", $"{Port}", tls: false, null, null, "shop@firm.example", "Firm", null, default);
        var template = (await services.GetRequiredService<TemplateBook>().Save(null, "Spring", "email", new(BodyFormat.Markdown, Layouts.Card, false, "en", new Dictionary<string, TemplateWords>
        {
            ["en"] = new("{{givenName}}, spring is here", "Dear {{name}},\n\nour **spring sale** begins in {{city}}. See [the shop](https://shop.example/spring) or [order at once]({{links.order}}).\n\n- lamps\n- kettles\n\n{{organisation}}"),
        }), false, null, default)).Value;
        var people = Enumerable.Range(0, Messages).Select(i => new GoldenRecord(ids.Next<CustomerId>(), true, CustomerKind.Person, null, $"Ann{i} Young", $"Ann{i}", "Young", null, null, $"ann{i}@customer.example",
            null, "1 High Street", "Leeds", null, "LS1 4AP", "GB", null, null, "en-GB", null, null, null, null, 0)).ToList();
        await using var session = await BulkSession.Begin(services.GetRequiredService<IDbContextFactory<PatronDb>>(), TimeProvider.System, default);
        await session.Db.Write(SettingsKeys.PublicAddress, new PublicAddress("https://crm.firm.example"), default);
        await services.GetRequiredService<IGoldenRecords>().Write(session, people, TimeProvider.System.GetUtcNow(), default);
        var now = TimeProvider.System.GetUtcNow();
        await services.GetRequiredService<IMessages>().Plan(session, Campaign, [.. people.Select(p => new MessagePlan(p.Id, "wave-1", 0, "email", template, "A", now, "service", null, 1))], default);
        await session.Db.SaveChangesAsync();
        await session.Commit(default);
    }

    private static async Task<double> Bare()
    {
        var mail = Encoding.ASCII.GetBytes("From: <a@firm.example>\r\nTo: <b@customer.example>\r\nSubject: x\r\n\r\n" + string.Concat(Enumerable.Repeat("A line of text that is as long as such lines are.\r\n", 60)));
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            await using var connection = await SmtpConnection.Open(new("127.0.0.1", Port, false, null, null), default);
            for (var i = 0; i < Messages / Connections; i++) await connection.Send("a@firm.example", "b@customer.example", mail);
        }));
        return Messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> Own(IServiceProvider services)
    {
        var worker = services.GetRequiredService<SendWorker>();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (await worker.Pass(default) > 0) { }
        })));
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var counts = await services.GetRequiredService<IMessages>().Counts(Campaign, default);
        return counts.Sent == Messages ? Messages / elapsed : throw new InvalidOperationException($"Of {Messages} only {counts.Sent} were sent.");
    }
}
