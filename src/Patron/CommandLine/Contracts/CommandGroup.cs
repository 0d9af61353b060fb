using System.CommandLine;

namespace Patron.CommandLine.Contracts;

/// <summary>Commands under one word: ./patron analyse link, ./patron analyse clv, ./patron campaign report. Either all of them work on files or numbers alone, or none does.</summary>
public sealed class CommandGroup(string name, string description, params IReadOnlyList<PatronCommand> members) : PatronCommand
{
    public override bool NeedsNoData => members.All(m => m.NeedsNoData);

    public override Command Define()
    {
        var group = new Command(name, description);
        foreach (var member in members) group.Subcommands.Add(member.Define());
        return group;
    }

    public override Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct) =>
        members.First(m => m.Define().Name == parsed.CommandResult.Command.Name).Run(parsed, context, ct);
}
