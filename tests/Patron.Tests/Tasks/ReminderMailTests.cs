using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Messaging;
using Patron.Messaging.SendMail;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tasks.ShareCalendar;
using Patron.Tasks.WatchTasks;
using Patron.Tests.Purchases;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Tasks;

/// <summary>A reminder on its whole way, from the clock to a mail server that others wrote: Postfix's smtp-sink.</summary>
public sealed class ReminderMailTests
{
    private const string Sink = "/usr/sbin/smtp-sink";

    [Fact]
    public async Task A_reminder_arrives_at_a_real_mail_server_once()
    {
        Assert.SkipUnless(File.Exists(Sink), $"{Sink} is missing; ./test installs it with the package postfix.");
        await using var patron = await PatronServices.Start(Database.Sqlite, services =>
        {
            services.AddSingleton<Patron.Customers.Contracts.ICustomers, SimpleCustomers>().AddSingleton<CalendarFeed>().AddSingleton<IOutboxHandler, ReminderMail>()
                .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
            services.AddMessagingServer();
        });
        var box = Directory.CreateTempSubdirectory("patron-sink-").FullName;
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess) File.SetUnixFileMode(box, (UnixFileMode)0b111_111_111);
        var port = FreePort();
        using var server = Process.Start(new ProcessStartInfo(Sink, [.. Environment.IsPrivilegedProcess ? (string[])["-u", "nobody"] : [], "-D", Path.Combine(box, "mail"), $"127.0.0.1:{port}", "10"]))!;
        try
        {
            await Answers(port);
            Assert.Null((await patron.Get<SmtpSettings>().Save("127.0.0.1", $"{port}", tls: false, null, null, "crm@firm.example", "Patron", null, Ct)).Refusal);
            var (tom, mei, _, _) = await TaskTests.People(patron);
            await patron.Get<CalendarFeed>().SetMail(mei, true, Ct);
            await patron.Get<TaskBook>().Add(TaskTests.New(TaskKind.CallBack, "김민아 고객에게 전화\r\nBcc: spy@evil.example\r\n\r\nTransfer the money") with { Owner = mei, Details = "about the bill\n.\nand more" }, tom, Ct);

            patron.Clock.Now = new(2026, 3, 2, 11, 45, 0, TimeSpan.Zero);
            Assert.Equal(1, (await patron.Get<TaskWatch>().Look(Ct)).Reminded);
            await patron.Get<OutboxDelivery>().DeliverDue(Ct);
            await patron.Get<TaskWatch>().Look(Ct);
            await patron.Get<OutboxDelivery>().DeliverDue(Ct);

            var mail = await Received(Path.Combine(box, "mail"));
            Assert.Single(mail.Split('\n'), line => line.StartsWith("X-Rcpt-Args: <Mei@patron.example>", StringComparison.Ordinal));
            Assert.Contains("From: \"Patron\" <crm@firm.example>", mail.Replace("From: Patron <", "From: \"Patron\" <", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("\nBcc:", mail, StringComparison.OrdinalIgnoreCase);
            var body = string.Concat(mail[(mail.IndexOf("\n\n", mail.IndexOf("Subject:", StringComparison.Ordinal), StringComparison.Ordinal) + 2)..].Split('\n').TakeWhile(line => line.Length > 0));
            Assert.EndsWith("about the bill\n.\nand more", Encoding.UTF8.GetString(Convert.FromBase64String(body)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(box, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Answers(int port)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, Ct);
                return;
            }
            catch (SocketException) when (tries < 100)
            {
                await Task.Delay(50, Ct);
            }
        }
    }

    /// <summary>What the server wrote, once it has written it whole.</summary>
    private static async Task<string> Received(string file)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (File.Exists(file) && await File.ReadAllTextAsync(file, Ct) is { } text && text.EndsWith("\n\n", StringComparison.Ordinal)) return text.Replace("\r", "", StringComparison.Ordinal);
            await Task.Delay(50, Ct);
        }
        return await File.ReadAllTextAsync(file, Ct);
    }
}
