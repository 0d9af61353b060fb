using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Households.KeepHouseholds;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.TakeRecords;
using Patron.Imports;
using Patron.Imports.Contracts;
using Patron.Imports.WatchFolders;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.Quality;
using Patron.Quality.SetLimits;
using Patron.Tests.Purchases;

namespace Patron.Tests.Exporting;

/// <summary>A small organisation that holds whatever is hard to write into a file and to read again.</summary>
internal static class HardCompany
{
    public static async Task Fill(PatronServices app)
    {
        await using (var db = await app.Db())
        {
            await db.Write(SettingsKeys.Organisation, new Organisation("Häuser & 한국 \"GmbH\", Ltd", "KRW", "Asia/Seoul", 120, 50, "KR"), default);
            await db.Write(SettingsKeys.SpecialPurpose, "marketing", default);
            await db.SaveChangesAsync();
        }
        var shop = await Source(app, "Shop", s => s with { CancellationPrefix = "C", Currency = "KWD", TimeZone = "Asia/Kuwait", Country = "KW" });
        var cards = await Source(app, "=Karten, 카드", s => s with { Letter = "卡" });
        await using (var db = await app.Db())
        {
            await db.Write(Choosing.Key, new SurvivorshipRules([cards.Id.Value, shop.Id.Value], new Dictionary<string, IReadOnlyList<Criterion>> { ["phone"] = [Criterion.Source], ["email"] = [Criterion.Source, Criterion.Oldest] })
            {
                Own = new Dictionary<string, IReadOnlyList<long>> { ["phone"] = [shop.Id.Value, cards.Id.Value] },
            }, default);
            await db.SaveChangesAsync();
        }
        var boss = (await app.Get<IUserAccounts>().Add(new("boss@example.com", "The =boss", Roles.Administrator, "correct horse battery"), null, default)).Value!.Id;
        await app.Take<IncomingColleague>([new(2, "1", "Mina Kim", "mina@example.com", "The =boss", "서울"), new(3, null, "Nameless", null, "1", null)]);
        await Products(app);
        await People(app, shop, cards);
        await Purchases(app, shop, cards);
        await ByHand(app, shop, boss);
        await Decided(app, shop, cards, boss);
        await SaidOfOthers(app, shop, cards, boss);
        await Settled(app, shop, boss);
    }

    /// <summary>Relations and households as people put them, and a proof of an erasure.</summary>
    private static async Task SaidOfOthers(PatronServices app, SourceInfo shop, SourceInfo cards, UserId boss)
    {
        var (rusty, mina, wang, mother, daughter, gone) = (await Customer(app, shop, "007"), await Customer(app, shop, "7"), await Customer(app, shop, "'apostrophe"), await Customer(app, shop, "org"), await Customer(app, shop, "org2"), await Customer(app, cards, "K3"));
        var (relations, households) = (app.Get<RelationDeeds>(), app.Get<HouseholdDeeds>());
        Assert.Null((await relations.Set(mina, mother, RelationKind.ContactAt, "=Chief, \"buying\"", boss, default)).Refusal);
        Assert.Null((await relations.Set(rusty, mina, RelationKind.Family, "sister", boss, default)).Refusal);
        Assert.Null((await relations.Set(wang, mother, RelationKind.ContactAt, null, boss, default, BuyingRole.Gatekeeper)).Refusal);
        var forms = app.Get<FormDeeds>();
        Assert.Null((await forms.Set(mina, new("=Gold; \"best\"", "Premium", "visit", boss, null, new(2024, 2, 29)), boss, default)).Refusal);
        Assert.Null((await forms.Add(mother, new(AgreementKind.Contract, "Frame\ncontract", "'1", new(2025, 1, 1), new(2027, 12, 31), "-x"), boss, default)).Refusal);
        Assert.Null((await forms.Add(mina, new(AgreementKind.Membership, "Club", null, null, null, null), null, default)).Refusal);
        Assert.Null((await relations.Remove(daughter, mother, RelationKind.DaughterOf, null, default)).Refusal);
        var home = (await households.Begin(rusty, boss, default)).Value!.Household;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await households.Add(home, mina, boss, default)).Refusal);
        Assert.Null((await households.Name(home, "'At O'Neil's", null, default)).Refusal);
        var other = (await households.Begin(wang, null, default)).Value!.Household;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await households.Refuse(other, boss, default)).Refusal);
        Assert.NotNull(await app.Get<IErasures>().Run(gone, ErasureReason.Ordered, boss, default));
    }

    /// <summary>Templates, folders, limits, models, and settings of rooms.</summary>
    private static async Task Settled(PatronServices app, SourceInfo shop, UserId boss)
    {
        await using (var db = await app.Db())
        {
            db.Add(new ImportTemplate { SourceId = shop.Id, Kind = "customers", Settings = """{"Encoding":"Big5","Columns":[{"Name":"=Na,me \"x\"","Field":"name"}],"Template":"'Shop"}""" });
            db.Add(new LearntModel { Kind = CustomerKind.Person, Version = 1, At = app.Clock.Now, Records = 7, Answers = 2, Model = """{"weights":[1e-7,"NaN"]}""", InUse = true, SwitchedAt = app.Clock.Now, SwitchedBy = boss });
            db.Add(new LearntModel { Kind = CustomerKind.Person, Version = 2, At = app.Clock.Now, By = boss, Records = 9, Answers = 2, Model = "{}", Comparison = "{\"same\":[]}" });
            await new MatchSettings(.97, .55).Write(db, default);
            await db.Write(QualitySettings.Key, new QualitySettings(90), default);
            await db.Write(KeptTime.Key, new KeptTime(7), default);
            var folder = new WatchedFolder { JobId = app.Get<IdMaker>().Next<JobId>(), Path = "/srv/in, \"out\"", SourceId = shop.Id, Kind = "customers", Limits = """{"Rejected":0.01,"Updates":0.5}""", Seen = "{}", CreatedAt = app.Clock.Now, CreatedBy = boss };
            db.Add(WatchedFolders.Schedule(folder, app.Clock.Now));
            db.Add(folder);
            await db.SaveChangesAsync();
        }
        var limits = new Limits(app.Get<IDbContextFactory<PatronDb>>(), app.Get<IdMaker>(), app.Clock);
        await limits.Set(shop.Id, "customers", "email", new Dictionary<Flaw, long?> { [Flaw.Missing] = 50_000, [Flaw.Duplicate] = 0 }, boss, default);
    }

    private static async Task Decided(PatronServices app, SourceInfo shop, SourceInfo cards, UserId boss)
    {
        var ids = new Dictionary<string, SourceRecordId>();
        await using (var session = await app.Session())
        {
            foreach (var (id, claim) in await session.Find(ClaimScopes.Record(shop.Id), ["=1+1", "'apostrophe"], default)) ids[id] = new(claim.Id);
            foreach (var (id, claim) in await session.Find(ClaimScopes.Record(cards.Id), ["K1"], default)) ids[id] = new(claim.Id);
        }
        await app.Get<IDecisions>().Decide([new(ids["=1+1"], ids["'apostrophe"], Verdict.Never)], boss, default);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<IDecisions>().Decide([new(ids["K1"], ids["=1+1"], Verdict.Later, 0.75, new FieldEvidence("email", "other", -2.5))], null, default);
    }

    public static async Task<SourceInfo> Source(PatronServices app, string name, Func<SourceInfo, SourceInfo> as_) =>
        (await app.Get<ISources>().Change(as_((await app.Get<ISources>().FindOrMake(name, demo: false, default)).Value!), null, default)).Value!;

    public static IncomingRecord Person(string id, string? name, string? email = null, string? phone = null) => new(
        2, id, null, null, name, null, null, null, email, phone, null, null, null, null, null, null, null, null, null, null, null, null, []);

    private static Task<List<RowFate>> Products(PatronServices app) => app.Take<IncomingProduct>(
    [
        new(2, "0001", "=SUM(A1:A9)", "Lampen,\"rot\"", 2_550_000, 1), new(3, "1", "'quoted", null, null, null), new(4, "-7", "다기 세트\nzwei Zeilen", "茶具", 0, null), new(5, "@x", null, null, 999_999_999_999_999, null),
    ]);

    private static async Task People(PatronServices app, SourceInfo shop, SourceInfo cards)
    {
        await app.Take(
        [
            Person("007", "O'Neil \"Rusty\", Jr.\r\nc/o Mum", "rusty@example.com") with
            {
                Title = "'Sir", Street = "-1 =Main", City = "+Paris", Region = "@home", Postal = "00123", Country = "GB", Birth = new(1984, 2, 29), Sex = Sex.Other, Language = "en-GB", TimeZone = "Europe/London",
                Acquired = " \t kept blanks ", Since = new(2009, 12, 31),
                Custom = new Dictionary<string, string>
                {
                    ["children"] = "3", ["youngest_child"] = "2011-01-01", ["marital_status"] = "married", ["religion"] = "none, really", ["Größe, \"cm\""] = "'180", ["=field"] = "=1+1", ["zero"] = "007",
                },
                Consents = [new("marketing", "email", true, Taking.At("2010-01-01T10:00:00.123456Z")), new("marketing", "phone", false, null)],
            },
            Person("7", "김민아 👩‍👩‍👧", "mina.k@example.com", "+82 2 312 3456"),
            Person("'apostrophe", "王小明", null, "020 7946 0321") with { Kind = CustomerKind.Person, Company = "大山有限公司", Relations = [new(RelationKind.ContactAt, "大山有限公司"), new(RelationKind.Owner, "mina@example.com")] },
            Person("=1+1", null, "formula@example.com") with { Company = "" },
            Person("org", null) with { Company = "大山有限公司", Kind = CustomerKind.Organisation, Relations = [new(RelationKind.DaughterOf, "Nobody knows, yet")] },
        ], source: shop);
        app.Clock.Advance(TimeSpan.FromHours(5));
        await app.Take([Person("007", "O'Neil \"Rusty\", Jr.\r\nc/o Mum") with { City = "Bath", Consents = [new("marketing", "email", false, Taking.At("2011-01-01T10:00:00Z"))] }], source: shop);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Take([Person("K1", "Mina Kim", "MINA.K@example.com"), Person("K2", "Rusty O'Neil", "rusty@example.com"), Person("K3", "To the bin", "bin@example.com")], source: cards);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Take([Person("org2", null) with { Company = "Tochter", Kind = CustomerKind.Organisation, Relations = [new(RelationKind.DaughterOf, "org"), new(RelationKind.Owner, "Somebody else")] }], source: shop);
    }

    private static async Task Purchases(PatronServices app, SourceInfo shop, SourceInfo cards)
    {
        var at = Taking.At("2011-06-30T23:59:59.999999Z");
        await app.Take<IncomingOrder>([new(2, "H1", "only-named", at, 1_234_567, null, "KW", "=web"), new(3, "'H2", null, at, null, "KRW", null, null)], source: shop);
        await app.Take<IncomingLine>(
        [
            new(2, "0001", null, "0001", null, null, 2_000_000, 1_250, 100_000, at, "007", "KWD", "GB", "web"), new(3, "0001", null, "0001", null, null, 2_000_000, 1_250, 100_000, at, "007", "KWD", null, null),
            new(4, "0001", "1", "1", null, null, 500_000, 3_000_000, 0, at - 1, "007", "KWD", null, null), new(5, "C0001", null, "0001", null, null, -1_000_000, 1_250, 0, at + 5, "007", "KWD", null, null),
            new(6, "W1", "001", "new,product", "New \"product\"", "茶具", 3_000_000, 5_000_000_000, 0, at, "7", "KRW", "KR", null), new(7, "W2", null, "@x", null, null, 1, 1, 333_333, at, null, "KRW", null, null),
            new(8, "H1", "x", "-7", null, null, 1_000_000, 1_000_000, 0, at + 60_000_000, "only-named", null, null, null),
        ], source: shop);
        await app.Take<IncomingLine>([new(2, "0001", null, "0001", null, null, 1_000_000, 10_000_000_000, 0, at, "K1", null, null, "counter")], source: cards);
        await app.Take<IncomingHolding>(
        [
            new(2, "DE-1", "7", "deposit", new(2019, 4, 1), new(2020, 1, 1), -12_500_000_000, 1, 333_333, "KWD"), new(3, "=2", "never-seen", "=loan", null, null, null, null, null, null),
        ], source: shop);
        await app.Take<IncomingInteraction>(
        [
            new(2, "T-1", "7", at, "call", "phone", "in", "Lieferung, \"spät\"", "Zeile 1\r\nZeile 2\n\n=ende", "'solved"), new(3, "said:00", "007", at, "note", null, null, null, null, null), new(4, "T-3", "K9", at, "mail", "", "out", "", "-", null),
        ], source: shop);
    }

    private static async Task ByHand(PatronServices app, SourceInfo shop, UserId boss)
    {
        var (rusty, mina, binned) = (await Customer(app, shop, "007"), await Customer(app, shop, "7"), await Customer(app, shop, "=1+1"));
        var hands = app.Get<IHandValues>();
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null((await hands.Set([new(rusty, "city", false, "Bath <b>"), new(rusty, "children", true, "4"), new(rusty, "phone", false, "")], boss, default)).Refusal);
        Assert.Null((await hands.Set([new(mina, "name", false, "김 미나"), new(mina, "family", false, "김")], boss, default)).Refusal);
        Assert.Null((await hands.Add([new(default, "name", false, "Entered Here"), new(default, "lifestyle", true, "=SUM(1)")], boss, default)).Refusal);
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null((await app.Get<INotes>().Add(mina, "'Called, said \"later\"\n=1+1\n고객", boss, default)).Refusal);
        Assert.Null((await app.Get<INotes>().Add(binned, "goes to the bin", boss, default)).Refusal);
        await using var session = await app.Session();
        await app.Get<IBin>().Delete(session, new(session.Db, new() { Id = app.Get<IdMaker>().Next<ChangeSetId>(), At = app.Clock.Now, By = boss, Kind = "customer.delete" }), [binned], default);
        await session.Db.SaveChangesAsync();
        await session.Commit(default);
    }

    public static async Task<CustomerId> Customer(PatronServices app, SourceInfo source, string id)
    {
        await using var session = await app.Session();
        return new((await session.Find(ClaimScopes.Record(source.Id), [id], default))[id].Customer);
    }
}
