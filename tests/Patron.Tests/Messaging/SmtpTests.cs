using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Patron.Kernel;
using Patron.Messaging;
using Patron.Messaging.SendMail;

namespace Patron.Tests.Messaging;

/// <summary>Mail against a server that speaks SMTP on a port of its own.</summary>
public sealed class SmtpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_with_its_words_in_every_script_and_who_sends_it_is_named()
    {
        await using var server = new SmtpServer("250 AUTH LOGIN");
        await using var patron = await Begin();
        var settings = patron.Get<SmtpSettings>();
        Assert.False(await patron.Get<IMailSender>().IsSetUp(Ct));
        Assert.Null((await settings.Save("127.0.0.1", $"{server.Port}", tls: false, "sender", "a secret", "crm@firm.example", "상담팀", null, Ct)).Refusal);
        Assert.DoesNotContain("a secret", (await patron.Ask("select value from kernel_settings where key = 'smtp'"))!.ToString(), StringComparison.Ordinal);

        await patron.Get<IMailSender>().Send(new("mei@firm.example", "美", "기한이 곧 됩니다\r\nBcc: x@y.z", "전화하기\n.\nEnd", "task-7"), Ct);

        var session = await server.Session;
        Assert.Contains("MAIL FROM:<crm@firm.example>", session.Commands);
        Assert.Contains("RCPT TO:<mei@firm.example>", session.Commands);
        Assert.Contains(Convert.ToBase64String("a secret"u8), session.Commands);
        Assert.Single(session.Commands, c => c.StartsWith("RCPT", StringComparison.Ordinal));
        Assert.Contains("Message-ID: <task-7@firm.example>", session.Data, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Auto-Submitted: auto-generated", session.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nBcc:", session.Data, StringComparison.Ordinal);
        Assert.Equal("전화하기\n.\nEnd", Encoding.UTF8.GetString(Convert.FromBase64String(session.Data[(session.Data.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Where_encryption_is_asked_for_and_not_offered_nothing_is_sent()
    {
        await using var server = new SmtpServer("250 8BITMIME");
        await using var patron = await Begin();
        Assert.Null((await patron.Get<SmtpSettings>().Save("127.0.0.1", $"{server.Port}", tls: true, "sender", "a secret", "crm@firm.example", null, null, Ct)).Refusal);
        await Assert.ThrowsAsync<MailFailedException>(() => patron.Get<IMailSender>().Send(new("mei@firm.example", null, "s", "t", "1"), Ct));
        Assert.DoesNotContain((await server.Session).Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal) || c.Contains(Convert.ToBase64String("a secret"u8), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_that_could_not_work_or_would_show_the_password_are_refused()
    {
        await using var patron = await Begin();
        var settings = patron.Get<SmtpSettings>();
        Assert.Equal("messaging.smtp.refused.host", await Refused("no host!", "25", true, null, "a@b.example"));
        Assert.Equal("messaging.smtp.refused.port", await Refused("mail.example", "65536", true, null, "a@b.example"));
        Assert.Equal("messaging.smtp.refused.from", await Refused("mail.example", "25", true, null, "nobody"));
        Assert.Equal("messaging.smtp.refused.tls", await Refused("mail.example", "25", false, "me", "a@b.example"));
        Assert.Null(await Refused("mail.example", "65535", true, "me", "a@b.example"));
        Assert.True(await patron.Get<IMailSender>().IsSetUp(Ct));
        Assert.Null(await Refused("", "", true, null, ""));
        Assert.False(await patron.Get<IMailSender>().IsSetUp(Ct));

        async Task<string?> Refused(string host, string port, bool tls, string? user, string from) => (await settings.Save(host, port, tls, user, "p", from, null, null, Ct)).Refusal?.Key;
    }

    private static Task<PatronServices> Begin() => PatronServices.Start(Database.Sqlite, services =>
    {
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddMessagingServer();
    });

    private sealed record Told(IReadOnlyList<string> Commands, string Data);

    /// <summary>Takes one session and keeps what was told.</summary>
    private sealed class SmtpServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly string offers;

        public SmtpServer(string offers)
        {
            this.offers = offers;
            listener.Start();
            Session = Serve();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public Task<Told> Session { get; }

        private async Task<Told> Serve()
        {
            var (commands, data) = (new List<string>(), "");
            using var client = await listener.AcceptTcpClientAsync();
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync() is { } line)
            {
                commands.Add(line);
                if (line.StartsWith("EHLO", StringComparison.Ordinal)) await writer.WriteLineAsync("250-test\r\n" + offers);
                else if (line.StartsWith("AUTH", StringComparison.Ordinal)) await writer.WriteLineAsync(line.Split(' ').Length > 2 ? "334 UGFzc3dvcmQ6" : "334 VXNlcm5hbWU6");
                else if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    var text = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } part and not ".") text.Append(part).Append("\r\n");
                    data = text.ToString();
                    await writer.WriteLineAsync("250 taken");
                }
                else if (line == "QUIT")
                {
                    await writer.WriteLineAsync("221 bye");
                    break;
                }
                else if (line == Convert.ToBase64String("a secret"u8)) await writer.WriteLineAsync("235 known");
                else await writer.WriteLineAsync(line == Convert.ToBase64String("sender"u8) ? "334 UGFzc3dvcmQ6" : "250 ok");
            }
            return new(commands, data);
        }

        public ValueTask DisposeAsync()
        {
            listener.Stop();
            return ValueTask.CompletedTask;
        }
    }
}
