using System.CommandLine;
using Patron.Access.Contracts;
using Patron.Access.ManageUsers;
using Patron.CommandLine.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Access;

/// <summary>./patron user add EMAIL --role ROLE [--name NAME] [--password-stdin] · user list · user password EMAIL --password-stdin</summary>
internal sealed class UserCommand : PatronCommand
{
    private readonly Argument<string> email = new("EMAIL") { Description = "What the user signs in with." };
    private readonly Option<string> role = new("--role") { Description = $"One of: {string.Join(", ", Roles.All)}.", HelpName = "ROLE", Required = true };
    private readonly Option<string?> name = new("--name") { Description = "The name that others see; without it what stands before the @.", HelpName = "NAME" };
    private readonly Option<bool> passwordStdin = new("--password-stdin") { Description = "Read the password from standard input; without it one is made and printed." };
    private readonly Option<bool> newPassword = new("--password-stdin") { Description = "Read the password from standard input.", Required = true };

    public override Command Define() => new("user", "Who may sign in.")
    {
        new Command("add", "Add a user.") { email, role, name, passwordStdin },
        new Command("list", "All users."),
        new Command("password", "Give a user a new password; every session of the user ends.") { email, newPassword },
    };

    public override bool ReadsInput(ParseResult parsed) => parsed.GetValue(passwordStdin) || parsed.GetValue(newPassword);

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var refusal = parsed.CommandResult.Command.Name switch
        {
            "add" => await Add(parsed, context, ct),
            "password" => (await context.Services.GetRequiredService<ManageUsersHandler>().SetPassword(parsed.GetValue(email)!, PasswordOf(context), ct)).Refusal,
            _ => await List(context, ct),
        };
        if (refusal is null) return 0;
        await context.Error.WriteLineAsync(context.Services.GetRequiredService<Texts>().For(Language.English).Of(refusal, refusal.Key));
        return 1;
    }

    private async Task<Refusal?> Add(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var user = new NewUser(parsed.GetValue(email)!, parsed.GetValue(name), parsed.GetValue(role)!, parsed.GetValue(passwordStdin) ? PasswordOf(context) : null);
        var added = await context.Services.GetRequiredService<IUserAccounts>().Add(user, null, ct);
        if (added.Value is not { } made) return added.Refusal;
        await context.Out.WriteLineAsync(made.MadePassword is { } password ? $"{made.Id}\nPassword: {password}" : made.Id.ToString());
        return null;
    }

    private static async Task<Refusal?> List(CommandContext context, CancellationToken ct)
    {
        foreach (var user in await context.Services.GetRequiredService<ManageUsersHandler>().List(ct))
            await context.Out.WriteLineAsync($"{user.Id}\t{user.Email}\t{user.Role}\t{user.Name}{(user.Disabled ? "\tdisabled" : "")}");
        return null;
    }

    /// <summary>The end of the line is no part of it.</summary>
    private static string PasswordOf(CommandContext context) => (context.Input ?? "").TrimEnd('\r', '\n');
}
