using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MatchRecords;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Review;

public sealed class MatchingTests
{
    internal static async Task<MatchedKind> Match(PatronServices patron, bool learn = false) =>
        (await patron.Get<Matcher>().Run(learn, null, (_, _, _) => { }, Ct)).Single(k => k.Kind == CustomerKind.Person);

    private static async Task<string> Waiting(PatronServices patron)
    {
        var pairs = new List<string>();
        await using var session = await patron.Session();
        await using var command = session.Command("select a.external_id, b.external_id from identity_review_pairs p join identity_source_records a on a.id = p.first_record join identity_source_records b on b.id = p.second_record where p.answer is null and p.probability >= 600000");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct)) pairs.Add($"{reader.GetString(0)}-{reader.GetString(1)}");
        return string.Join(' ', pairs.Order(StringComparer.Ordinal));
    }

    /// <summary>A5 (b): 321 郭倉義教授 and 543 郭倉義先生 with nothing but the name.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Two_of_one_name_alone_are_not_joined_but_asked_about(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("客服系統", Row("321", "郭倉義教授"));
        await patron.Send("訂單系統", Row("543", "郭倉義先生"));
        var matched = await Match(patron);
        Assert.Equal((0, 1), (matched.Joined, matched.Waiting));
        Assert.Equal("客服系統:321 訂單系統:543", await patron.Customers());
        Assert.Equal("321-543", await Waiting(patron));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_is_certain_is_joined_what_is_not_stays_apart_and_a_second_run_changes_nothing(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop",
            Row("1", "Margaret Ashworth", "m.ashworth@post.example", street: "14 Sandpiper Close", city: "Whitby") with { Birth = new(1961, 4, 17), Postal = "YO21 3XX" },
            Row("2", "Oliver Tremlett", "oliver@tremlett.example", street: "3 Mill Lane", city: "Ludlow"),
            Row("3", "Hannah Quillfeather", street: "9 Orchard Rise", city: "Totnes"));
        await patron.Send("Cards",
            Row("7", "Margaret Ashworth", "maggie@ashworth.example", street: "14 Sandpiper Cl", city: "Whitby") with { Birth = new(1961, 4, 17), Postal = "YO21 3XX" },
            Row("8", "Piotr Zawadzki", "piotr@z.example", street: "3 Mill Lane", city: "Ludlow"));
        Assert.Equal(1, (await Match(patron)).Joined);
        Assert.Equal("Cards:7+Shop:1 Cards:8 Shop:2 Shop:3", await patron.Customers());
        Assert.Equal("identity.link.model", await patron.Ask("select reason from identity_links"));

        var (sets, before) = (await patron.Count("kernel_change_sets"), await Waiting(patron));
        Assert.Equal(0, (await Match(patron)).Joined);
        Assert.Equal((sets, before), (await patron.Count("kernel_change_sets"), await Waiting(patron)));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whom_a_person_keeps_apart_is_neither_joined_nor_asked_about(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Hannah Quillfeather", street: "9 Orchard Rise", city: "Totnes") with { Birth = new(1980, 1, 2) });
        await patron.Send("Cards", Row("7", "Hannah Quillfeather", street: "9 Orchard Rise", city: "Totnes") with { Birth = new(1980, 1, 2) });
        var (one, other) = (await Record(patron, "1"), await Record(patron, "7"));
        await patron.Get<IDecisions>().Decide([new(one, other, Verdict.Never)], new(1 << 20), Ct);
        Assert.Equal((0, 0), (await Match(patron) is var m ? (m.Joined, m.Waiting) : default));
        Assert.Equal("Cards:7 Shop:1", await patron.Customers());
    }

    [Fact]
    public async Task A_model_is_kept_without_any_text_of_a_record()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Send("Shop", [.. Enumerable.Range(0, 260).Select(i => Row($"{i}", $"{(char)('A' + i % 26)}lix Quillfeather{i % 7}", street: $"{i} Sandpiper Close", city: "Whitby"))]);
        await Match(patron);
        var model = (string)(await patron.Ask("select model from identity_models where in_use"))!;
        foreach (var text in (string[])["quillfeather", "sandpiper", "whitby", "alix"]) Assert.DoesNotContain(text, model, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(260L, await patron.Ask("select records from identity_models where in_use"));
    }

    internal static async Task<SourceRecordId> Record(PatronServices patron, string id) => new((long)(await patron.Ask($"select id from identity_source_records where external_id = '{id}'"))!);
}
