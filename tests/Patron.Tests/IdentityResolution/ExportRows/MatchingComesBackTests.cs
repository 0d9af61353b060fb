using Patron.Data.Exporting;
using Patron.Households.FindHouseholds;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.ReviewPairs;
using Patron.Kernel;
using Patron.Tests.Exporting;
using Patron.Tests.IdentityResolution.Review;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.ExportRows;

/// <summary>What matching and the search for households have found, and what people said of it, goes into the archive and comes back as it was.</summary>
public sealed class MatchingComesBackTests
{
    private static readonly UserId Grace = new(1 << 20);

    [Theory, InlineData(Database.Sqlite, Database.Postgres), InlineData(Database.Postgres, Database.Sqlite)]
    public async Task The_review_list_found_households_and_ended_decisions_come_back(Database from, Database to)
    {
        await using var first = await PatronServices.Start(from);
        await first.Send("Shop", Row("1", "Hannah Quillfeather"), Row("2", "Oliver Tremlett"), Row("3", "Margaret Ashworth", city: "Whitby"),
            Row("4", "Ada Lovelace", street: "12 High Street", city: "Leeds"), Row("5", "Bertrand Lovelace", street: "12 High Street", city: "Leeds"));
        await first.Send("Cards", Row("7", "Hannah Quillfeather"), Row("8", "Oliver Tremlett"), Row("9", "Margaret Ashworth", city: "Whitby"));
        await MatchingTests.Match(first);
        Assert.Null((await first.Get<IJobs>().RunNow(FindJob.JobKind, "{}", null, null, Ct)).Error);
        // One was called the same and taken back, one is kept apart, one was put off.
        await Answer(first, "1", Verdict.Same);
        Assert.Null((await first.Get<Reviews>().UndoLast(Grace, Ct)).Refusal);
        await Answer(first, "2", Verdict.Never);
        await Answer(first, "3", Verdict.Later);
        Assert.Equal((4L, 2L, 1L), (await first.Count("identity_review_pairs"), await first.Count("households_found"), await first.Count("identity_decisions", "ended_at is not null")));

        await using var second = await PatronServices.Start(to);
        second.Clock.Advance(TimeSpan.FromDays(30));
        var (archive, again) = (Path.Combine(first.Location.Directory, "first.zip"), Path.Combine(second.Location.Directory, "second.zip"));
        await first.Get<IEverything>().Export(archive, null, null, Ct);
        Assert.Null((await second.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);

        string[] tables = ["identity_review_pairs", "households_found", "identity_decisions"];
        var (was, now) = (await EveryTable.Of(first), await EveryTable.Of(second));
        foreach (var table in tables) Assert.Equal(was[table], now[table]);
        await second.Get<IEverything>().Export(again, null, null, Ct);
        Assert.Equal(await File.ReadAllBytesAsync(archive, Ct), await File.ReadAllBytesAsync(again, Ct));

        // Among customers it changes nothing, the pairs that wait are asked about, and what came is no answer of somebody here.
        await second.Get<IEverything>().Take(archive, null, null, Ct);
        foreach (var table in tables) Assert.Equal(now[table], (await EveryTable.Of(second))[table]);
        Assert.Equal(2, (await second.Get<WaitingPairs>().List(new(), 0, 10, null, Ct)).Count);
        Assert.Equal((0, 2), await MatchingTests.Match(second) is var matched ? (matched.Joined, matched.Waiting) : default);
    }

    private static async Task Answer(PatronServices patron, string name, Verdict verdict)
    {
        patron.Clock.Advance(TimeSpan.FromMinutes(1));
        var pair = (await patron.Get<WaitingPairs>().List(new(), 0, 100, null, Ct)).Single(p => p.One.Record.ExternalId == name);
        Assert.Null((await patron.Get<Reviews>().Answer(pair.Id, verdict, Grace, Ct)).Refusal);
    }
}
