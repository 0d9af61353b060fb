using System.Net;
using System.Text.Json;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data.Erasing;
using Patron.Kernel;

namespace Patron.Tests.Customers;

/// <summary>Erasing by page and by command: nobody is erased without a reason and the name, and the proof can be read and taken away.</summary>
public sealed class ErasePagesTests
{
    [Fact]
    public async Task A_person_is_erased_after_a_reason_and_the_name_and_the_proof_is_shown_and_kept()
    {
        await using var app = await PatronApp.Start();
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 12);
        var (id, name) = (known[0].Customer.Id, known.First(k => k.Customer.Name is not null).Customer.Name!);
        id = known.First(k => k.Customer.Name == name).Customer.Id;
        using var browser = await app.SignIn();
        var page = $"/customers/{id}/erase";
        Assert.Contains($"href=\"{page}\"", await browser.Page($"/customers/{id}"), StringComparison.Ordinal);
        Assert.Contains("Nobody has been erased", await browser.Page("/erasures"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit(page, "erase", ("again", name))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit(page, "erase", ("reason", "Asked"), ("again", "Somebody Else"))).StatusCode);
        Assert.Contains(id.ToString(), await browser.Page("/customers/export"), StringComparison.Ordinal);

        var started = await browser.Submit(page, "erase", ("reason", "Asked"), ("again", name));
        var job = started.RequestMessage!.RequestUri!.AbsolutePath.Split('/')[^1];
        IdText.TryRead<JobId>(job, out var jobId);
        await foreach (var _ in app.Get<IJobs>().Watch(jobId, TestContext.Current.CancellationToken)) { }
        await app.Get<ICustomerBase>().CatchUp(TestContext.Current.CancellationToken);

        var proof = await browser.Page($"/erasures/{job}");
        Assert.Contains("Nothing of the person is left.", proof, StringComparison.Ordinal);
        Assert.Contains("<code>identity_source_records</code>", proof, StringComparison.Ordinal);
        Assert.Contains("The administrator", proof, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await browser.Page($"/erasures/{job}/proof.json"));
        Assert.Equal("clean", json.RootElement.GetProperty("verdict").GetString());
        Assert.Contains(job, await browser.Page("/erasures"), StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), await browser.Page("/customers/export"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"/customers/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get(page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"/erasures/{new JobId(5)}")).StatusCode);
    }

    [Fact]
    public async Task An_analyst_neither_sees_the_way_nor_gets_there()
    {
        await using var app = await PatronApp.Start();
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 3);
        using var browser = await app.SignIn(Roles.Analyst);

        Assert.DoesNotContain("/erase", await browser.Page($"/customers/{known[0].Customer.Id}"), StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"again\"", await browser.Page($"/customers/{known[0].Customer.Id}/erase"), StringComparison.Ordinal);
        Assert.NotEmpty(await app.Get<IErasures>().Preview(known[0].Customer.Id, TestContext.Current.CancellationToken));
    }
}
