using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.Customers;
using Patron.Customers.ChangeMany;
using Patron.Customers.Contracts;
using Patron.Customers.EditMany;
using Patron.Customers.EditValues;
using Patron.Kernel;

namespace Patron.Tests.Customers;

/// <summary>One field of all that match: shown before it is done, done by a job, taken back as a whole.</summary>
public sealed partial class BulkEditTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_preview_counts_who_changes_who_has_it_already_and_what_others_have(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var known = (await ListSample.Add(app.Get<IServiceProvider>(), 80)).Select(k => k.Customer).ToArray();
        using var browser = await app.SignIn();

        var page = await browser.Page("/customers/edit?everything=true&field=country&deed=set&value=DE");

        var (has, none) = (known.Count(c => c.Country == "DE"), known.Count(c => c.Country is null));
        Assert.Equal([80 - has, has, none, 80 - has - none], Numbers.Matches(page).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains("Country becomes Germany", page, StringComparison.Ordinal);
        Assert.Contains($"Change {80 - has} customers", page, StringComparison.Ordinal);
        var frequent = known.Where(c => c.Country is not null and not "DE").GroupBy(c => c.Country!).Max(g => g.Count());
        Assert.Contains($"<td class=\"num\">{frequent}</td>", page, StringComparison.Ordinal);
        Assert.Equal(5, Examples.Count(page));
        Assert.Equal(known.Select(c => c.Country), (await Stored(app)).Select(c => c.Country));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task All_that_match_are_set_and_undo_leaves_what_somebody_changed_since_and_names_it(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var known = (await ListSample.Add(app.Get<IServiceProvider>(), 40)).Select(k => k.Customer).ToArray();
        var british = known.Where(c => c.Country == "GB").Select(c => c.Id).ToHashSet();
        using var browser = await app.SignIn();
        var token = await browser.Token("/account");

        var list = await (await browser.Post("/customers/edit/begin", token, ("everything", "true"), ("country", "GB"), ("field", "acquired"), ("deed", "set"), ("value", "spring fair"))).Content.ReadAsStringAsync();

        var stored = (await Stored(app)).ToDictionary(c => c.Id);
        Assert.All(known, c => Assert.Equal(british.Contains(c.Id) ? "spring fair" : c.Acquired, stored[c.Id].Acquired));
        Assert.Contains($"{british.Count} customers are changed.", list, StringComparison.Ordinal);

        var later = british.First();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await app.Get<IHandValues>().Set([new(later, "acquired", false, "a friend")], await Admin(app), default)).Refusal);
        var undone = await browser.Post(UndoForm.Match(list).Groups[1].Value, token);

        stored = (await Stored(app)).ToDictionary(c => c.Id);
        Assert.All(known, c => Assert.Equal(c.Id == later ? "a friend" : c.Acquired, stored[c.Id].Acquired));
        var page = await undone.Content.ReadAsStringAsync();
        Assert.Contains("1 left as it is", page, StringComparison.Ordinal);
        Assert.Contains(later.ToString(), page, StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_value_is_cleared_and_what_was_set_by_hand_is_taken_back(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var known = (await ListSample.Add(app.Get<IServiceProvider>(), 30)).Select(k => k.Customer).ToArray();
        var with = known.Count(c => c.Acquired is not null);
        using var browser = await app.SignIn();
        var token = await browser.Token("/account");
        Assert.Contains($"Change {with} customers", await browser.Page("/customers/edit?everything=true&field=acquired&deed=clear"), StringComparison.Ordinal);
        Assert.DoesNotContain("/customers/edit/begin", await browser.Page("/customers/edit?everything=true&field=acquired&deed=release"), StringComparison.Ordinal);

        await browser.Post("/customers/edit/begin", token, ("everything", "true"), ("field", "acquired"), ("deed", "clear"));
        Assert.All(await Stored(app), c => Assert.Null(c.Acquired));
        Assert.Contains($"Change {with} customers", await browser.Page("/customers/edit?everything=true&field=acquired&deed=release"), StringComparison.Ordinal);
        await browser.Post("/customers/edit/begin", token, ("everything", "true"), ("field", "acquired"), ("deed", "release"));

        Assert.Equal(known.Select(c => c.Acquired), (await Stored(app)).Select(c => c.Acquired));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_custom_field_of_those_picked_is_set_counted_and_undone(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var ids = (await ListSample.Add(app.Get<IServiceProvider>(), 12)).Select(k => k.Customer.Id).ToArray();
        using var browser = await app.SignIn();
        var token = await browser.Token("/account");
        (string, string)[] three = [.. ids.Take(3).Select(id => ("id", id.ToString()))];

        var list = await (await browser.Post("/customers/edit/begin", token, [.. three, ("field", "custom.size"), ("deed", "set"), ("value", "large")])).Content.ReadAsStringAsync();

        var field = await app.Get<EditableFields>().Find("custom.size", ListSample.English(app.Get<IServiceProvider>()), default);
        var tally = await app.Get<FieldTallies>().Of(field!, ids, default);
        Assert.Equal(("large", 3L, 9L, 12L), (tally.Values.Single().Value, tally.Values.Single().Count, tally.None, tally.Total));
        await browser.Post(UndoForm.Match(list).Groups[1].Value, token);
        Assert.Equal(12, (await app.Get<FieldTallies>().Of(field!, ids, default)).None);
    }

    [Fact]
    public async Task A_bad_value_is_refused_before_anything_is_written_and_nobody_picked_leads_back_to_the_list()
    {
        await using var app = await PatronApp.Start();
        var known = (await ListSample.Add(app.Get<IServiceProvider>(), 5)).Select(k => k.Customer).ToArray();
        using var browser = await app.SignIn();
        var token = await browser.Token("/account");
        foreach (var (field, value) in new[] { ("email", "no address"), ("birth", "2026-02-30"), ("custom.children", "many") })
        {
            var page = await browser.Page($"/customers/edit?everything=true&field={field}&deed=set&value={value}");
            Assert.Contains("id=\"value-problem\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("/customers/edit/begin", page, StringComparison.Ordinal);
            await browser.Post("/customers/edit/begin", token, ("everything", "true"), ("field", field), ("deed", "set"), ("value", value));
        }
        await browser.Post("/customers/edit/begin", token, ("field", "city"), ("deed", "set"), ("value", "Bath"));
        await browser.Post("/customers/edit/begin", token, ("everything", "true"), ("field", "nothing"), ("deed", "set"), ("value", "Bath"));
        await browser.Post("/customers/edit/begin", token, ("everything", "true"), ("field", "city"), ("deed", "set"), ("value", "  "));
        Assert.Equal(known.Select(c => (c.City, c.Email, c.Birth)), (await Stored(app)).Select(c => (c.City, c.Email, c.Birth)));
        Assert.EndsWith("/customers", (await browser.Get("/customers/edit")).RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
    }

    /// <summary>On the database with many writers: on the other, who asks for a pause waits until the part is written that this test holds up.</summary>
    [Fact]
    public async Task A_change_of_many_customers_is_paused_and_goes_on_with_those_left()
    {
        await using var app = await PatronApp.Start(Database.Postgres, s => s.AddStopping());
        var deed = app.Get<StoppingDeed>();
        using var browser = await app.SignIn();
        var token = await browser.Token("/account");
        deed.Hold = new();
        var many = Enumerable.Range(1, 2 * ManyPart.Size).Select(n => new CustomerId(n)).ToArray();
        var begun = await app.Get<IManyChanges>().Begin(deed, "", many, await Admin(app), default);
        await deed.Reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var page = await (await browser.Post($"/customers/changes/{begun.Set}/pause", token)).Content.ReadAsStringAsync();
        deed.Hold.SetResult();
        await Until(app, begun.Set, JobState.Paused);
        Assert.Contains("/resume", await browser.Page($"/customers/changes/{begun.Set}"), StringComparison.Ordinal);
        Assert.Contains(begun.Set.ToString(), page, StringComparison.Ordinal);
        await browser.Post($"/customers/changes/{begun.Set}/resume", token);
        await Until(app, begun.Set, JobState.Done);

        Assert.Equal(many.Length, deed.Seen.Distinct().Count());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/customers/changes/chg_0000000000001")).StatusCode);
    }

    private static async Task<IReadOnlyList<Customer>> Stored(PatronApp app)
    {
        await using var db = await app.Db();
        return await db.Set<Customer>().OrderBy(c => c.Id).ToListAsync();
    }

    private static async Task<UserId> Admin(PatronApp app)
    {
        await app.AddUser(Roles.Administrator);
        await using var db = await app.Db();
        return await db.Set<Patron.Access.User>().Select(u => u.Id).FirstAsync();
    }

    private static async Task Until(PatronApp app, ChangeSetId set, JobState state)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            await using (var db = await app.Db())
                if (await db.Set<ManyChange>().Where(c => c.Id == set).Select(c => c.JobId).SingleAsync() is { } job && (await app.Get<IJobs>().Find(job, default))!.State == state) return;
            await Task.Delay(50);
        }
        Assert.Fail($"The job does not come to {state}.");
    }

    [GeneratedRegex("<dd>([0-9]+)</dd>")]
    private static partial Regex Numbers { get; }

    [GeneratedRegex("<td><b>Germany</b></td>")]
    private static partial Regex Examples { get; }

    [GeneratedRegex("action=\"(/customers/changes/chg_[^\"]+/undo)\"")]
    private static partial Regex UndoForm { get; }
}
