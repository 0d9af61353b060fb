using System.Text;
using Patron.Imports;
using Patron.Imports.UnpackFile;

namespace Patron.Tests.Imports;

public sealed class CardTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("patron-cards-").FullName;

    [Fact]
    public void A_card_of_version_2_1_is_read_with_its_quoted_printable_and_its_folds()
    {
        var (header, row) = One("""
            BEGIN:VCARD
            VERSION:2.1
            N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Zo=C3=AB;;Dr.
            FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB=
             M=C3=BCller
            TEL;HOME;VOICE:+49 69 111
            TEL;CELL;PREF:+49 170 222
            ADR;WORK;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:;;Hauptstra=C3=9Fe 1;Frankfurt;Hessen;60311;Germany
            PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD
              /9j/4AAQSkZJRgABAQAAAQABAAD
            BDAY:19810314
            END:VCARD
            """);
        Assert.Equal("Dr.", row[At(header, "title")]);
        Assert.Equal(("Müller", "Zoë"), (row[At(header, "family")], row[At(header, "given")]));
        Assert.Equal(("+49 170 222", "+49 69 111"), (row[At(header, "phone")], row[At(header, "phone 2")]));
        Assert.Equal(("Hauptstraße 1", "60311", "1981-03-14"), (row[At(header, "street")], row[At(header, "postal")], row[At(header, "birth")]));
    }

    [Fact]
    public void A_card_of_version_3_is_read_with_groups_escapes_and_the_preferred_address_first()
    {
        var (header, row) = One("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:urn:uuid:1\r\nFN:Lee\\, Ann\r\nN:Lee;Ann;;;\r\nORG:Acme\\; Sons;Sales\r\n"
            + "EMAIL;TYPE=INTERNET:first@example.org\r\nitem1.EMAIL;TYPE=INTERNET,pref:best@exam\r\n ple.org\r\nitem1.X-ABLabel:other\r\nNOTE:a\\nb\r\nEND:VCARD\r\n");
        Assert.Equal(("urn:uuid:1", "Lee, Ann", "Acme; Sons"), (row[At(header, "id")], row[At(header, "name")], row[At(header, "company")]));
        Assert.Equal(("best@example.org", "first@example.org"), (row[At(header, "email")], row[At(header, "email 2")]));
    }

    [Fact]
    public void A_card_of_version_4_is_read_with_its_preferences_its_kind_and_its_sex()
    {
        var (header, row) = One("BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:王秀英\nEMAIL;PREF=20:b@example.org\nEMAIL;PREF=1;TYPE=\"work:x\":a@example.org\n"
            + "TEL;VALUE=uri;PREF=1:tel:+82-2-312-3456;ext=1\nGENDER:F;woman\nLANG:ko\nEND:VCARD\n");
        Assert.Equal(("organisation", "王秀英", "a@example.org"), (row[At(header, "kind")], row[At(header, "name")], row[At(header, "email")]));
        Assert.Equal(("+82-2-312-3456", "F", "ko"), (row[At(header, "phone")], row[At(header, "sex")], row[At(header, "language")]));
    }

    [Fact]
    public void Cards_stand_on_the_lines_where_they_begin_and_one_that_does_not_end_is_one()
    {
        var lines = Rows(Encoding.UTF8.GetBytes("BEGIN:VCARD\nFN:A\nEND:VCARD\n\nBEGIN:VCARD\nFN:B\nAGENT:\nBEGIN:VCARD\nFN:Inner\nEND:VCARD\nBEGIN:VCARD\nFN:C\n"));
        Assert.Equal([(1, "A"), (5, "B"), (11, "C")], lines.Skip(1).Select((l, i) => (i + 1, l)).Where(l => l.l.Length > 0).Select(l => (l.Item1, l.l.Split(',')[3])));
    }

    [Fact]
    public void Cards_in_an_old_encoding_are_read_by_their_content()
    {
        var korean = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
        var row = Rows(korean.GetBytes("BEGIN:VCARD\nVERSION:2.1\nFN:김서연\nADR:;;서울특별시 강남구 테헤란로;;;;대한민국\nTEL:010-1234-5678\nEND:VCARD\n"))[1];
        Assert.Contains("김서연", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contacts_are_imported_as_customers_and_cards_that_say_nothing_are_rejected_with_their_line()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var cards = app.Write("contacts.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEMAIL:ann@example.org\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Nobody\nEND:VCARD\n"
            + "BEGIN:VCARD\nVERSION:3.0\nUID:7\nFN:Bo Ray\nBDAY:--0415\nEND:VCARD\n");
        var outcome = await app.Import(cards, "customers", source: "Phone");
        Assert.Equal((3, 2, 0, 0, 0, 1), outcome.Counts());
        Assert.StartsWith("6,", File.ReadAllLines(outcome.RejectedFile!)[1], StringComparison.Ordinal);
        Assert.Equal("Bo Ray", await app.Ask("select name from identity_source_records where external_id = '7'"));
        Assert.Equal((3, 0, 0, 2, 0, 1), (await app.Import(cards, "customers", source: "Phone")).Counts());
    }

    [Fact]
    public async Task A_card_of_which_nothing_can_be_used_is_a_row_too_and_is_rejected_and_not_lost()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var outcome = await app.Import(app.Write("notes.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Ann Lee\nEMAIL:ann@example.org\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nNOTE:nobody\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n"), "customers", source: "Phone");
        Assert.Equal((3, 1, 0, 0, 0, 2), outcome.Counts());
        Assert.Equal(["6", "10"], File.ReadAllLines(outcome.RejectedFile!).Skip(1).Select(l => l.Split(',')[0]));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static int At(string[] header, string name) => Array.IndexOf(header, name);

    private (string[] Header, string[] Row) One(string card)
    {
        var path = Made(Encoding.UTF8.GetBytes(card));
        using var stream = File.OpenRead(path);
        using var reader = Patron.Imports.Reading.FileFormat.Plain().Open(stream);
        Assert.True(reader.Read());
        Assert.Null(reader.Problem);
        return ([.. reader.Header], Reading.Samples.Fields(reader));
    }

    private string[] Rows(byte[] cards) => File.ReadAllLines(Made(cards));

    private string Made(byte[] cards)
    {
        var (path, into) = (Path.Combine(folder, "cards.vcf"), Path.Combine(folder, "cards.rows"));
        File.WriteAllBytes(path, cards);
        Assert.True(Unpacking.Needs(path));
        Assert.Null(Unpacking.Unpack(path, into, new(), ImportLimits.Usual, _ => { }, default).Problem);
        return into;
    }
}
