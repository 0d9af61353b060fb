using System.CommandLine;
using Patron.CommandLine.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Api.KeepKeys;

/// <summary>./patron key add NAME --scope api [--scope segments:read] · key list · key revoke ID</summary>
internal sealed class KeyCommand : PatronCommand
{
    private readonly Argument<string> name = new("NAME") { Description = "What the key is for." };
    private readonly Option<string[]> scope = new("--scope") { Description = "What it opens: api (everything), api:read, or an area such as consents or consents:read; may be given several times.", HelpName = "SCOPE", Required = true };
    private readonly Argument<string> id = new("KEY") { Description = "The key's id, as the list shows it." };

    public override Command Define() => new("key", "Keys of the HTTP API.")
    {
        new Command("add", "Make a key; its secret is printed once.") { name, scope },
        new Command("list", "All keys."),
        new Command("revoke", "The key opens nothing any more.") { id },
    };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var keys = context.Services.GetRequiredService<ApiKeys>();
        switch (parsed.CommandResult.Command.Name)
        {
            case "add":
                var made = await keys.Make(parsed.GetValue(name), parsed.GetValue(scope) ?? [], null, ct);
                if (made.Refusal is { } refusal) return await Refuse(context, context.Services.GetRequiredService<Texts>().For(Language.English).Of(refusal, refusal.Key));
                await context.Out.WriteLineAsync($"{made.Value!.Id}\nSecret: {made.Value.Secret}");
                return 0;
            case "revoke":
                return IdText.TryRead<ApiKeyId>(parsed.GetValue(id), out var key) && await keys.Revoke(key, null, ct) ? 0 : await Refuse(context, "There is no such key.");
            default:
                foreach (var one in await keys.All(ct)) await context.Out.WriteLineAsync($"{one.Id}\t{one.Start}...\t{one.Scopes}\t{one.Name}{(one.RevokedAt is null ? "" : "\trevoked")}");
                return 0;
        }
    }

    private static async Task<int> Refuse(CommandContext context, string why)
    {
        await context.Error.WriteLineAsync(why);
        return 1;
    }
}
