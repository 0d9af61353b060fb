using System.Text;
using Patron.Kernel;
using Patron.Messaging.ReceiveMail;

namespace Patron.Tests.Messaging;

/// <summary>Mail in its standard form, after the examples of RFC 3464 and RFC 5965.</summary>
public sealed class ReceivedMailTests
{
    private static readonly MessageId Ours = new(123_456_789_012);

    [Theory]
    [InlineData("failed", "5.1.1", "Bounce", true)]
    [InlineData("failed", "5.2.2", "Bounce", false)]
    [InlineData("delayed", "4.4.1", "Nothing", false)]
    [InlineData("failed", "4.4.7", "Nothing", false)]
    [InlineData("delivered", "2.0.0", "Nothing", false)]
    public void A_report_of_delivery_is_a_bounce_where_it_failed_for_good(string action, string status, string expected, bool noAddress)
    {
        var received = Read(Mail($"""
            Date: Thu, 7 Jul 1994 17:16:05 -0400
            From: Mail Delivery Subsystem <MAILER-DAEMON@cs.utk.edu>
            Message-Id: <199407072116.RAA14128@CS.UTK.EDU>
            Subject: Returned mail: Cannot send message for 5 days
            To: <shop@firm.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
                  boundary="RAA14128.773615765/CS.UTK.EDU"

            --RAA14128.773615765/CS.UTK.EDU

            The original message was received at Sat, 2 Jul 1994 17:10:28 -0400

            --RAA14128.773615765/CS.UTK.EDU
            content-type: message/delivery-status

            Reporting-MTA: dns; cs.utk.edu

            Original-Recipient: rfc822;louisl@larry.slip.umd.edu
            Final-Recipient: rfc822;louisl@larry.slip.umd.edu
            Action: {action}
            Status: {status}
            Diagnostic-Code: smtp; 426 connection timed out

            --RAA14128.773615765/CS.UTK.EDU
            content-type: message/rfc822

            Message-ID: <{Ours}@firm.example>
            Subject: Spring

            [original message goes here]
            --RAA14128.773615765/CS.UTK.EDU--
            """));
        Assert.Equal((Enum.Parse<MailKind>(expected), noAddress), (received.Kind, received.NoAddress));
        if (received.Kind == MailKind.Bounce) Assert.Equal((Ours, "<199407072116.RAA14128@CS.UTK.EDU>"), (received.Message, received.Own));
    }

    [Fact]
    public void A_feedback_report_is_a_complaint_about_the_message_whose_headers_it_returns()
    {
        var received = Read(Mail($"""
            From: <abusedesk@example.com>
            Date: Thu, 8 Mar 2005 17:40:36 EDT
            Subject: FW: Earn money
            To: <abuse@example.net>
            Message-ID: <20030712040037.46341.5F8J@example.com>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report;
                 boundary="part1_13d.2e68ed54_boundary"

            --part1_13d.2e68ed54_boundary
            Content-Type: text/plain; charset="US-ASCII"
            Content-Transfer-Encoding: 7bit

            This is an email abuse report for an email message.
            --part1_13d.2e68ed54_boundary
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: SomeGenerator/1.0
            Version: 1

            --part1_13d.2e68ed54_boundary
            Content-Type: text/rfc822-headers

            From: <shop@firm.example>
            Message-ID: <{Ours}@firm.example>
            Subject: Earn money

            --part1_13d.2e68ed54_boundary--
            """));
        Assert.Equal((MailKind.Complaint, Ours), (received.Kind, received.Message));
    }

    [Fact]
    public void A_reply_is_read_in_its_charset_and_without_what_it_quotes()
    {
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes("네, 전화 주세요.\n\n2026년 3월 2일에 Firm 작성:\n> Dear Ann\n"));
        var received = Read(Mail($"""
            From: ann@customer.example
            Message-ID: <abc@customer.example>
            In-Reply-To: <other@firm.example>
            References: <other@firm.example>
             <{Ours}@firm.example>
            Subject: =?utf-8?B?{Convert.ToBase64String("다시: 봄"u8)}?= =?utf-8?Q?=EC=84=B8_x?=
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            {body}
            --b
            Content-Type: text/html

            <p>x</p>
            --b--
            """));
        Assert.Equal((MailKind.Reply, Ours, "다시: 봄세 x", "네, 전화 주세요."), (received.Kind, received.Message, received.Subject, received.Text));
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("X-Autoreply: yes")]
    [InlineData("Precedence: auto_reply")]
    [InlineData("X-Auto-Response-Suppress: All")]
    [InlineData("Return-Path: <>")]
    [InlineData("Subject: Automatic reply: Spring")]
    [InlineData("Subject: Out of Office Re: Spring")]
    [InlineData("Subject: =?utf-8?B?W+u2gOyerOykkV0g67SE?=")]
    [InlineData("Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSN77ya5pil?=")]
    public void What_a_machine_answers_is_told_from_a_reply(string header) =>
        Assert.Equal((MailKind.Automatic, Ours), (Read(Mail($"From: a@b.example\n{header}\nIn-Reply-To: <{Ours}@firm.example>\n\nI am away")) is var read ? (read.Kind, read.Message) : default));

    [Theory, InlineData("Auto-Submitted: no"), InlineData("Subject: Re: your automatic reply machine"), InlineData("Precedence: normal"), InlineData("Return-Path: <a@b.example>")]
    public void What_a_person_answers_is_a_reply(string header) => Assert.Equal(MailKind.Reply, Read(Mail($"From: a@b.example\n{header}\nIn-Reply-To: <{Ours}@firm.example>\n\nYes")).Kind);

    [Fact]
    public void A_bounce_that_quotes_nothing_is_known_by_the_address_it_came_back_to()
    {
        var address = Patron.Messaging.SendMail.ReturnAddress.Of("shop@firm.example", Ours);
        Assert.Equal($"shop+{Ours}@firm.example", address);
        var received = Read(Mail($"From: MAILER-DAEMON@mx.example\nTo: {address}\nMessage-ID: <q@mx.example>\nSubject: failure notice\n\n<ann@customer.example>:\n550 5.1.1 unknown user\n"));
        Assert.Equal((MailKind.Bounce, Ours, true), (received.Kind, received.Message, received.NoAddress));
    }

    [Theory]
    [InlineData("550 5.1.1 no such user", "Bounce", true)]
    [InlineData("552 5.2.2 mailbox full", "Bounce", false)]
    [InlineData("451 4.4.1 still trying", "Nothing", false)]
    [InlineData("version 15.5.1.1.2 of something", "Nothing", false)]
    public void A_bounce_in_words_is_known_by_the_message_that_it_quotes(string said, string expected, bool noAddress)
    {
        var received = Read(Mail($"From: Mailer-Daemon@mx.example\nMessage-ID: <q@mx.example>\nX-Failed-Recipients: ann@customer.example\n\n{said}\n\n--- The header of the message:\n\n> Message-ID: <{Ours}@firm.example>\n> Subject: Spring\n"));
        Assert.Equal((expected, noAddress), (received.Kind.ToString(), received.NoAddress));
        if (expected == "Bounce") Assert.Equal(Ours, received.Message);
    }

    [Fact]
    public void Mail_that_is_larger_or_more_tangled_than_any_is_refused_with_what_is_wrong()
    {
        Assert.Equal("header", Refused("X: " + new string('x', 10_000_000) + "\n\nhello"));
        Assert.Equal("parts", Refused("Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n", 100_000)) + "--b--\n"));
        var nested = new StringBuilder();
        for (var depth = 0; depth < 1_000; depth++) nested.Append("Content-Type: multipart/mixed; boundary=b").Append(depth).Append("\n\n--b").Append(depth).Append('\n');
        Assert.Equal("parts", Refused(nested.ToString()));
        Assert.Equal("parts", Refused(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 1_000))));
        Assert.Equal("size", ((MailRefused)ReceivedMail.Of(new byte[ReadMail.Largest + 1]).Refusal!).What);

        static string Refused(string mail) => Assert.IsType<MailRefused>(ReceivedMail.Of(Encoding.ASCII.GetBytes(mail)).Refusal).What;
    }

    [Theory, InlineData("utf-7"), InlineData("nothing-such"), InlineData("x\"y"), InlineData("utf-16")]
    public void A_charset_that_is_wrong_loses_no_mail(string charset)
    {
        var received = Read(Mail($"In-Reply-To: <{Ours}@firm.example>\nSubject: =?{charset}?B?4pyT?=\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n4pyTA==\n"));
        Assert.Equal((MailKind.Reply, Ours), (received.Kind, received.Message));
    }

    [Fact]
    public void Bytes_of_an_older_charset_are_read_in_it()
    {
        var korean = CodePagesEncodingProvider.Instance.GetEncoding("euc-kr")!.GetBytes($"In-Reply-To: <{Ours}@firm.example>\nContent-Type: text/plain; charset=euc-kr\nContent-Transfer-Encoding: 8bit\n\n네, 좋아요");
        Assert.Equal("네, 좋아요", Read(korean).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no mail at all")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n--x\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n\nnothing")]
    [InlineData("In-Reply-To: <msg_zzzzzzzzzzzzz@firm.example>\n\nhello")]
    [InlineData("Content-Transfer-Encoding: base64\nSubject: =?nocode?B?!!!?=\n\nA")]
    public void What_is_broken_or_not_about_us_is_nothing(string mail) => Assert.Equal(MailKind.Nothing, Read(Encoding.UTF8.GetBytes(mail)).Kind);

    private static ReceivedMail Read(byte[] mail) => ReceivedMail.Of(mail) is { Value: { } read } ? read : throw new InvalidOperationException("It was refused.");

    private static byte[] Mail(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
