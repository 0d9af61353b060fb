using System.CommandLine;
using System.Text;
using Patron.CommandLine.Contracts;

namespace Patron.Messaging.ReceiveMail;

/// <summary>./patron mail receive: one mail on standard input, as a mail server's pipe gives it.</summary>
internal sealed class MailCommand : PatronCommand
{
    public override Command Define() => new("mail", "Mail that comes in.") { new Command("receive", "Read one mail from standard input: a bounce, a complaint or a reply to a message of ours.") };

    public override bool ReadsInput(ParseResult parsed) => true;

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var kind = await context.Services.GetRequiredService<MailReceiver>().Receive(Encoding.UTF8.GetBytes(context.Input ?? ""), ct);
        await context.Out.WriteLineAsync(kind.ToString().ToLowerInvariant());
        return 0;
    }
}
