using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Api.KeepKeys;
using Patron.Codes.Contracts;
using Patron.Codes.TakeCodes;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Codes;

/// <summary>Where codes come in from outside: a command for whoever has a file or a till's list, and the HTTP API for a till itself.</summary>
public sealed class CodeDoorsTests
{
    private const string Redeem = "/api/v1/codes/redeem";
    private static readonly CodeSource Spring = new("campaign", 7, "A");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_takes_codes_of_its_line_and_of_a_file_and_names_each_line_that_is_wrong()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var codes = await Issue(patron.Get<IDbContextFactory<PatronDb>>(), patron.Get<ICodes>(), patron.Clock, 4);
        await File.WriteAllTextAsync(Path.Combine(patron.Location.Directory, "codes.csv"), $"code,shown\n{codes[1]},2026-01-05 10:00\nAAAA-AAAA-AAAA,\n{codes[0]},\n", Ct);
        await File.WriteAllTextAsync(Path.Combine(patron.Location.Directory, "empty.csv"), "", Ct);

        Assert.Equal((0, "Taken: 1; refused: 0\n", ""), await Run(patron, CodeText.Shown(codes[0]).ToLowerInvariant(), "--place", "Till 2"));
        var (exit, output, error) = await Run(patron, "--file", "codes.csv");
        Assert.Equal((1, "Taken: 1; refused: 2\n"), (exit, output));
        Assert.Equal(["Line 1", "Line 3", "Line 4"], error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[..6]));
        Assert.DoesNotContain(codes[0], error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((1, ""), Refused(await Run(patron)));
        Assert.Equal((1, ""), Refused(await Run(patron, "--file", "missing.csv")));
        Assert.Equal((1, ""), Refused(await Run(patron, codes[2], "--file", "codes.csv")));
        Assert.Equal((1, ""), Refused(await Run(patron, "--file", "empty.csv")));
        Assert.Equal("Till 2", await patron.Ask("select detail from events_log where detail is not null"));
    }

    [Fact]
    public async Task A_till_redeems_once_gets_problems_it_can_show_and_a_repeated_request_does_nothing_twice()
    {
        await using var app = await PatronApp.Start(Database.Sqlite);
        await app.AddUser(Roles.Administrator);
        var codes = await Issue(app.Get<IDbContextFactory<PatronDb>>(), app.Get<ICodes>(), app.Clock, 2);
        using var till = await Key(app, "codes");
        using var reader = await Key(app, "api:read");
        using var other = await Key(app, "segments");

        var body = new { code = CodeText.Shown(codes[0]), place = "Till 3" };
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync(Redeem, body, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.PostAsJsonAsync(Redeem, body, Ct)).StatusCode);
        var both = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Send(till, body, "receipt-1")));
        var done = both.Where(a => a.StatusCode == HttpStatusCode.OK).ToList();
        Assert.NotEmpty(done);
        Assert.All(both, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict));
        var taken = await done[0].Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal((CodeText.Shown(codes[0]), new CustomerId(1).ToString(), "campaign", new CampaignId(7).ToString(), "A"),
            (taken.GetProperty("code").GetString(), taken.GetProperty("customer").GetString(), taken.GetProperty("source").GetString(), taken.GetProperty("sourceId").GetString(), taken.GetProperty("arm").GetString()));

        var again = await Send(till, body, "receipt-1");
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:patron:codes.refused.used"), await Problem(await Send(till, body, "receipt-2")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(till, new { code = CodeText.Shown(codes[1]) }, "receipt-1")).StatusCode);
        Assert.Equal("urn:patron:codes.refused.mistyped", (await Problem(await Send(till, new { code = "hello" }, null))).Type);
        Assert.Equal("urn:patron:codes.refused.unknown", (await Problem(await Send(till, new { code = CodeText.Make() }, null))).Type);
        Assert.Equal("urn:patron:codes.refused.mistyped", (await Problem(await Send(till, new { place = "Till 3" }, null))).Type);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(till, new { code = codes[1], at = app.Clock.Now.AddHours(1) }, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(till, new { code = codes[1], at = app.Clock.Now }, null)).StatusCode);
    }

    private static (int, string) Refused((int Exit, string Out, string Error) answer)
    {
        Assert.NotEmpty(answer.Error);
        return (answer.Exit, answer.Out);
    }

    private static async Task<(HttpStatusCode Status, string? Type)> Problem(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("type").GetString());
    }

    private static Task<HttpResponseMessage> Send(HttpClient http, object body, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Redeem) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return http.SendAsync(request, Ct);
    }

    private static async Task<HttpClient> Key(PatronApp app, string scope)
    {
        var http = new HttpClient { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await app.Get<ApiKeys>().Make("test", [scope], null, Ct)).Value!.Secret);
        return http;
    }

    private static async Task<string[]> Issue(IDbContextFactory<PatronDb> contexts, ICodes codes, TimeProvider clock, int count)
    {
        await using var session = await BulkSession.Begin(contexts, clock, Ct);
        var issued = await codes.Issue(session, Spring, [.. Enumerable.Range(1, count).Select(c => new CodeWish(new(c), null))], null, Ct);
        await session.Commit(Ct);
        return [.. issued.OrderBy(i => i.Key.Value).Select(i => i.Value)];
    }

    private static async Task<(int Exit, string Out, string Error)> Run(PatronServices patron, params string[] arguments)
    {
        var command = new CodesCommand();
        var parsed = new RootCommand { command.Define() }.Parse(["code", "take", .. arguments]);
        Assert.Empty(parsed.Errors);
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var exit = await command.Run(parsed, new CommandContext(patron.Services, null, output, error, patron.Location.Directory, Live: false), Ct);
        return (exit, output.ToString(), error.ToString());
    }
}
