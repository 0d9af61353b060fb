using System.CommandLine;
using System.Text;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.ReceiveMail;

namespace Patron.Tests.Messaging;

/// <summary>The two ways by which mail comes in: a Maildir that is looked at, and a command behind a mail server's pipe.</summary>
public sealed class MailDoorsTests
{
    private static readonly UserId Author = new(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Mail_in_a_folder_is_taken_once_and_what_is_too_large_is_passed_over(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind);
        var message = await Sent(patron, sink);
        var folder = Path.Combine(patron.Location.Directory, "maildir");
        Directory.CreateDirectory(Path.Combine(folder, "new"));
        await File.WriteAllBytesAsync(Path.Combine(folder, "new", "1.reply"), Reply(message, "<r1@x.example>", "Gern, zwei St\u00fcck"), Ct);
        await File.WriteAllBytesAsync(Path.Combine(folder, "new", "2.again"), Reply(message, "<r1@x.example>", "Gern, zwei St\u00fcck"), Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "new", "3.other"), "Subject: Buy now\r\n\r\nNothing of ours", Ct);
        await using (var large = File.Create(Path.Combine(folder, "new", "4.large"))) large.SetLength(ReadMail.Largest + 1L);

        Assert.Equal(4, await patron.Get<MailFolder>().Take(folder, Ct));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "new")));
        Assert.Equal(["1.reply:2,S", "2.again:2,S", "3.other:2,S", "4.large:2,S"], Directory.GetFiles(Path.Combine(folder, "cur")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0, await patron.Get<MailFolder>().Take(folder, Ct));
        Assert.Equal([(EventKinds.Replied, 1L)], await Answers(patron));
        Assert.Equal(1L, Convert.ToInt64(await patron.Ask("select count(*) from interactions where payload like '%zwei St%'"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_mail_behind_a_pipe_is_a_reply_or_nothing_and_one_that_is_too_tangled_ends_with_1()
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(Database.Sqlite);
        var message = await Sent(patron, sink);
        Assert.Equal((0, "reply\n", ""), await Pipe(patron, Encoding.Latin1.GetString(Reply(message, "<r1@x.example>", "Yes"))));
        Assert.Equal((0, "nothing\n", ""), await Pipe(patron, "Subject: Buy now\r\n\r\nNothing of ours"));
        Assert.Equal((0, "nothing\n", ""), await Pipe(patron, ""));
        var (exit, output, error) = await Pipe(patron, new string('x', ReadMail.LongestHeader + 1));
        Assert.Equal((1, ""), (exit, output));
        Assert.NotEmpty(error);
        Assert.Equal([(EventKinds.Replied, 1L)], await Answers(patron));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_folder_that_is_none_is_refused_and_one_that_was_set_is_taken_back(Database kind)
    {
        await using var patron = await SendingSample.Start(kind);
        var (doors, folder) = (patron.Get<MailFolder>(), Path.Combine(patron.Location.Directory, "maildir"));
        Assert.IsType<NoSuchFolder>((await doors.Save(folder, Author, Ct)).Refusal);
        Assert.IsType<NoSuchFolder>((await doors.Save("maildir", Author, Ct)).Refusal);
        Directory.CreateDirectory(Path.Combine(folder, "new"));
        var set = (await doors.Save(folder, Author, Ct)).Value!.Value;
        Assert.Equal(folder, await doors.Folder(Ct));
        Assert.Null((await patron.Get<DeedUndo>().Undo(set, Author, Ct)).Refusal);
        Assert.Null(await doors.Folder(Ct));
    }

    private static async Task<MessageId> Sent(PatronServices patron, MailSink sink)
    {
        await patron.UseServer(sink.Port);
        var people = await patron.People(1);
        await patron.Plan([(await patron.Template()).To(people[0], patron.Clock.Now)]);
        await patron.SendAll();
        return IdText.TryRead<MessageId>(Assert.Single(sink.Taken).MessageId.TrimStart('<').Split('@')[0], out var id) ? id : throw new InvalidOperationException();
    }

    private static byte[] Reply(MessageId to, string own, string text) =>
        Encoding.UTF8.GetBytes($"Message-ID: {own}\r\nIn-Reply-To: <{to}@firm.example>\r\nSubject: Re: Hello\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n");

    private static async Task<IEnumerable<(string, long)>> Answers(PatronServices patron) =>
        (await patron.Get<IEventLog>().Counts(SendingSample.Campaign.Kind, SendingSample.Campaign.Id, Ct)).Where(c => c.Detail is null && c.Kind is not (EventKinds.Responded or EventKinds.Enquired)).Select(c => (c.Kind, c.Customers));

    private static async Task<(int Exit, string Out, string Error)> Pipe(PatronServices patron, string input)
    {
        var command = new MailCommand();
        var parsed = new RootCommand { command.Define() }.Parse(["mail", "receive"]);
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var exit = await command.Run(parsed, new CommandContext(patron.Services, input, output, error, ".", Live: false), Ct);
        return (exit, output.ToString(), error.ToString());
    }
}
