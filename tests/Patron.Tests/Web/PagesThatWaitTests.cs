using System.Net;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.ServiceDesk.Contracts;
using Patron.Tests.Customers;

namespace Patron.Tests.Web;

/// <summary>
/// A page that waits for the database is drawn before its data have come, and again afterwards. SQLite nearly always answers at once, PostgreSQL does not: here every context comes a
/// moment late, so that a page which cannot be drawn without its data is found on any database.
/// </summary>
public sealed class PagesThatWaitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_is_shown_though_its_data_come_late()
    {
        await using var app = await PatronApp.Start(more: Late);
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 3))[0].Customer.Id;
        var ticket = (await app.Get<ITickets>().Open(new(customer, TicketKind.Request, "The lid"), null, Ct)).Value!.Ticket.Id;
        using var browser = await app.SignIn();
        var pages = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().Select(Known).OfType<string>().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("/sales", pages);
        Assert.Contains($"/customers/{customer}/now", pages);

        var broken = new List<string>();
        foreach (var page in pages)
        {
            using var answer = await browser.Get(page);
            // A new deal wants a customer in its address, and who is set up is not set up again.
            if (answer.StatusCode >= HttpStatusCode.BadRequest && page is not ("/sales/deals/new" or "/setup")) broken.Add($"{page}: {(int)answer.StatusCode} {app.Log.LastOrDefault(l => l.Contains("Exception", StringComparison.Ordinal))}");
        }
        Assert.True(broken.Count == 0, string.Join('\n', broken));

        // With one parameter that is somebody or something here; the rest are shown by tests of their own.
        string? Known(string pattern) => pattern.Replace("/customers/{Id}", $"/customers/{customer}", StringComparison.Ordinal).Replace("/tickets/{Id}", $"/tickets/{ticket}", StringComparison.Ordinal) is var page && !page.Contains('{', StringComparison.Ordinal) ? page : null;
    }

    private static void Late(IServiceCollection services)
    {
        var usual = services.Last(s => s.ServiceType == typeof(IDbContextFactory<PatronDb>));
        services.AddSingleton<IDbContextFactory<PatronDb>>(p => new LateContexts((IDbContextFactory<PatronDb>)(usual.ImplementationFactory?.Invoke(p) ?? ActivatorUtilities.CreateInstance(p, usual.ImplementationType!))));
    }

    private sealed class LateContexts(IDbContextFactory<PatronDb> usual) : IDbContextFactory<PatronDb>
    {
        public PatronDb CreateDbContext() => usual.CreateDbContext();

        public async Task<PatronDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return await usual.CreateDbContextAsync(cancellationToken);
        }
    }
}
