using FsCheck;
using FsCheck.Fluent;
using Patron.Codes.Contracts;
using Patron.Codes.TakeCodes;
using Patron.Events.Contracts;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Codes;

public sealed class CodeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly CodeSource Spring = new("campaign", 7, "A");

    [Fact]
    public void Every_single_wrong_sign_and_every_exchange_of_neighbours_is_found()
    {
        for (var round = 0; round < 200; round++)
        {
            var code = CodeText.Make();
            Assert.Equal(code, CodeText.Read(CodeText.Shown(code).ToLowerInvariant()));
            for (var at = 0; at < CodeText.Length; at++)
            {
                foreach (var sign in "0123456789ABCDEFGHJKMNPQRSTVWXY".Where(s => s != code[at])) Assert.Null(CodeText.Read(code[..at] + sign + code[(at + 1)..]));
                if (at > 0 && code[at] != code[at - 1]) Assert.Null(CodeText.Read(code[..(at - 1)] + code[at] + code[at - 1] + code[(at + 1)..]));
            }
        }
    }

    [Fact]
    public void Whatever_is_typed_is_a_code_or_none() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => CodeText.Read(text) is not { } code || code.Length == CodeText.Length).QuickCheckThrowOnFailure();

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_code_is_given_once_to_each_and_good_once(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var first = await Issue(patron, Spring, 1, 2);
        var again = await Issue(patron, Spring, 2, 3);
        var other = await Issue(patron, Spring with { Arm = "B" }, 1);
        Assert.Equal(first[new(2)], again[new(2)]);
        Assert.Equal(4, first.Values.Concat(again.Values).Concat(other.Values).Distinct().Count());

        var done = await patron.Get<ICodes>().Redeem(" " + CodeText.Shown(first[new(2)]).ToLowerInvariant(), "Till 3", Noon, null, Ct);
        Assert.Equal((new CustomerId(2), Spring), (done.Value!.Customer, done.Value.Source));
        foreach (var (typed, refusal) in new[] { (first[new(2)], "codes.refused.used"), (CodeText.Make(), "codes.refused.unknown"), ("nothing", "codes.refused.mistyped") })
            Assert.Equal(refusal, (await patron.Get<ICodes>().Redeem(typed, null, Noon, null, Ct)).Refusal!.Key);
        foreach (var log in patron.Get<IEnumerable<IEventLog>>()) Assert.Equal([(EventKinds.Redeemed, "A", null, 1L), (EventKinds.Redeemed, "A", "Till 3", 1L)], (await log.Counts("campaign", 7, Ct)).Where(c => c.Kind == EventKinds.Redeemed).OrderBy(c => c.Detail).Select(c => (c.Kind, c.Arm, c.Detail, c.Customers)));
    }

    [Fact]
    public async Task A_file_of_codes_and_times_takes_each_by_itself_and_says_what_is_wrong_with_the_others()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var codes = (await Issue(patron, Spring, 1, 2, 3, 4)).Values.ToArray();
        var (taken, refused, heading) = await patron.Get<TakesCodes>().Take(
            ["code;shown", codes[0], $"{CodeText.Shown(codes[1])};2026-03-01 18:30", $"{codes[2]}\t2026-03-01T18:30:00+09:00", $"{codes[3]},tomorrow", $"{codes[3]},2030-01-01", codes[0], ""], "Till 2", TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul"), null, Ct);
        Assert.Equal((3, "code;shown"), (taken, heading));
        Assert.Equal([(5, "codes.refused.time"), (6, "codes.refused.time"), (7, "codes.refused.used")], refused.Select(r => (r.Line, r.Why.Key)));
        Assert.Equal(2L, Convert.ToInt64(await patron.Ask($"select count(*) from codes_codes where redeemed_at = {Instants.ToMicroseconds(new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero))}"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory, InlineData("Code", true), InlineData("Gutschein-Codes", true), InlineData("쿠폰 번호", true), InlineData("优惠码", true), InlineData("code,shown", true)]
    [InlineData("0000-0000-0001", false), InlineData("7K3M9Q2X04F", false), InlineData("", false)]
    public void A_first_line_of_words_alone_is_a_heading_and_one_with_figures_is_a_code_that_may_be_wrong(string line, bool heading) => Assert.Equal(heading, TakesCodes.IsHeading(line));

    [Fact]
    public async Task A_file_of_one_column_may_have_a_heading_and_one_line_alone_is_never_one()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var codes = (await Issue(patron, Spring, 1, 2)).Values.ToArray();
        var read = await patron.Get<TakesCodes>().Take(["Gutschein", codes[0], codes[1]], null, TimeZoneInfo.Utc, null, Ct);
        Assert.Equal((2, 0, "Gutschein"), (read.Taken, read.Refused.Count, read.Heading));
        var alone = await patron.Get<TakesCodes>().Take(["Gutschein"], null, TimeZoneInfo.Utc, null, Ct);
        Assert.Equal((0, "codes.refused.mistyped", null), (alone.Taken, Assert.Single(alone.Refused).Why.Key, alone.Heading));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_two_tills_at_once_one_takes_it_and_a_late_one_is_refused(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var code = (await Issue(patron, Spring, 1))[new(1)];
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => patron.Get<ICodes>().Redeem(code, $"Till {i}", Noon, null, Ct))));
        Assert.Single(both, b => b.Refusal is null);

        await using var session = await patron.Session();
        var late = (await patron.Get<ICodes>().Issue(session, Spring with { SourceId = 8 }, [new(new(1), null)], Noon, Ct))[new(1)];
        await session.Commit(Ct);
        Assert.Equal("codes.refused.late", (await patron.Get<ICodes>().Redeem(late, null, Noon, null, Ct)).Refusal!.Key);
        Assert.Null((await patron.Get<ICodes>().Redeem(late, null, Noon.AddTicks(-10), null, Ct)).Refusal);
    }

    private static async Task<IReadOnlyDictionary<CustomerId, string>> Issue(PatronServices patron, CodeSource source, params long[] customers)
    {
        await using var session = await patron.Session();
        var codes = await patron.Get<ICodes>().Issue(session, source, [.. customers.Select(c => new CodeWish(new(c), null))], null, Ct);
        await session.Commit(Ct);
        return codes;
    }
}
