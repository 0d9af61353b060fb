using System.Net;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel.Texts;
using Patron.Portal.ShowData;

namespace Patron.Tests.Portal;

/// <summary>What customers read of the data about them has a name in their language, table by table and field by field.</summary>
public sealed class HeldWordsTests
{
    [Fact]
    public async Task Every_kind_and_every_field_that_is_shown_has_a_name_in_four_languages()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await using var db = await app.Db();
        var (held, nameless) = (new HeldData(app.Get<IDbContextFactory<PatronDb>>(), app.Get<CustomerRowMover>()), new List<string>());
        var tables = held.Tables.ToList();
        // A queue and what is reckoned say nothing that is not said elsewhere.
        Assert.Equal(["messaging_queue"], tables.Where(t => HeldWords.GroupOf(t) is null && !t.StartsWith("identity_links", StringComparison.Ordinal)));
        foreach (var text in Language.All.Select(app.Get<Texts>().For))
        {
            foreach (var table in tables.Where(t => HeldWords.GroupOf(t) is not null))
            {
                if (text.Get("portal.held.kind", new { table, name = table }) == table) nameless.Add($"{text.Language.Tag} {table}");
                foreach (var column in HeldData.Shown(db.Model.GetEntityTypes().Single(e => e.GetTableName() == table)))
                    if (HeldPaper.Field(column, text) == column.Replace('_', ' ')) nameless.Add($"{text.Language.Tag} {table}.{column}");
            }
        }
        Assert.Equal([], nameless.Distinct());
        Assert.All(HeldWords.Groups, g => Assert.NotEmpty(app.Get<Texts>().For(Language.English).Get("portal.held.group", new { group = g })));
    }

    [Theory]
    [InlineData("amount", "12500000", "12.5")]
    [InlineData("amount", "-1", "-0.000001")]
    [InlineData("city", "12500000", "12500000")]
    [InlineData("custom", "{\"children\":\"3\",\"hobbies\":[\"chess\",\"go\"],\"none\":null}", "children: 3; hobbies: chess, go")]
    [InlineData("payload", "{not json", "{not json")]
    public void Amounts_and_records_are_shown_as_people_read_them(string field, string value, string shown) => Assert.Equal(shown, HeldWords.Value(field, value));

    [Fact]
    public async Task The_file_to_read_holds_every_row_and_runs_nothing()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var text = app.Get<Texts>().For(Language.Find("ko")!);
        var paper = HeldPaper.Write([new("customers", ["name", "given"], [["<script>alert(1)</script>", "yes"], [null, "no"]])], "Häuser & 상점", app.Clock.Now, text);
        Assert.Contains("lang=\"ko\"", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", paper, StringComparison.Ordinal);
        Assert.Equal(2, paper.Split("<tr><td>").Length - 1);
        Assert.Contains("<script>alert(1)</script>", WebUtility.HtmlDecode(paper), StringComparison.Ordinal);
        Assert.Contains("Häuser & 상점", WebUtility.HtmlDecode(paper), StringComparison.Ordinal);
    }
}
