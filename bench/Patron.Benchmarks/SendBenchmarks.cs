using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Messaging.SendMail;
using Patron.Messaging.SendMessages;
using Patron.Messaging.WriteTemplates;

namespace Patron.Benchmarks;

/// <summary>
/// Messages planned, rendered with layout and signed links, judged by the contact policy, recorded and sent into smtp-sink, by the workers that a server has.
/// The limit of the same run: the same number of mails of a fixed text over as many connections, by the bare client.
/// </summary>
internal static class SendBenchmarks
{
    private const int Messages = 100_000, Connections = 8, Port = 18_925;

    private static readonly TemplateContent Words = new(BodyFormat.Markdown, Layouts.Card, false, "en", new Dictionary<string, TemplateWords>
    {
        ["en"] = new("{{givenName}}, spring is here", "Dear {{name}},\n\nour **spring sale** begins in {{city}}. See [the shop](https://shop.example/spring) or [order at once]({{links.order}}).\n\n- lamps\n- kettles\n\n{{organisation}}"),
    });

    public static Task Run() => ImportBenchmarks.OnBoth((name, postgres) => ImportBenchmarks.InFreshPatron(postgres, async fresh =>
    {
        using var sink = await MadeSending.Sink(Port);
        try
        {
            await using var services = MadeSending.Services(fresh.GetRequiredService<DataLocation>());
            await MadeSending.Prepare(services, Port, Messages, Words);
            await Send(services, 1_000);
            var (bare, own) = (await Bare(), await Send(services, int.MaxValue));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: rendered, judged, sent and recorded {own:N0} messages/s; bare SMTP of a fixed text {bare:N0} messages/s; {own / bare:P0} of it"));
            return own;
        }
        finally
        {
            sink.Kill();
        }
    }));

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

    /// <summary>Messages a second, of at least so many as the first pass takes.</summary>
    private static async Task<double> Send(ServiceProvider services, int most)
    {
        var (worker, before) = (services.GetRequiredService<SendWorker>(), await MadeSending.Counts(services));
        var start = Stopwatch.GetTimestamp();
        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, MessageSender.Workers).Select(_ => Task.Run(async () =>
        {
            while (taken < most && await worker.Pass(default) is > 0 and var some) Interlocked.Add(ref taken, some);
        })));
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var counts = await MadeSending.Counts(services);
        return counts.Sent > before.Sent && (most < Messages || counts.Sent == Messages) ? (counts.Sent - before.Sent) / elapsed : throw new InvalidOperationException("Not all were sent: " + MadeSending.Say(counts));
    }
}
