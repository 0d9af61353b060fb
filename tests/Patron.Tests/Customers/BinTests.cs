using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers;
using Patron.Customers.ChangeMany;
using Patron.Customers.Contracts;
using Patron.Customers.DeleteCustomers;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Customers;

/// <summary>To the bin and back, one customer or many.</summary>
public sealed partial class BinTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_customer_deleted_on_its_page_is_gone_everywhere_and_its_address_says_since_when_and_by_whom(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 20);
        var buyer = known.First(k => k.OrderCount > 0 && k.Customer is { Name: not null, Email: not null });
        var (id, before) = (buyer.Customer.Id, app.Get<ICustomerBase>().Current.Known.Count());
        using var browser = await app.SignIn();

        var gone = await browser.Post($"/customers/{id}/delete", await browser.Token($"/customers/{id}"));

        var page = await gone.Content.ReadAsStringAsync();
        Assert.Contains("is in the bin", page, StringComparison.Ordinal);
        Assert.Contains("put there by The administrator", page, StringComparison.Ordinal);
        Assert.Contains("2 March 2026", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"timeline", page, StringComparison.Ordinal);
        Assert.Equal(before - 1, app.Get<ICustomerBase>().Current.Known.Count());
        Assert.DoesNotContain(id.ToString(), await browser.Page($"/customers?q={buyer.Customer.Email}&exact=1"), StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), await browser.Page("/customers/export"), StringComparison.Ordinal);

        var bin = await browser.Page("/customers/bin");
        Assert.Contains(id.ToString(), bin, StringComparison.Ordinal);
        Assert.Contains("The administrator", bin, StringComparison.Ordinal);
        await browser.Post($"/customers/{id}/restore", TestBrowser.TokenIn(bin));
        Assert.Contains(id.ToString(), await browser.Page("/customers/export"), StringComparison.Ordinal);
        Assert.Equal(before, app.Get<ICustomerBase>().Current.Known.Count());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Post($"/customers/{id}/restore", TestBrowser.TokenIn(bin))).StatusCode);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_bin_tells_what_hangs_on_each_and_is_searched_and_sorted(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 40);
        await Delete(app, known.Select(k => k.Customer.Id));
        var bin = app.Get<BinList>();

        var bySpent = await bin.Read(BinAddress.Of(null, "-spent", null), null, default);
        var first = await bin.Read(BinAddress.Of(null, "name", null), null, default);

        Assert.Equal((40, 40, BinAddress.PageSize), (bySpent.InAll, bySpent.Found, bySpent.Rows.Count));
        Assert.Equal(known.Max(k => k.Spent), bySpent.Rows[0].Orders!.Value.Spent);
        foreach (var row in bySpent.Rows)
        {
            var made = known.Single(k => k.Customer.Id == row.Id);
            Assert.Equal((made.OrderCount, made.Spent), (row.Orders?.Orders ?? 0, row.Orders?.Spent ?? 0));
        }
        Assert.True(bySpent.Rows.Select(r => r.Orders?.Spent ?? 0).SequenceEqual(known.Select(k => k.Spent).OrderDescending().Take(BinAddress.PageSize)));
        Assert.True(first.Rows.Select(r => r.Name).Where(n => n is not null).Any());
        var one = known.First(k => k.Customer.Email is not null).Customer;
        Assert.Equal([one.Id], (await bin.Read(BinAddress.Of(one.Email!.ToUpperInvariant(), null, null), null, default)).Rows.Select(r => r.Id));
        Assert.Equal([one.Id], (await bin.Read(BinAddress.Of(one.Id.ToString(), null, null), null, default)).Rows.Select(r => r.Id));
        Assert.Empty((await bin.Read(BinAddress.Of("%", null, null), null, default)).Rows);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Picked_customers_are_deleted_from_the_list_which_says_so_and_undo_brings_back_just_those(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 12);
        var (three, everybody) = (known.Take(3).Select(k => k.Customer.Id).ToArray(), known.Select(k => k.Customer.Id).ToHashSet());
        using var browser = await app.SignIn();

        var answer = await browser.Post("/customers/delete", await browser.Token("/account"), [("sort", "name"), .. three.Select(id => ("id", id.ToString()))]);

        var list = await answer.Content.ReadAsStringAsync();
        Assert.Contains("3 customers are in the bin.", list, StringComparison.Ordinal);
        Assert.True(Present(app).SetEquals(everybody.Except(three)));
        var undo = UndoForm.Match(list);
        Assert.True(undo.Success);
        Assert.Equal("/customers?sort=name", WebUtility.HtmlDecode(undo.Groups[2].Value));

        var back = await (await browser.Post(undo.Groups[1].Value, TestBrowser.TokenIn(list), ("back", "/customers?sort=name"))).Content.ReadAsStringAsync();
        Assert.Contains("3 changes are undone.", back, StringComparison.Ordinal);
        Assert.True(Present(app).SetEquals(everybody));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task All_that_match_means_those_who_match_and_nobody_picked_means_nobody(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 60);
        using var browser = await app.SignIn();
        var token = await browser.Token("/account");

        await browser.Post("/customers/delete", token, ("country", "DE"), ("everything", "false"));
        Assert.Equal(60, Present(app).Count);
        await browser.Post("/customers/delete", token, ("country", "DE"), ("everything", "true"));

        Assert.True(Present(app).SetEquals(known.Where(k => k.Customer.Country != "DE").Select(k => k.Customer.Id)));
        await browser.Post("/customers/restore", token, ("everything", "true"));
        Assert.Equal(60, Present(app).Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Undo_leaves_who_was_brought_back_and_deleted_again_and_names_them(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var ids = (await ListSample.Add(app.Get<IServiceProvider>(), 5)).Select(k => k.Customer.Id).ToArray();
        var set = await Delete(app, ids);
        await Restore(app, ids[..2]);
        await Delete(app, ids[..1]);

        var undone = await app.Get<ManyChanges>().Undo(set, await Admin(app), default);

        Assert.True(Present(app).SetEquals(ids[1..]));
        await using var db = await app.Db();
        var left = Assert.Single(await db.Set<ManyLeft>().Where(l => l.ChangeId == undone!.Value.Set).ToListAsync());
        Assert.Equal((ids[0], "customers.bin.deletedSince"), (left.CustomerId, left.Reason));
        Assert.Null(await app.Get<ManyChanges>().Undo(set, await Admin(app), default));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_large_deletion_that_breaks_off_goes_on_with_the_customers_fixed_at_its_start_and_does_no_part_twice(Database kind)
    {
        await using var app = await PatronApp.Start(kind, s => s.AddStopping());
        var ids = (await ListSample.Add(app.Get<IServiceProvider>(), 30)).Select(k => k.Customer.Id).ToArray();
        var deed = app.Get<StoppingDeed>();
        deed.BreakAt = 2;
        var many = Enumerable.Range(1, 3 * ManyPart.Size - ids.Length).Select(n => new CustomerId(n)).Concat(ids).ToArray();

        var begun = await app.Get<IManyChanges>().Begin(deed, "", many, await Admin(app), default);
        Assert.False(begun.Ended);
        await Until(app, begun.Set, p => p.State == JobState.Waiting && p.Error is not null);
        deed.BreakAt = -1;
        app.Clock.Advance(TimeSpan.FromHours(1));
        await Until(app, begun.Set, p => p.State == JobState.Done);

        Assert.Equal(many.Length, deed.Seen.Count);
        Assert.Equal(many, deed.Seen);
        await using var db = await app.Db();
        Assert.Equal(3 * ManyPart.Size, (await db.Set<ManyChange>().SingleAsync(c => c.Id == begun.Set)).Changed);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_golden_record_written_anew_stays_in_the_bin(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var id = (await ListSample.Add(app.Services, 1))[0].Customer.Id;
        await using (var session = await app.Session())
        {
            var changes = new ChangeRecorder(session.Db, new() { Id = app.Get<IdMaker>().Next<ChangeSetId>(), At = app.Clock.Now, Kind = "test" });
            Assert.Equal(1, await app.Get<IBin>().Delete(session, changes, [id, id, new(7)], default));
            Assert.Equal(0, await app.Get<IBin>().Delete(session, changes, [id], default));
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }
        var card = (await app.Get<ICustomerReads>().Find([id], default))[id];
        await using (var session = await app.Session())
        {
            await app.Get<IGoldenRecords>().Write(session, [card.Golden with { City = "Elsewhere" }], app.Clock.Now, default);
            await session.Commit(default);
        }
        await using var db = await app.Db();
        var stored = await db.Set<Customer>().SingleAsync(c => c.Id == id);
        Assert.Equal(("Elsewhere", true, true), (stored.City, stored.DeletedAt is not null, stored.DeletedIn is not null));
        await using var reading = await app.Session();
        Assert.Equal([id], await app.Get<IBin>().Among(reading, [id, new(7)], default));
    }

    [Fact]
    public async Task Who_may_only_read_sees_no_bin_and_deletes_nobody()
    {
        await using var app = await PatronApp.Start();
        var id = (await ListSample.Add(app.Get<IServiceProvider>(), 2))[0].Customer.Id;
        await Delete(app, [id]);
        using var browser = await app.SignIn(Roles.Analyst);
        var list = await browser.Page("/customers");
        Assert.DoesNotContain("/customers/bin", list, StringComparison.Ordinal);
        Assert.DoesNotContain("hx-post=\"/customers/delete\"", list, StringComparison.Ordinal);
        Assert.Contains("formaction=\"/customers/export\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain("<button class=\"btn btn-primary\"", await browser.Page($"/customers/{id}"), StringComparison.Ordinal);
        var token = TestBrowser.TokenIn(await browser.Page("/account"));
        foreach (var path in new[] { "/customers/delete", "/customers/restore", $"/customers/{id}/restore", $"/customers/{id}/delete" })
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post(path, token, ("id", id.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get("/customers/bin")).StatusCode);
    }

    [Fact]
    public async Task A_page_of_the_bin_beyond_the_last_shows_the_last_and_an_empty_bin_says_what_it_is_for()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        Assert.Contains("The bin is empty", await browser.Page("/customers/bin"), StringComparison.Ordinal);
        await Delete(app, (await ListSample.Add(app.Get<IServiceProvider>(), 26)).Select(k => k.Customer.Id));
        Assert.Single(Restores.Matches(await browser.Page("/customers/bin?page=99")));
        Assert.Equal(25, Restores.Count(await browser.Page("/customers/bin?sort=nonsense")));
        Assert.Contains("Nobody in the bin matches", await browser.Page("/customers/bin?q=nobody-like-this"), StringComparison.Ordinal);
    }

    private static HashSet<CustomerId> Present(PatronApp app)
    {
        var snapshot = app.Get<ICustomerBase>().Current;
        return [.. snapshot.Known.Indexes().Where(i => snapshot.Present.Get(i)).Select(i => new CustomerId(snapshot.Ids[i]))];
    }

    private static async Task<ChangeSetId> Delete(PatronApp app, IEnumerable<CustomerId> customers)
    {
        var begun = await app.Get<IManyChanges>().Begin(app.Get<DeletesMany>(), "", [.. customers], await Admin(app), default);
        Assert.True(begun.Ended);
        return begun.Set;
    }

    private static async Task Restore(PatronApp app, IEnumerable<CustomerId> customers) =>
        Assert.True((await app.Get<IManyChanges>().Begin(app.Get<RestoresMany>(), "", [.. customers], await Admin(app), default)).Ended);

    private static async Task<UserId> Admin(PatronApp app)
    {
        await app.AddUser(Roles.Administrator);
        await using var db = await app.Db();
        return await db.Set<Patron.Access.User>().Select(u => u.Id).FirstAsync();
    }

    private static async Task Until(PatronApp app, ChangeSetId set, Func<JobProgress, bool> so)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            await using (var db = await app.Db())
                if (await db.Set<ManyChange>().Where(c => c.Id == set).Select(c => c.JobId).SingleAsync() is { } job && await app.Get<IJobs>().Find(job, default) is { } now && so(now)) return;
            await Task.Delay(50);
        }
        Assert.Fail("The job does not come to this state.");
    }

    [GeneratedRegex("action=\"(/customers/changes/chg_[^\"]+/undo)\"[^>]*>.*?name=\"back\" value=\"([^\"]*)\"", RegexOptions.Singleline)]
    private static partial Regex UndoForm { get; }

    [GeneratedRegex("aria-label=\"Bring .*? back\"")]
    private static partial Regex Restores { get; }
}
