using System.Net;
using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Consents.KeepPolicy;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Interactions;
using Patron.Kernel.Texts;
using Patron.Portal.ShowData;

namespace Patron.Tests.Portal;

/// <summary>What customers read of the data about them has a name in their language, table by table and field by field.</summary>
public sealed class HeldWordsTests
{
    [Fact]
    public async Task Every_kind_and_every_field_that_is_shown_has_a_name_in_four_languages_and_so_has_what_is_erased()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await using var db = await app.Db();
        var (held, nameless) = (new HeldData(app.Get<IDbContextFactory<PatronDb>>(), app.Get<CustomerRowMover>()), new List<string>());
        var tables = held.Tables.ToList();
        // A queue and what is reckoned say nothing that is not said elsewhere.
        Assert.Equal(["messaging_queue"], tables.Where(t => HeldWords.GroupOf(t) is null && !t.StartsWith("identity_links", StringComparison.Ordinal)));
        foreach (var text in Language.All.Select(app.Get<Texts>().For))
        {
            nameless.AddRange(app.Get<CustomerRowMover>().Owners.SelectMany(o => o.Tables).Where(table => text.Get("customers.erase.table", new { table }) == table).Select(table => $"{text.Language.Tag} {table} erased"));
            foreach (var table in tables.Where(t => HeldWords.GroupOf(t) is not null))
            {
                if (text.Get("portal.held.kind", new { table, name = table }) == table) nameless.Add($"{text.Language.Tag} {table}");
                foreach (var column in HeldData.Shown(db.Model.GetEntityTypes().Single(e => e.GetTableName() == table)))
                    if (HeldWords.Field(column, text) == column.Replace('_', ' ')) nameless.Add($"{text.Language.Tag} {table}.{column}");
            }
        }
        Assert.Equal([], nameless.Distinct());
        Assert.All(HeldWords.Groups, g => Assert.NotEmpty(app.Get<Texts>().For(Language.English).Get("portal.held.group", new { group = g })));
    }

    [Fact]
    public async Task Every_word_of_a_list_of_ours_is_said_in_the_readers_language()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await using var db = await app.Db();
        var (held, silent) = (new HeldData(app.Get<IDbContextFactory<PatronDb>>(), app.Get<CustomerRowMover>()), new List<string>());
        var texts = Language.All.Select(app.Get<Texts>().For).ToList();
        foreach (var entity in held.Tables.Where(t => HeldWords.GroupOf(t) is not null).Select(t => db.Model.GetEntityTypes().Single(e => e.GetTableName() == t)))
        {
            foreach (var property in entity.GetProperties().Where(p => HeldData.Shown(entity).Contains(p.GetColumnName())))
            {
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (!type.IsEnum) continue;
                if (!HeldWords.IsCoded(property.GetColumnName())) silent.Add($"{entity.GetTableName()}.{property.GetColumnName()}");
                silent.AddRange(from text in texts from word in Enum.GetNames(type) where HeldWords.Word(word, "?", text) == "?" select $"{text.Language.Tag} {type.Name} {word}");
            }
        }
        string[] written = [.. Constants(typeof(EventKinds)).Except([EventKinds.Responded, EventKinds.Enquired]), .. ContactChannels.All, .. Constants(typeof(InteractionKinds)), .. InteractionKinds.Contacts, ConsentColumn.Purpose, ContactSettings.NightPurpose];
        silent.AddRange(from text in texts from word in written where HeldWords.Word(word, "?", text) == "?" select $"{text.Language.Tag} {word}");
        Assert.Equal("", string.Join(", ", silent.Distinct()));

        static IEnumerable<string> Constants(Type type) => type.GetFields().Where(f => f.IsLiteral && f.FieldType == typeof(string)).Select(f => (string)f.GetRawConstantValue()!);
    }

    [Theory]
    [InlineData("channel", "email", "이메일")]
    [InlineData("state", "HandedOff", "발송 중")]
    [InlineData("country", "NL", "네덜란드")]
    [InlineData("language", "nl", "네덜란드어")]
    [InlineData("given", "yes", "예")]
    [InlineData("name", "email", "email")]
    [InlineData("state", "a word of somebody else", "a word of somebody else")]
    [InlineData("consents", "[{\"Purpose\":\"marketing\",\"Channel\":\"email\",\"Given\":true}]", "목적: 광고; 채널: 이메일; 동의: 예")]
    public async Task A_customer_in_Korea_reads_Korean(string field, string value, string shown)
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        Assert.Equal(shown, HeldWords.Shown(field, value, app.Get<Texts>().For(Language.Find("ko")!)));
    }

    [Theory]
    [InlineData("amount", "12500000", "12.5")]
    [InlineData("amount", "-1", "-0.000001")]
    [InlineData("city", "12500000", "12500000")]
    [InlineData("custom", "{\"children\":\"3\",\"hobbies\":[\"chess\",\"go\"],\"none\":null}", "children: 3; hobbies: chess, go")]
    [InlineData("payload", "{not json", "{not json")]
    public async Task Amounts_and_records_are_shown_as_people_read_them(string field, string value, string shown)
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        Assert.Equal(shown, HeldWords.Shown(field, value, app.Get<Texts>().For(Language.English)));
    }

    [Fact]
    public async Task The_file_to_read_holds_every_row_and_runs_nothing()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var text = app.Get<Texts>().For(Language.Find("ko")!);
        var paper = HeldPaper.Write([new("customers", ["name", "given"], [["<script>alert(1)</script>", "yes"], [null, "no"]])], ("Häuser & 상점", TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul")), app.Clock.Now, text);
        Assert.Contains("lang=\"ko\"", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", paper, StringComparison.Ordinal);
        Assert.Equal(2, paper.Split("<tr><td>").Length - 1);
        Assert.Contains("<script>alert(1)</script>", WebUtility.HtmlDecode(paper), StringComparison.Ordinal);
        Assert.Contains("Häuser & 상점", WebUtility.HtmlDecode(paper), StringComparison.Ordinal);
        // Made at 9:30 in UTC.
        Assert.Contains("2026-03-02 18:30", paper, StringComparison.Ordinal);
        Assert.Contains("Asia/Seoul", paper, StringComparison.Ordinal);
    }
}
