using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
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

/// <summary>What the benchmarks of sending share: the program's services, customers with messages planned for them, and a real mail server that keeps or throws away what it takes.</summary>
internal static class MadeSending
{
    public static readonly SendingSource Campaign = new("campaign", 1);

    /// <param name="pace">Null: the usual one.</param>
    public static ServiceProvider Services(DataLocation location, SendPace? pace = null)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddDataProtection();
        services.AddPatron(location).AddMessagingServer();
        if (pace is not null) services.AddSingleton(pace);
        return services.BuildServiceProvider();
    }

    /// <summary>A message for each of so many customers, all due now.</summary>
    public static async Task Prepare(IServiceProvider services, int port, int messages, TemplateContent words)
    {
        var ids = services.GetRequiredService<IdMaker>();
        // Its first id takes a lease in the database, which could not be written within somebody's session.
        _ = ids.Next<CustomerId>();
        await services.GetRequiredService<SmtpSettings>().Save("127.0.0.1", $"{port}", tls: false, null, null, "shop@firm.example", "Firm", null, default);
        var template = (await services.GetRequiredService<TemplateBook>().Save(null, "Spring", "email", words, false, null, default)).Value;
        var people = Enumerable.Range(0, messages).Select(i => new GoldenRecord(ids.Next<CustomerId>(), true, CustomerKind.Person, null, $"Ann{i} Young", $"Ann{i}", "Young", null, null, $"ann{i}@customer.example",
            null, "1 High Street", "Leeds", null, "LS1 4AP", "GB", null, null, "en-GB", null, null, null, null, 0)).ToList();
        await using var session = await BulkSession.Begin(services.GetRequiredService<IDbContextFactory<PatronDb>>(), TimeProvider.System, default);
        // A text that names the organisation is broken for everybody while it has no name.
        await session.Db.Write(SettingsKeys.Organisation, Organisation.Default with { Name = "Firm" }, default);
        await session.Db.Write(SettingsKeys.PublicAddress, new PublicAddress("https://crm.firm.example"), default);
        var now = TimeProvider.System.GetUtcNow();
        await services.GetRequiredService<IGoldenRecords>().Write(session, people, now, default);
        // As an import leaves them.
        if (session.IsPostgres) await session.Execute("analyze customers", default);
        await services.GetRequiredService<IMessages>().Plan(session, Campaign, [.. people.Select(p => new MessagePlan(p.Id, "wave-1", 0, "email", template, "A", now, "service", null, 1))], default);
        await session.Db.SaveChangesAsync();
        await session.Commit(default);
    }

    /// <summary>Postfix's smtp-sink on a port of its own, ready to take mail.</summary>
    /// <param name="switches">Its own, such as -d for a folder of what it took.</param>
    public static async Task<Process> Sink(int port, string switches = "")
    {
        // Started by root it wants to be told as whom to run.
        var sink = Process.Start(new ProcessStartInfo("smtp-sink", $"{(Environment.IsPrivilegedProcess ? "-u root " : "")}{switches} 127.0.0.1:{port} 1000"))!;
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return sink;
            }
            catch (SocketException) when (tries < 50 && !sink.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    public static Task<SendingCounts> Counts(IServiceProvider services) => services.GetRequiredService<IMessages>().Counts(Campaign, default);

    public static long Sum(SendingCounts counts) => counts.Queued + counts.Claimed + counts.HandedOff + counts.Sent + counts.Failed + counts.Unknown + counts.Suppressed.Values.Sum();

    public static string Say(SendingCounts counts) => string.Create(CultureInfo.InvariantCulture,
        $"planned {counts.Planned}, queued {counts.Queued}, claimed {counts.Claimed}, handed off {counts.HandedOff}, sent {counts.Sent}, failed {counts.Failed}, unknown {counts.Unknown}, suppressed {string.Join(' ', counts.Suppressed.Select(s => $"{s.Key} {s.Value}"))}");
}
