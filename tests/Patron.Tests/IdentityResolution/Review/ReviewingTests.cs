using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.MergeCustomers;
using Patron.IdentityResolution.ReviewPairs;
using Patron.IdentityResolution.TrainModel;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using Patron.Tests.IdentityResolution.UndoImports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Review;

public sealed class ReviewingTests
{
    private static readonly UserId Grace = new(1 << 20), Alan = new(2 << 20);
    private static readonly ReviewFilter Everything = new();

    /// <summary>Two who may be one by their names alone, twice, and two of a third name with one town.</summary>
    private static async Task<(PatronServices Patron, ChangeSetId Cards)> WithDoubts(Database kind)
    {
        var patron = await UndoImportsTests.Start(kind);
        await patron.Import("Shop", [Row("1", "Hannah Quillfeather"), Row("2", "Oliver Tremlett"), Row("3", "Margaret Ashworth", city: "Whitby"), Row("4", "Piotr Zawadzki")]);
        var cards = await patron.Import("Cards", [Row("7", "Hannah Quillfeather"), Row("8", "Oliver Tremlett"), Row("9", "Margaret Ashworth", city: "Whitby")]);
        await MatchingTests.Match(patron);
        return (patron, cards);
    }

    internal static async Task<string[]> Waiting(PatronServices patron, ReviewFilter? filter = null) =>
        [.. (await patron.Get<WaitingPairs>().List(filter ?? Everything, 0, 100, null, Ct)).Select(p => $"{p.One.Record.ExternalId}-{p.Other.Record.ExternalId}")];

    private static async Task<WaitingPair> Pair(PatronServices patron, string name) => (await patron.Get<WaitingPairs>().List(Everything, 0, 100, null, Ct)).Single(p => p.One.Record.ExternalId == name);

    private static async Task<ReviewAnswer> Answer(PatronServices patron, string name, Verdict verdict, UserId? by = null)
    {
        patron.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await patron.Get<Reviews>().Answer((await Pair(patron, name)).Id, verdict, by ?? Grace, Ct);
        Assert.Null(done.Refusal);
        return done.Value!;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Each_answer_is_kept_and_taken_back_one_after_the_other(Database kind)
    {
        var (patron, _) = await WithDoubts(kind);
        await using var own = patron;
        var before = await Waiting(patron);
        Assert.Equal(["1-7", "2-8", "3-9"], before.Order(StringComparer.Ordinal));

        Assert.False((await Answer(patron, "1", Verdict.Same)).StayTwo);
        await Answer(patron, "2", Verdict.Never);
        await Answer(patron, "3", Verdict.Later);
        Assert.Equal("Cards:7+Shop:1 Cards:8 Cards:9 Shop:2 Shop:3 Shop:4", await patron.Customers());
        Assert.Equal(["3-9"], await Waiting(patron));
        Assert.Equal("identity.link.hand", await patron.Ask("select reason from identity_links"));
        Assert.Contains("\"name\"", (string)(await patron.Ask("select evidence from identity_decisions where verdict = 1"))!, StringComparison.Ordinal);
        // What is decided is decided for the next run as well.
        Assert.Equal((0, 1), await MatchingTests.Match(patron) is var again ? (again.Joined, again.Waiting) : default);

        for (var left = 3; left > 0; left--) Assert.Null((await patron.Get<Reviews>().UndoLast(Grace, Ct)).Refusal);
        Assert.IsType<NothingToUndo>((await patron.Get<Reviews>().UndoLast(Grace, Ct)).Refusal);
        Assert.Equal("Cards:7 Cards:8 Cards:9 Shop:1 Shop:2 Shop:3 Shop:4", await patron.Customers());
        Assert.Equal(before, await Waiting(patron));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_pair_called_the_same_shows_before_what_it_will_be_keeps_the_stricter_consent_and_gives_it_back(Database kind)
    {
        await using var patron = await UndoImportsTests.Start(kind);
        await patron.Import("Shop", [Row("1", "Hannah Quillfeather", phone: "020 7946 0001", consents: new IncomingConsent("marketing", "email", false, 1_000_000))]);
        // The later word is yes: where two become one, no counts all the same.
        await patron.Import("Cards", [Row("7", "Hannah Quillfeather", city: "Whitby", consents: new IncomingConsent("marketing", "email", true, 2_000_000))]);
        await MatchingTests.Match(patron);
        var (hannah, before) = (new CustomerId(await patron.CustomerOf("1")), await patron.AllRows());

        var outlook = (await patron.Get<Merges>().Outlook([hannah, new(await patron.CustomerOf("7"))], Ct))!;
        Assert.Equal((hannah, "Whitby", "+442079460001"), (outlook.Customers[0].Id, Value("city"), Value("phone")));
        Assert.Equal("email", Assert.Single(outlook.Consents).Channel);
        UndoImportsTests.Same(before, await patron.AllRows());

        await Answer(patron, "1", Verdict.Same);
        var golden = (await patron.Get<ICustomerReads>().Find([hannah], Ct))[hannah].Golden;
        Assert.Equal((golden.City, golden.Phone), (Value("city"), Value("phone")));
        Assert.False(Assert.Single(await patron.Get<IConsentLedger>().Of(hannah, Ct)).Given);
        Assert.Null((await patron.Get<Reviews>().UndoLast(Grace, Ct)).Refusal);
        Assert.Equal(2, await patron.Count("consents_ledger"));
        Assert.True(Assert.Single(await patron.Get<IConsentLedger>().Of(new(await patron.CustomerOf("7")), Ct)).Given);

        string Value(string field) => outlook.Fields.Single(f => f.Field == field).Together.Value;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Two_reviewers_have_different_pairs_and_of_two_answers_to_one_pair_the_first_holds(Database kind)
    {
        var (patron, _) = await WithDoubts(kind);
        await using var own = patron;
        var waiting = patron.Get<WaitingPairs>();
        var (graces, alans) = ((await waiting.Next(Everything, null, Grace, Ct))!, (await waiting.Next(Everything, null, Alan, Ct))!);
        Assert.NotEqual(graces.Id, alans.Id);
        // A page that is loaded again shows the same pair; one that is asked for by name, only if it is free.
        Assert.Equal(graces.Id, (await waiting.Next(Everything, null, Grace, Ct))!.Id);
        Assert.NotEqual(graces.Id, (await waiting.Next(Everything, graces.Id, Alan, Ct))!.Id);

        Assert.Null((await patron.Get<Reviews>().Answer(graces.Id, Verdict.Same, Grace, Ct)).Refusal);
        var customers = await patron.Customers();
        Assert.IsType<NotWaiting>((await patron.Get<Reviews>().Answer(graces.Id, Verdict.Never, Alan, Ct)).Refusal);
        Assert.Equal(customers, await patron.Customers());
        // Whoever goes home keeps a pair from the others no longer than five minutes.
        patron.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(2, await waiting.Count(Everything, Ct));
        var left = new HashSet<ReviewPairId>();
        while (await waiting.Next(Everything, null, Grace, Ct) is { } next && left.Add(next.Id)) await patron.Get<Reviews>().Answer(next.Id, Verdict.Never, Grace, Ct);
        Assert.Equal(2, left.Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_is_rehearsed_when_the_server_starts_leaves_nothing_behind(Database kind)
    {
        var (patron, _) = await WithDoubts(kind);
        await using var own = patron;
        var (customers, waiting, sets) = (await patron.Customers(), await Waiting(patron), await patron.Count("kernel_change_sets"));
        Assert.Equal(0, await patron.Count("identity_decisions", "verdict = 1"));

        new ReadiesReview(patron.Get<WaitingPairs>(), patron.Get<Reviews>()).Ready();

        Assert.Equal(customers, await patron.Customers());
        Assert.Equal(waiting, await Waiting(patron));
        Assert.Equal((sets, 0), (await patron.Count("kernel_change_sets"), await patron.Count("identity_decisions", "verdict = 1")));
        // What was rehearsed can be answered as if nothing had been.
        Assert.False((await Answer(patron, "1", Verdict.Same)).StayTwo);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_undo_of_an_import_takes_its_pairs_with_it_at_once_and_a_filter_shows_a_part(Database kind)
    {
        var (patron, cards) = await WithDoubts(kind);
        await using var own = patron;
        Assert.Empty(await Waiting(patron, new(Kind: CustomerKind.Organisation)));
        Assert.Equal(3, (await Waiting(patron, new((await patron.Source("Cards")).Id))).Length);
        Assert.Empty(await Waiting(patron, new((await patron.Source("Elsewhere")).Id)));
        await patron.Undo(cards);
        Assert.Equal(0, await patron.Get<WaitingPairs>().Count(Everything, Ct));
        await MatchingTests.Match(patron);
        Assert.Equal(0, await patron.Count("identity_review_pairs"));
    }

    [Fact]
    public async Task Other_lines_do_what_their_preview_says()
    {
        var (patron, _) = await WithDoubts(Database.Sqlite);
        await using var own = patron;
        var lines = patron.Get<Lines>();
        var surest = (await patron.Get<WaitingPairs>().List(Everything, 0, 100, null, Ct)).Max(p => p.Probability);
        var wanted = Lines.Read(Lines.Text(surest - .0001), Lines.Text(surest - .0001)).Value!;
        var preview = await lines.Preview(wanted, Ct);
        Assert.Equal((1, 0, 3, 0), (preview.Joined, preview.Asked, preview.AskedNow, preview.Below));
        Assert.Equal(3, preview.Examples.Count);

        await lines.Change(wanted, Grace, Ct);
        Assert.Equal((1, 0), await MatchingTests.Match(patron) is var run ? (run.Joined, run.Waiting) : default);
        Assert.Equal(1, await patron.Count("kernel_change_sets", "kind = 'match-lines'"));
        Assert.Equal(1, (await lines.Preview(MatchSettings.Default, Ct)).Below);
    }

    [Theory, InlineData("99", "60", null), InlineData("99.5", "30", null), InlineData("100", "60", "join"), InlineData("40", "35", "join"), InlineData("99", "99.1", "ask"), InlineData("99", "29", "ask"), InlineData("x", "60", "join"), InlineData("99", "", "ask")]
    public void Lines_lie_in_their_order_and_within_what_is_kept(string join, string ask, string? refusedAt) =>
        Assert.Equal(refusedAt, (Lines.Read(join, ask).Refusal as FieldRefusal)?.Field);

    [Fact]
    public async Task A_version_that_has_learnt_from_answers_takes_effect_when_it_is_switched_on_and_can_be_switched_back()
    {
        var (patron, _) = await WithDoubts(Database.Sqlite);
        await using var own = patron;
        await Answer(patron, "1", Verdict.Same);
        await Answer(patron, "2", Verdict.Same);
        await Answer(patron, "3", Verdict.Never);
        var models = patron.Get<ModelStore>();
        var second = await patron.Get<Matcher>().Learn(CustomerKind.Person, Grace, (_, _, _) => { }, Ct);
        Assert.Equal(2, second);
        var (old, fresh) = ((await models.InUse(CustomerKind.Person, Ct))!, (await models.Find(CustomerKind.Person, 2, Ct))!);
        Assert.Equal((1, 3), (old.Row.Version, fresh.Row.Answers));

        // Two pairs of equal names were called one: equal names have become more usual among records of one person.
        double Exact(ModelVersion version) => version.Model.Bare.Fields[0].Levels[0].M;
        Assert.InRange(Exact(fresh), Exact(old) + .001, 1);
        var compared = Training.Read(fresh.Row.Comparison)!;
        Assert.Equal((1, 2, 2, 1, 1), (compared.With, compared.SameBefore.All, compared.SameAfter.All, compared.NeverBefore.All, compared.NeverAfter.All));

        await models.Use(CustomerKind.Person, 2, Grace, Ct);
        Assert.Equal(2, (await MatchingTests.Match(patron)).Version);
        await models.Use(CustomerKind.Person, 1, Grace, Ct);
        Assert.Equal(1, (await MatchingTests.Match(patron)).Version);
        Assert.IsType<NoSuchModel>((await models.Use(CustomerKind.Person, 9, Grace, Ct)).Refusal);
        Assert.Equal(1, await patron.Count("identity_models", "in_use and kind = 1"));
        Assert.Equal(2, await patron.Count("kernel_change_sets", "kind = 'match-model'"));
    }

    /// <summary>Whoever matches newcomers has seen the merge and comes to its records when it is undone already.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_question_that_is_open_again_stays_though_a_run_saw_the_two_as_one(Database kind)
    {
        var (patron, _) = await WithDoubts(kind);
        await using var own = patron;
        var (question, matcher, model) = ((await Pair(patron, "1")).Id, patron.Get<Matcher>(), (await patron.Get<ModelStore>().InUse(CustomerKind.Person, Ct))!);
        await Answer(patron, "1", Verdict.Same);
        long[] joined = [await patron.CustomerOf("1")];
        var records = (await matcher.ReadOf(model.Model.Layout, joined, Ct)).Records.ToHashSet();
        Assert.Equal(2, records.Count);

        Assert.Null((await patron.Get<Reviews>().UndoLast(Grace, Ct)).Refusal);
        await matcher.Match(await matcher.ReadOf(model.Model.Layout, joined, Ct), model, records, Ct);

        Assert.Equal(question, (await Pair(patron, "1")).Id);
        Assert.Equal(["1-7", "2-8", "3-9"], (await Waiting(patron)).Order(StringComparer.Ordinal));
    }
}
