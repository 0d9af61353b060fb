using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.ReviewPairs;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Review;

/// <summary>Records that come once the others were matched, and questions about them.</summary>
public sealed class NewcomerTests
{
    private static readonly UserId Grace = new(1 << 20);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_record_that_comes_alone_is_matched_at_once(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var live = patron.Get<LiveMatcher>();
        await patron.Send("Shop", Row("1", "Margaret Ashworth", street: "14 Sandpiper Close", city: "Whitby") with { Birth = new(1961, 4, 17), Postal = "YO21 3XX" }, Row("2", "Oliver Tremlett"));
        // There is no model yet: all is to be matched first.
        Assert.False(await live.Match([await patron.CustomerOf("1")], Ct));
        await MatchingTests.Match(patron);
        Assert.True(await live.Match([await patron.CustomerOf("1")], Ct));

        await patron.Send("Form", Row("a", "Margaret Ashworth", street: "14 Sandpiper Cl.", city: "Whitby") with { Birth = new(1961, 4, 17), Postal = "YO21 3XX" });
        Assert.True(await live.Match([await patron.CustomerOf("a")], Ct));
        await patron.Send("Form", Row("b", "Oliver Tremlett"));
        Assert.True(await live.Match([await patron.CustomerOf("b")], Ct));
        Assert.Equal("Form:a+Shop:1 Form:b Shop:2", await patron.Customers());
        Assert.Equal(["2-b"], await ReviewingTests.Waiting(patron));
        // Another name now, and nothing is left to ask.
        await patron.Send("Form", Row("b", "Piotr Zawadzki"));
        Assert.True(await live.Match([await patron.CustomerOf("b")], Ct));
        Assert.Empty(await ReviewingTests.Waiting(patron));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_record_that_comes_while_all_are_matched_is_matched_after_that(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        using var follower = new MatchFollower(patron.Get<IDbContextFactory<PatronDb>>(), patron.Get<LiveMatcher>(), patron.Get<Matchings>(), patron.Clock,
            NullLogger<MatchFollower>.Instance);
        await patron.Send("Shop", Row("1", "Margaret Ashworth", street: "14 Sandpiper Close", city: "Whitby") with { Birth = new(1961, 4, 17), Postal = "YO21 3XX" }, Row("2", "Oliver Tremlett"));
        await MatchingTests.Match(patron);
        var position = await follower.Follow(null, Ct);
        await patron.Get<Matchings>().Soon(null, Ct);
        Assert.NotNull(await patron.Get<Matchings>().UnderWay(Ct));

        await patron.Send("Form", Row("a", "Margaret Ashworth", street: "14 Sandpiper Cl.", city: "Whitby") with { Birth = new(1961, 4, 17), Postal = "YO21 3XX" });
        position = await follower.Follow(position, Ct);
        Assert.Equal("Form:a Shop:1 Shop:2", await patron.Customers());
        await using (var session = await patron.Session())
        {
            await session.Execute($"update kernel_jobs set state = {(int)JobState.Done}", Ct);
            await session.Commit(Ct);
        }
        await follower.Follow(position, Ct);

        Assert.Equal("Form:a+Shop:1 Shop:2", await patron.Customers());
    }

    /// <summary>A server that has just begun knows none of the records that stand beside those at hand.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_waits_is_asked_alike_whether_all_records_are_matched_or_those_of_an_answer(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        string[] given = ["Alice", "Bernard", "Clara", "Dominic", "Esther", "Frederick", "Greta", "Hugo", "Ingrid", "Julius", "Katherine", "Leopold", "Matilda"], starts = ["Ash", "Bramble", "Cotter", "Drum", "Fenni", "Gold", "Harring", "Knuts", "Lock", "Marl", "Ninne"],
            ends = ["worth", "field", "ton", "more", "gate", "bury", "ley"], ways = ["Lane", "Close", "Street", "Road", "Old Mill Road", "Upper Church Street"], towns = ["Whitby", "Market Harborough", "Ludlow", "Totnes", "Newport Pagnell"];
        string Name(int i) => $"{given[i % 13]} {starts[i % 11]}{ends[i % 7]}";
        string Street(int i) => $"{i} {starts[i % 11]}{ends[i % 3]} {ways[i % 6]}";
        await patron.Send("Shop", [.. Enumerable.Range(0, 240).Select(i => Row($"{i}", Name(i), street: Street(i), city: towns[i % 5]))]);
        // Some have moved within the town, some out of it, of some the street is written otherwise.
        await patron.Send("Cards", [.. Enumerable.Range(0, 60).Select(i => Row($"c{i}", Name(4 * i), street: i % 3 == 0 ? Street(4 * i).Replace("Road", "Upper Road", StringComparison.Ordinal) : Street(4 * i + 1), city: towns[(4 * i + i % 2) % 5]))]);
        await patron.Get<Lines>().Change(new(.999, .3), Grace, Ct);
        await MatchingTests.Match(patron);
        var before = await Weighed(patron);
        Assert.True(before.Length > 5, $"{before.Length} wait.");

        var pairs = await patron.Get<WaitingPairs>().List(new(), 0, 5, null, Ct);
        foreach (var pair in pairs) Assert.True(await patron.Get<LiveMatcher>().Match([pair.One.Record.CustomerId.Value, pair.Other.Record.CustomerId.Value], Ct));
        Assert.Equal(before, await Weighed(patron));

        foreach (var isNew in (bool[])[true, false])
        {
            var (one, other) = (pairs[0].One.Record.CustomerId.Value, pairs[0].Other.Record.CustomerId.Value);
            Assert.Null((await patron.Get<Reviews>().Answer(pairs[0].Id, Verdict.Same, Grace, Ct)).Refusal);
            if (isNew) patron.Get<LiveMatcher>().Forget();
            await patron.Get<LiveMatcher>().Match([one, other], Ct);
            Assert.Null((await patron.Get<Reviews>().UndoLast(Grace, Ct)).Refusal);
            if (isNew) patron.Get<LiveMatcher>().Forget();
            await patron.Get<LiveMatcher>().Match([one, other], Ct);
            Assert.Equal(before, await Weighed(patron));
        }
    }

    private static async Task<string[]> Weighed(PatronServices patron) =>
        [.. (await patron.Get<WaitingPairs>().List(new(), 0, 1_000, null, Ct)).Select(p => $"{p.One.Record.ExternalId}-{p.Other.Record.ExternalId} {p.Probability:F6}").Order(StringComparer.Ordinal)];
}
