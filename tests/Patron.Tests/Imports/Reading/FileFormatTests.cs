using System.IO.Compression;
using System.Text;
using Patron.Imports.Reading;

namespace Patron.Tests.Imports.Reading;

public class FileFormatTests
{
    private const string Chinese = "客户编号,姓名,电话,地址\n1001,王秀英,13800138000,北京市朝阳区建国路8号\n1002,李强,13900139000,上海市浦东新区世纪大道100号\n1003,张伟,13700137000,广州市天河区中山路5号\n";
    private const string Taiwanese = "客戶編號,姓名,電話,地址\n1001,陳雅婷,0912345678,台北市信義區忠孝東路5段8號\n1002,林志明,0922345678,高雄市中正路100號\n1003,黃淑芬,0933345678,台中市西區民權路12號\n";
    private const string Korean = "고객번호,이름,전화번호,주소\n1001,김서연,010-1234-5678,서울특별시 강남구 테헤란로 152\n1002,이민준,010-2345-6789,부산광역시 해운대구 우동 1408\n1003,박지우,010-3456-7890,대구광역시 수성구 범어동\n";
    private const string Japanese = "会員番号,氏名,住所\n1001,山田太郎,東京都千代田区丸の内\n1002,鈴木さくら,大阪府大阪市北区のマンション\n";
    private const string German = "Kundennr;Name;Ort;Umsatz\n1;Jürgen Müller;Köln;1.234,50\n2;Anja Groß;Düsseldorf;99,00\n3;Jörg Weiß;München;5,25\n";

    private const string Czech = "číslo,jméno,město\n1,Jiří Dvořák,Plzeň\n2,Růžena Žáčková,Ústí nad Labem\n3,Tomáš Ďuriš,Košice\n";
    private const string Polish = "nr,nazwisko,miasto\n1,Stanisław Wójcik,Łódź\n2,Małgorzata Dąbrowska,Gdańsk\n3,Zbigniew Żółty,Poznań\n";
    private const string Hungarian = "szám,név,város\n1,Gergő Szőke,Győr\n2,Tünde Fűzfa,Székesfehérvár\n3,Örs Kőrösi,Gödöllő\n";
    private const string Turkish = "no,ad,şehir\n1,Işıl Yıldırım,İstanbul\n2,Çağrı Öztürk,Muğla\n3,Gülşen Şahin,Eskişehir\n";
    private const string Greek = "αριθμός,όνομα,πόλη\n1,Γεώργιος Παπαδόπουλος,Αθήνα\n2,Ελένη Καραγιάννη,Θεσσαλονίκη\n3,Νίκος Οικονόμου,Πάτρα\n";
    private const string Russian = "номер,имя,город\n1,Иван Кузнецов,Москва\n2,Наталья Соколова,Санкт-Петербург\n3,Сергей Морозов,Новосибирск\n";
    private const string French = "numéro,nom,ville\n1,Hélène Lefèvre,Orléans\n2,François Bérenger,Besançon\n3,Agnès Forêt,Nîmes\n";
    private const string Spanish = "número,nombre,ciudad\n1,José Muñoz,Málaga\n2,Begoña Ibáñez,Cádiz\n3,Íñigo Martín,León\n";
    private const string Nordic = "nr,navn,by\n1,Søren Kjær,Århus\n2,Åse Bjørnstad,Tromsø\n3,Göran Sjöström,Malmö\n";

    [Theory]
    [InlineData(Chinese, "gb18030", "gb18030")]
    [InlineData(Taiwanese, "big5", "big5")]
    [InlineData(Korean, "cp949", "ks_c_5601-1987")]
    [InlineData(Japanese, "shift_jis", "shift_jis")]
    [InlineData(German, "windows-1252", "windows-1252")]
    [InlineData(Czech, "windows-1250", "windows-1250")]
    [InlineData(Polish, "windows-1250", "windows-1250")]
    [InlineData(Hungarian, "windows-1250", "windows-1250")]
    [InlineData(Turkish, "windows-1254", "windows-1254")]
    [InlineData(Greek, "windows-1253", "windows-1253")]
    [InlineData(Russian, "windows-1251", "windows-1251")]
    [InlineData(French, "windows-1252", "windows-1252")]
    [InlineData(Spanish, "windows-1252", "windows-1252")]
    [InlineData(Nordic, "windows-1252", "windows-1252")]
    [InlineData(Chinese, "utf-8", "utf-8")]
    [InlineData(Korean, "utf-16", "utf-16")]
    [InlineData(German, "utf-16BE", "utf-16BE")]
    public void The_encoding_is_found_without_a_mark_and_the_text_read_as_it_was_written(string text, string written, string found)
    {
        using var stream = Samples.Stream(text, written);
        var (format, header, rows, problems) = Samples.ReadAll(stream);
        Assert.Equal(found, format.EncodingName);
        Assert.True(format.HasHeader);
        Assert.Equal(text.Split('\n')[0].Split(format.Delimiter), header);
        Assert.Equal(text.Split('\n')[1].Split(format.Delimiter), rows[0]);
        Assert.Empty(problems);
        Assert.Contains(format.Reasons, r => r.Key.StartsWith("imports.detected.encoding", StringComparison.Ordinal));
    }

    [Theory, InlineData(Korean), InlineData(German), InlineData(Russian), InlineData("id,name\n3,김\n4,이\n")]
    public void A_line_that_is_damaged_does_not_turn_the_others_into_another_encoding(string text)
    {
        var guess = EncodingDetection.Detect([.. Encoding.UTF8.GetBytes(text), .. "9,"u8, 0xFF, 0xFE, 0xC3, .. ",Hull\n"u8]);
        Assert.Equal(("utf-8", "imports.detected.encoding.utf8_damaged"), (guess.Name, guess.Why.Key));
        Assert.Empty(guess.Rivals);
    }

    [Theory, InlineData("1,МАРИЯ\n2,ОЛЬГА\n", "windows-1251"), InlineData("1,ΜΑΡΙΑ\n2,ΕΛΕΝΗ\n", "windows-1253")]
    public void Capitals_that_are_Greek_as_well_as_Cyrillic_are_asked_about(string text, string written)
    {
        var guess = EncodingDetection.Detect(TextEncodings.Find(written)!.GetBytes(text));
        Assert.Equal(["windows-1251", "windows-1253"], guess.Rivals.Append(guess.Name).Where(name => name is "windows-1251" or "windows-1253").Order());
    }

    [Fact]
    public void A_byte_order_mark_decides_and_is_no_part_of_the_first_name()
    {
        foreach (var (encoding, name) in new (Encoding, string)[] { (new UTF8Encoding(true), "utf-8"), (Encoding.Unicode, "utf-16"), (Encoding.BigEndianUnicode, "utf-16BE"), (Encoding.UTF32, "utf-32") })
        {
            using var stream = new MemoryStream(Samples.WithMark(Korean, encoding));
            var (format, header, rows, _) = Samples.ReadAll(stream);
            Assert.Equal(name, format.EncodingName);
            Assert.Equal("고객번호", header[0]);
            Assert.Equal(3, rows.Count);
        }
    }

    [Fact]
    public void Semicolons_win_over_decimal_commas()
    {
        var format = Samples.Detect(German);
        Assert.Equal(';', format.Delimiter);
        Assert.Equal("semicolon", format.Reasons.Single(r => r.Key == "imports.detected.delimiter").Arguments["delimiter"]);
        var numbers = Samples.Detect("1;2,5\n2;3,5\n3;4,5\n");
        Assert.Equal(';', numbers.Delimiter);
        Assert.False(numbers.HasHeader);
    }

    [Theory]
    [InlineData("a|b\n1|2\n", '|')]
    [InlineData("a\tb\n1\t2\n", '\t')]
    [InlineData("id,note\n1,\"x;y;z\"\n2,\"x;y;z\"\n", ',')]
    [InlineData("sep=;\na;b\n1,5;2\n", ';')]
    public void The_delimiter_is_the_one_that_divides_rows_evenly_outside_quotes(string text, char delimiter) =>
        Assert.Equal(delimiter, Samples.Detect(text).Delimiter);

    [Fact]
    public void Excels_own_line_about_the_delimiter_is_no_row()
    {
        using var stream = Samples.Stream("sep=;\r\nname;qty\r\nx;1\r\n");
        var (format, header, rows, _) = Samples.ReadAll(stream);
        Assert.Equal(["name", "qty"], header);
        Assert.Equal(["x", "1"], Assert.Single(rows));
        Assert.Equal(LineEnd.CarriageReturnLineFeed, format.LineEnd);
    }

    [Fact]
    public void Gzip_is_known_by_its_bytes_whatever_the_name_even_when_the_sample_cuts_it()
    {
        var text = new StringBuilder("InvoiceNo,Quantity,InvoiceDate\n");
        var random = new Random(7);
        for (var i = 0; i < 300_000; i++)
        {
            text.Append(random.Next()).Append(',').Append(random.Next(9)).Append(",2011-01-0").Append(1 + i % 9).Append('\n');
        }

        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }

        Assert.True(packed.Length > 2 * FileFormat.SampleSize);
        packed.Position = 0;
        var (format, header, rows, problems) = Samples.ReadAll(packed);
        Assert.True(format.Compressed);
        Assert.Equal(["InvoiceNo", "Quantity", "InvoiceDate"], header);
        Assert.Equal(300_000, rows.Count);
        Assert.Empty(problems);
    }

    [Fact]
    public void What_a_person_says_counts_more_than_what_is_found()
    {
        var wishes = FormatWishes.Parse("latin1", ";", false).Value!;
        using var stream = Samples.Stream("a,b;c\n1,2;3\n");
        var format = FileFormat.Detect(stream, wishes).Value!;
        Assert.Equal(("iso-8859-1", ';', false), (format.EncodingName, format.Delimiter, format.HasHeader));
        Assert.Contains(format.Reasons, r => r.Key == "imports.detected.encoding.chosen");
        Assert.Equal('\t', FormatWishes.Parse(null, "tab", null).Value!.Delimiter);
        Assert.Equal("imports.problem.encoding_unknown", FormatWishes.Parse("klingon", null, null).Problem!.Key);
        Assert.Equal("imports.problem.delimiter_unknown", FormatWishes.Parse(null, "ab", null).Problem!.Key);
    }

    [Fact]
    public void Empty_files_header_only_files_and_single_columns_are_files()
    {
        Assert.True(Samples.Detect("").Empty);
        Assert.True(Samples.Detect("\r\n\r\n").Empty);
        var headerOnly = Samples.Detect("InvoiceNo,StockCode,Quantity\n");
        Assert.True(headerOnly.HasHeader);
        using var stream = Samples.Stream("email\na@example.org\nb@example.org\n");
        var (format, header, rows, _) = Samples.ReadAll(stream);
        Assert.Equal(["email"], header);
        Assert.Equal(2, rows.Count);
        Assert.Contains(format.Reasons, r => r.Key == "imports.detected.delimiter.one_column");
    }

    [Fact]
    public void Spreadsheets_and_pictures_are_refused_by_name()
    {
        Assert.Equal("imports.problem.spreadsheet", FileFormat.Detect(new MemoryStream([0x50, 0x4B, 3, 4, 0, 0, 9])).Problem!.Key);
        Assert.Equal("imports.problem.not_text", FileFormat.Detect(new MemoryStream([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1, 0, 0, 2, 2, 1])).Problem!.Key);
        Assert.Equal("imports.problem.gzip_broken", FileFormat.Detect(new MemoryStream([0x1F, 0x8B, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])).Problem!.Key);
    }

    [Fact]
    public void Detection_leaves_the_stream_where_it_was()
    {
        using var stream = Samples.Stream(German);
        FileFormat.Detect(stream);
        Assert.Equal(0, stream.Position);
    }
}
