using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Patron.Messaging.SendMail;
using Patron.Messaging.SendMessages;

namespace Patron.Tests.Messaging;

/// <summary>The client of mail servers against one of the test's own: encryption, passwords, servers that say too much, too little or nothing.</summary>
public sealed class SmtpConnectionTests
{
    private static readonly byte[] Mail = "Subject: x\r\n\r\nText\r\n"u8.ToArray();
    private static readonly X509Certificate2 Known = Certificate("localhost"), Strange = Certificate("localhost");

    [Theory, InlineData(false), InlineData(true)]
    public async Task Encrypted_the_password_and_the_mail_are_told_to_nobody_else(bool atOnce)
    {
        await using var sink = new MailSink((command, _) => command.StartsWith("AUTH", StringComparison.Ordinal) ? "235 known" : MailSink.Usual(command)) { Certificate = Known, AtOnce = atOnce, Offers = ["AUTH LOGIN PLAIN"] };
        await using (var connection = await SmtpConnection.Open(Server(sink) with { AtOnce = atOnce }, default)) Assert.Equal(Delivery.Sent, await connection.Send("a@firm.example", "b@customer.example", Mail));
        Assert.Single(sink.Taken);
        Assert.Equal(Convert.ToBase64String(Encoding.UTF8.GetBytes("\0me\0비밀")), Assert.Single(sink.Told, t => t.Command.StartsWith("AUTH", StringComparison.Ordinal)).Command["AUTH PLAIN ".Length..]);
        Assert.Equal(atOnce ? [] : ["EHLO", "STARTTLS"], sink.Told.Where(t => !t.Secret).Select(t => t.Command.Split(' ')[0]));
    }

    [Fact]
    public async Task A_server_that_knows_only_the_older_way_is_told_name_and_password_by_it()
    {
        await using var sink = new MailSink((command, _) => command switch { "AUTH LOGIN" => "334 VXNlcm5hbWU6", "bWU=" => "334 UGFzc3dvcmQ6", "67mE67CA" => "235 known", _ => MailSink.Usual(command) }) { Certificate = Known, Offers = ["AUTH LOGIN"] };
        await using var connection = await SmtpConnection.Open(Server(sink), default);
        Assert.Equal(Delivery.Sent, await connection.Send("a@firm.example", "b@customer.example", Mail));
    }

    [Fact]
    public async Task A_password_that_is_refused_sends_nothing()
    {
        await using var sink = new MailSink((command, _) => command.StartsWith("AUTH", StringComparison.Ordinal) ? "535 no" : MailSink.Usual(command)) { Certificate = Known, Offers = ["AUTH PLAIN"] };
        await Unreachable(Server(sink), sink);
    }

    [Fact]
    public async Task A_certificate_of_nobody_we_know_or_for_another_name_is_refused_before_the_password_is_told()
    {
        foreach (var (certificate, host) in new[] { (Strange, "localhost"), (Known, "127.0.0.1") })
        {
            await using var sink = new MailSink { Certificate = certificate, Offers = ["AUTH PLAIN"] };
            await Unreachable(Server(sink) with { Host = host }, sink);
            Assert.DoesNotContain(sink.Told, t => t.Command.StartsWith("AUTH", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_somebody_puts_behind_the_beginning_of_encryption_is_not_believed()
    {
        // Taken for answers, these would stand for those of EHLO and AUTH, and the refusal of the recipient would be taken for another command's.
        await using var sink = new MailSink((command, _) => command.StartsWith("AUTH", StringComparison.Ordinal) ? "235 known" : command.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no such user" : MailSink.Usual(command))
        {
            Certificate = Known, Offers = ["AUTH PLAIN"], Begins = "220 go on\r\n250 AUTH PLAIN\r\n235 known",
        };
        await using var connection = await SmtpConnection.Open(Server(sink), default);
        Assert.Equal(Delivery.Failed(Why.Refused), await connection.Send("a@firm.example", "b@customer.example", Mail));
        Assert.True(connection.IsUsable);
    }

    [Fact]
    public async Task A_server_that_knows_only_the_first_greeting_is_spoken_to_in_its_way()
    {
        await using var sink = new MailSink { Offers = null };
        await using var connection = await SmtpConnection.Open(new("localhost", sink.Port, false, null, null), default);
        Assert.Equal(Delivery.Sent, await connection.Send("a@firm.example", "b@customer.example", Mail));
        Assert.Equal(Delivery.Failed(Why.Address), await connection.Send("a@firm.example", "김@customer.example", Mail));
    }

    [Theory]
    [InlineData("greeting", null)]
    [InlineData("MAIL", "Again")]
    [InlineData("RCPT", "Again")]
    [InlineData("DATA", "Again")]
    [InlineData(".", "Unknown")]
    public async Task An_answer_without_end_and_none_at_all_are_no_answer_and_only_after_the_whole_mail_in_doubt(string at, string? fate)
    {
        foreach (var answer in new[] { "250 " + new string('x', 20_000), "" })
        {
            await using var sink = new MailSink((command, _) => command.StartsWith(at, StringComparison.Ordinal) ? answer : MailSink.Usual(command)) { Greeting = at == "greeting" ? answer : "220 sink" };
            var server = new SmtpServer("localhost", sink.Port, false, null, null) { Patience = TimeSpan.FromMilliseconds(150) };
            if (fate is null)
            {
                await Unreachable(server, sink);
                continue;
            }
            await using var connection = await SmtpConnection.Open(server, default);
            Assert.Equal(fate, (await connection.Send("a@firm.example", "b@customer.example", Mail)).Fate.ToString());
            Assert.False(connection.IsUsable);
        }
    }

    private static async Task Unreachable(SmtpServer server, MailSink sink)
    {
        await Assert.ThrowsAsync<SmtpUnreachableException>(() => SmtpConnection.Open(server, default));
        Assert.Empty(sink.Taken);
        Assert.DoesNotContain(sink.Told, t => t.Command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    private static SmtpServer Server(MailSink sink) => new("localhost", sink.Port, true, "me", "비밀") { Roots = [Known], Patience = TimeSpan.FromSeconds(5) };

    private static X509Certificate2 Certificate(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
