using System.CommandLine;
using System.Text;
using Patron.CommandLine.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Messaging.ReceiveMail;

/// <summary>./patron mail receive: one mail on standard input, as a mail server's pipe gives it.</summary>
internal sealed class MailCommand : PatronCommand
{
    public override Command Define() => new("mail", "Mail that comes in.") { new Command("receive", "Read one mail from standard input: a bounce, a complaint, a reply, or what somebody writes to us.") };

    public override bool ReadsInput(ParseResult parsed) => true;

    /// <summary>A mail names its charset itself, often one that is not UTF-8.</summary>
    public override bool InputIsBytes => true;

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var received = await context.Services.GetRequiredService<MailReceiver>().Receive(Encoding.Latin1.GetBytes(context.Input ?? ""), ct);
        if (received.Refusal is { } refusal)
        {
            await context.Error.WriteLineAsync(context.Services.GetRequiredService<Texts>().For(Language.English).Of(refusal, refusal.Key));
            return 1;
        }
        await context.Out.WriteLineAsync(received.Value.ToString().ToLowerInvariant());
        return 0;
    }
}
