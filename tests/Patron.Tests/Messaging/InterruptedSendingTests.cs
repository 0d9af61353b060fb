using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Patron.Data;
using Patron.Messaging;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMessages;
using Patron.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Patron.Tests.Messaging;

/// <summary>The program is killed while it sends, and the database is: nothing is lost, nothing doubled. Longer, with more faults and on both databases it is the benchmark send-kill.</summary>
public sealed class InterruptedSendingTests
{
    private const int People = 600;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_it_sends_the_program_doubles_nothing_and_loses_nothing()
    {
        await using var sink = new MailSink((command, _) => Slowly(command));
        await using var patron = await SendingSample.Start(Database.Sqlite);
        // By the clock of the program that is killed: else it takes the number that ids are made under for one long given up.
        patron.Clock.Now = TimeProvider.System.GetUtcNow();
        await Prepare(patron, sink);
        using (var program = Serve(patron.Location))
        {
            while (sink.Taken.Count < 140 && !program.HasExited) await Task.Delay(5, Ct);
            program.Kill();
            await program.WaitForExitAsync(Ct);
        }
        var now = await patron.Counts();
        Assert.Equal((People, People), (now.Planned, now.Sum()));
        Assert.True(sink.Taken.Count < People, "Everything was sent before the program was killed.");
        // What the dead held lapses; the last of it is sent here.
        patron.Clock.Now = TimeProvider.System.GetUtcNow().AddHours(1);
        await patron.SendAll();
        await Judge(patron, sink, mostUnknown: MessageSender.Workers * SendPace.Usual.Batch);
    }

    [Fact]
    public async Task A_database_that_is_restarted_while_messages_leave_costs_none_of_them()
    {
        using var cluster = PostgresCluster.Start();
        var connection = $"Host=127.0.0.1;Port={cluster.Port};Username=postgres;Database=postgres;Maximum Pool Size=20";
        await PatronServices.Template.Prepare(Database.Postgres, connection);
        await using var sink = new MailSink((command, _) => Slowly(command));
        await using var patron = await SendingSample.Start(Database.Postgres, connect: _ => connection);
        await Prepare(patron, sink);
        var sender = patron.Services.GetServices<IHostedService>().OfType<MessageSender>().Single();
        await sender.StartAsync(Ct);
        while (sink.Taken.Count < 50) await Task.Delay(5, Ct);
        cluster.Restart();
        var begun = TimeProvider.System.GetTimestamp();
        while ((await Patient(patron)) is { Queued: > 0 } or { HandedOff: > 0 } or { Claimed: > 0 } && TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(60))
        {
            // What a broken step had claimed waits for its lease.
            patron.Clock.Advance(TimeSpan.FromSeconds(15));
            await Task.Delay(50, Ct);
        }
        await sender.StopAsync(Ct);
        // The cluster of the tests forgets its last commits: that a message was sent is then not known, that it was handed off is.
        await Judge(patron, sink, mostUnknown: MessageSender.Workers * SendPace.Usual.Batch);
    }

    private static async Task<SendingCounts> Patient(PatronServices patron)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await patron.Counts();
            }
            catch (Exception e) when (PassingTrouble.IsOfDatabase(e) && tries < 100)
            {
                await Task.Delay(50, Ct);
            }
        }
    }

    /// <summary>So that moments in the middle of a batch are the usual ones.</summary>
    private static string Slowly(string command)
    {
        if (command == ".") Thread.Sleep(3);
        return MailSink.Usual(command);
    }

    private static async Task Prepare(PatronServices patron, MailSink sink)
    {
        await patron.UseServer(sink.Port);
        var template = await patron.Template(SendingSample.Content("Hello {{givenName}}", "x", Patron.Messaging.WriteTemplates.BodyFormat.Text));
        Assert.Equal(People, await patron.Plan((await patron.People(People)).Select(p => template.To(p, patron.Clock.Now))));
    }

    private static async Task Judge(PatronServices patron, MailSink sink, long mostUnknown)
    {
        var counts = await patron.Counts();
        Assert.Equal((People, People, 0, 0, 0, 0), (counts.Planned, counts.Sum(), counts.Queued, counts.Claimed, counts.HandedOff, counts.Failed));
        Assert.Equal(sink.Taken.Count, sink.Taken.Select(t => t.MessageId).Distinct().Count());
        Assert.InRange(sink.Taken.Count, counts.Sent, counts.Sent + counts.Unknown);
        Assert.InRange(counts.Unknown, 0, mostUnknown);
        // The version of the words is written with the hand-off.
        Assert.Equal(0L, Convert.ToInt64(await patron.Ask($"select count(*) from messaging_messages where state = {(int)MessageState.Unknown} and template_version = 0"), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static Process Serve(DataLocation location)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Patron.dll"), "serve", "--port", $"{port}", "--data", location.Directory]) { RedirectStandardOutput = true })!;
    }
}
