using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.Tests.Sales;

namespace Patron.Tests.Acceptance;

/// <summary>Why a thousand customers left, against the published shares of an opinion poll.</summary>
public sealed class A15
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Reasons_for_leaving_stand_within_the_published_bands(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var customer = await DealDeedsTests.Acme(app);
        var reasons = app.Get<IReasons>();
        var tree = (await reasons.All(default)).Where(r => r.Kind == ReasonKind.Leaving).ToDictionary(r => r.Key!, r => r.Id);
        await using (var session = await app.Session())
        {
            var set = new ChangeSet { Id = app.Get<IdMaker>().Next<ChangeSetId>(), At = app.Clock.Now, Kind = "test" };
            reasons.Give(session, new ChangeRecorder(session.Db, set), [.. Given("moved", 45), .. Given("leave-price", 95), .. Given("cooperation", 145), .. Given("attention", 675), .. Given("other", 40)]);
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }

        var counts = (await reasons.Count(ReasonKind.Leaving, null, null, null, default)).ToDictionary(c => c.Reason.Key!);

        Assert.Equal([(45, .045, true), (95, .095, true), (145, .145, true), (675, .675, true)], ((string[])["moved", "leave-price", "cooperation", "attention"]).Select(k => ((int)counts[k].Given, Math.Round(counts[k].Share, 3), counts[k].Inside!.Value)));
        Assert.Equal((.04, (bool?)null), (Math.Round(counts["other"].Share, 3), counts["other"].Inside));

        IEnumerable<GivenReason> Given(string key, int times) => Enumerable.Repeat(new GivenReason(customer, tree[key], ReasonKind.Leaving, new DateOnly(2026, 3, 1), "customer", 0), times);
    }
}
