using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patron.Access.Contracts;
using Patron.Data;

namespace Patron.Tests;

/// <summary>
/// The whole program on a fresh, migrated database and data directory of its own, served on a free port of loopback.
/// Its clock stands until a test moves it; passwords are hashed lightly, so that signing in costs nothing.
/// </summary>
internal sealed class PatronApp : IAsyncDisposable
{
    public const string Password = "three calm words";

    private readonly TestDatabase database;
    private readonly WebApplication app;
    private readonly string folder;
    private readonly CapturedLog log;

    private PatronApp(TestDatabase database, string folder, WebApplication app, TestClock clock, CapturedLog log) =>
        (this.database, this.folder, this.app, Clock, this.log) = (database, folder, app, clock, log);

    public TestClock Clock { get; }
    public Uri Address => new(app.Urls.First());

    /// <summary>Everything logged so far, from Information on, with exceptions.</summary>
    public IReadOnlyCollection<string> Log => log.Lines;

    /// <param name="kind">The database.</param>
    /// <param name="more">Replaces or adds services after the program's own.</param>
    /// <param name="map">Adds routes of the test's own.</param>
    public static async Task<PatronApp> Start(Database kind = Database.Sqlite, Action<IServiceCollection>? more = null, Action<WebApplication>? map = null)
    {
        var database = await TestDatabase.New(kind, PatronServices.Template);
        var folder = Directory.CreateTempSubdirectory("patron-app-").FullName;
        var (clock, log) = (new TestClock(new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero)), new CapturedLog());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Patron", ContentRootPath = AppContext.BaseDirectory, Args = [] });
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseStaticWebAssets();
        builder.Services.AddPatron(PatronServices.LocationOf(kind, database, folder)).AddPatronServer();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Information);
        more?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapPatron();
        map?.Invoke(app);
        await app.StartAsync();
        return new(database, folder, app, clock, log);
    }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public Task<PatronDb> Db() => Get<IDbContextFactory<PatronDb>>().CreateDbContextAsync();

    /// <summary>A browser of its own: nobody is signed in.</summary>
    /// <param name="followRedirects">False to look at the redirects themselves.</param>
    public TestBrowser Client(bool followRedirects = true) => new(Address, followRedirects);

    /// <summary>Somebody with this role, made when missing, signs in with a browser of its own.</summary>
    public async Task<TestBrowser> SignIn(string role = Roles.Administrator, bool followRedirects = true)
    {
        await AddUser(Roles.Administrator);
        if (role != Roles.Administrator) await AddUser(role);
        var browser = Client(followRedirects);
        // The account page is there for every role, whichever rooms are.
        await browser.Submit("/sign-in?returnTo=%2Faccount", "sign-in", ("email", EmailOf(role)), ("password", Password));
        return browser;
    }

    public static string EmailOf(string role) => $"{role}@patron.example";

    public async Task AddUser(string role)
    {
        var key = EmailOf(role);
        await using var db = await Db();
        if (await db.Set<Patron.Access.User>().AnyAsync(u => u.EmailKey == key)) return;
        var added = await Get<IUserAccounts>().Add(new(key, $"The {role}", role, Password), null, default);
        if (added.Refusal is { } refusal) throw new InvalidOperationException(refusal.Key);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await Get<IDbContextFactory<PatronDb>>().ClosePool();
        await app.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class CapturedLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;
        public ILogger CreateLogger(string categoryName) => this;
        public void Dispose() { }
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
    }
}

/// <summary>Pages and forms as a browser without scripts works them: it keeps cookies and sends a form's hidden fields.</summary>
internal sealed partial class TestBrowser : IDisposable
{
    private readonly HttpClientHandler handler;

    public TestBrowser(Uri address, bool followRedirects)
    {
        handler = new() { AllowAutoRedirect = followRedirects };
        Http = new(handler) { BaseAddress = address };
        Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public HttpClient Http { get; }

    public CookieCollection Cookies => handler.CookieContainer.GetCookies(Http.BaseAddress!);

    public Task<HttpResponseMessage> Get(string path) => Http.GetAsync(path);

    public async Task<string> Page(string path) => await (await Get(path)).Content.ReadAsStringAsync();

    /// <summary>Opens a page, fills in one of its forms and sends it back to the same address.</summary>
    public async Task<HttpResponseMessage> Submit(string path, string form, params (string Name, string Value)[] fields) =>
        await Post(path, await Token(path), [("_handler", form), .. fields]);

    public Task<HttpResponseMessage> Post(string path, string? token, params (string Name, string Value)[] fields) => Http.PostAsync(path,
        new FormUrlEncodedContent([.. token is null ? [] : new[] { KeyValuePair.Create("__RequestVerificationToken", token) }, .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]));

    /// <summary>The antiforgery token of a page.</summary>
    public async Task<string> Token(string path) => TokenIn(await Page(path)) ?? throw new InvalidOperationException($"{path} has no form.");

    public static string? TokenIn(string page) => TokenField().Match(page) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    public void Dispose()
    {
        Http.Dispose();
        handler.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
