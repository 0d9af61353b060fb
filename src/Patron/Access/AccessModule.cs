using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Patron.Access.AddUser;
using Patron.Access.ChangePassword;
using Patron.Access.Contracts;
using Patron.Access.ExportRows;
using Patron.Access.ManageUsers;
using Patron.Access.Sessions;
using Patron.Access.SetUp;
using Patron.Access.SignIn;
using Patron.Access.TakeTeam;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Access;

/// <summary>Users, roles, sign-in and who may do what.</summary>
internal static class AccessModule
{
    // PBKDF2 with HMAC-SHA512; the count that OWASP's password storage cheat sheet names for it.
    private const int HashIterations = 210_000;

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);
        services.AddHttpContextAccessor();
        return services
            .AddSingleton<Passwords>()
            .AddSingleton<SessionCache>()
            .AddSingleton<IUserRoles>(p => p.GetRequiredService<SessionCache>())
            .AddSingleton<SignInLimits>()
            .AddSingleton<UserChanges>()
            .AddSingleton<SetUpHandler>()
            .AddSingleton<SignInHandler>()
            .AddSingleton<ChangePasswordHandler>()
            .AddSingleton<ManageUsersHandler>()
            .AddSingleton<IUserAccounts, AddUserHandler>()
            .AddSingleton<UserNames>()
            .AddSingleton<IUserNames>(p => p.GetRequiredService<UserNames>())
            .AddSingleton<IKnowsNames>(p => p.GetRequiredService<UserNames>())
            .AddSingleton<IColleagues, Colleagues>()
            .AddSingleton<ITakesRows<IncomingColleague>, TakesTeam>()
            .AddSingleton<IExportPart, ExportsTeam>()
            .AddSingleton<IUndoesChanges, TeamHistory>()
            .AddScoped<ICurrentUser, CurrentUser>();
    }

    /// <summary>What only a server needs: the cookie, the keys that seal it, the frame's user.</summary>
    public static IServiceCollection AddAccessServer(this IServiceCollection services)
    {
        services.AddAuthentication(SessionCookie.Scheme).AddCookie(SessionCookie.Scheme, SessionCookie.Configure);
        // Who signed in and who did not is kept, however quiet the rest of the log is.
        services.AddLogging(logs => logs.AddFilter(typeof(AccessModule).Namespace, LogLevel.Information));
        services.AddDataProtection().SetApplicationName("Patron");
        services.AddOptions<KeyManagementOptions>().Configure<DataLocation, ILoggerFactory>((keys, location, logs) =>
            keys.XmlRepository = new FileSystemXmlRepository(KeyFolder(location), logs));
        return services.AddScoped<IShellContext, ShellContext>();
    }

    /// <summary>Stands behind the error pages and before the token's check, which belongs to a user.</summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseAccessGuard();
    }

    public static void MapAccess(this IEndpointRouteBuilder app) => app.MapPost(Urls.SignOut, async (HttpContext http, ICurrentUser who, AuditChain audit) =>
    {
        await audit.Tell(notes => notes.Event("sign-out", who.Id), http.RequestAborted);
        await http.SignOutAsync(SessionCookie.Scheme);
        return TypedResults.LocalRedirect(Urls.SignIn);
    }).RequirePermission(Permissions.SignedIn);

    /// <summary>./patron user</summary>
    public static PatronCommand UserCommand() => new UserCommand();

    /// <summary>Whoever reads the keys can sign in as anybody: they are their owner's alone.</summary>
    private static DirectoryInfo KeyFolder(DataLocation location)
    {
        var folder = location.Files("keys");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(folder);
    }
}
