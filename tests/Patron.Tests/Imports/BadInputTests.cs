using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Patron.Imports;
using Patron.Imports.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Kernel;

namespace Patron.Tests.Imports;

/// <summary>The program that all cases of a class share: each has a source of its own, so that none leaves anything for another.</summary>
public sealed class PlanningProgram : IAsyncLifetime
{
    /// <summary>What a packed file may hold in these tests.</summary>
    internal const long Unpacked = 4 << 20;

    internal PatronServices App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await PatronServices.Start(Database.Sqlite, s => s.AddSingleton(new ImportLimits(Unpacked: Unpacked)));

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}

/// <summary>Every kind of bad file, from its bytes to what the check reports, what the import then does, and what the file of rejected rows holds of both.</summary>
public sealed class BadInputTests(PlanningProgram program) : IClassFixture<PlanningProgram>
{
    private const string Head = "id,name,email\n";

    /// <param name="Taken">Rows that would be created.</param>
    /// <param name="Rejected">What the line of each rejected row holds, in order.</param>
    private sealed record Case(byte[] Bytes, int Taken, params string[] Rejected)
    {
        public string Kind { get; init; } = "customers";

        /// <summary>Part of the sentence, when the file as a whole is refused.</summary>
        public string? Refused { get; init; }

        /// <summary>A value that some column must have been read as, and that is stored like that where it is a name.</summary>
        public string? Reads { get; init; }

        /// <summary>What an import stores, as a query of the source's rows (@source) that counts one.</summary>
        public string? Stores { get; init; }
        public string? Problem { get; init; }
        public Func<ImportFileRequest, ImportFileRequest> Say { get; init; } = r => r;
        public string Ending { get; init; } = ".csv";
    }

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["UTF-8"] = Read(Utf8(Head + "1,Zoë Müller,z@example.org\n"), "Zoë Müller"),
        ["UTF-8 with a mark"] = Read([0xEF, 0xBB, 0xBF, .. Utf8(Head + "1,김서연,z@example.org\n")], "김서연"),
        ["UTF-16 LE with a mark"] = Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Head + "1,陳雅婷,z@example.org\n")], "陳雅婷"),
        ["UTF-16 BE with a mark"] = Read([.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Head + "1,陳雅婷,z@example.org\n")], "陳雅婷"),
        ["UTF-16 LE without one"] = Read(Encoding.Unicode.GetBytes(Head + "1,Ann Lee,z@example.org\n"), "Ann Lee"),
        ["UTF-16 BE without one"] = Read(Encoding.BigEndianUnicode.GetBytes(Head + "1,Ann Lee,z@example.org\n"), "Ann Lee"),
        ["Big5"] = Read(In("big5", "客戶編號,姓名,地址\n1,陳雅婷,台北市信義區忠孝東路5段8號\n"), "陳雅婷"),
        ["GB18030"] = Read(In("gb18030", "客户编号,姓名,地址\n1,王秀英,北京市朝阳区建国路8号\n"), "王秀英"),
        ["EUC-KR"] = Read(In("euc-kr", "고객번호,이름,주소\n1,김서연,서울특별시 강남구 테헤란로 152\n"), "김서연"),
        ["Shift-JIS"] = Read(In("shift_jis", "id,name,address\n1,山田さくら,東京都千代田区丸の内のマンション\n"), "山田さくら"),
        ["Latin-1"] = Read(In("iso-8859-1", "Kundennr;Name;Ort\n1;Jürgen Groß;Köln\n"), "Jürgen Groß"),
        ["Windows-1252"] = Read(In("windows-1252", "Kundennr;Name;Ort\n1;Renée “Ré” Œuvré;Köln – Süd\n"), "Renée “Ré” Œuvré"),
        ["French"] = Read(In("windows-1252", "id;name;city\n1;Hélène Lefèvre;Orléans\n2;François Beauséjour;Besançon\n") , "Hélène Lefèvre", 2),
        ["letters beyond English far behind the beginning"] = new([.. Utf8(Head + string.Concat(Enumerable.Range(0, 9_000).Select(i => $"a{i},Ann Lee,someone{i}@example.org\n"))), .. In("windows-1252", "z,Jürgen Groß,z@example.org\n")], 9_001),
        ["two encodings that fit about equally"] = new([.. Utf8("id,name\n"), .. In("gb18030", "1,王秀英\n2,张伟\n"), .. In("big5", "3,陳雅婷\n4,林志明\n")], 0) { Refused = "--encoding" },
        ["two encodings, and one is said"] = new([.. Utf8("id,name\n"), .. In("gb18030", "1,王秀英\n2,张伟\n"), .. In("big5", "3,陳雅婷\n4,林志明\n")], 4) { Say = r => r with { Encoding = "gb18030" }, Reads = "张伟" },
        ["a byte that UTF-8 does not have"] = new([.. Utf8(Head + "1,Zoë,z@example.org\n2,M"), 0xFC, .. Utf8("ller,m@example.org\n3,Bo,b@example.org\n") , .. Plenty()], 102, "3,name,4D FC 6C 6C 65 72,1 byte cannot be read as UTF-8.,2,M\\xFCller,m@example.org"),
        ["a small file of UTF-8 with damage"] = new([.. Utf8(Head + "1,김민준,a@example.org\n2,이서연,b@example.org\n3,"), 0xFF, 0xFE, .. Utf8(" bad,c@example.org\n")], 2, "4,name,FF FE 20 62 61 64,2 bytes cannot be read as UTF-8.,3,\\xFF\\xFE bad,c@example.org"),
        ["a small file with as much damage as UTF-8"] = new([.. Utf8(Head + "1,Zoé,a@example.org\n2,Zoëé"), 0xFF, .. Utf8(",b@example.org\n")], 0) { Refused = "Several encodings fit this file: utf-8," },
        ["half a character of Big5 before a comma"] = new([.. In("big5", "客戶編號,姓名,地址\n1,陳雅婷,台北市信義區忠孝東路5段8號\n2,"), 0xB3, .. In("big5", ",台北市中正區\n3,林志明,高雄市中正路100號\n"), .. Taiwanese()], 52, ",姓名,B3,"),
        ["half a pair of UTF-16"] = new([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Head + "1,A"), 0x3D, 0xD8, .. Encoding.Unicode.GetBytes("nn,a@example.org\n2,Bo,b@example.org\n")], 1, "2,name,41 00 3D D8 6E 00 6E 00,"),
        ["CR, LF and CRLF mixed"] = new(Utf8("id,name,email\r1,Ann,a@example.org\n2,Bo,b@example.org\r\n3,\"C\rD\",c@example.org\r4,Di,d@example.org"), 4),
        ["an open quotation mark"] = new(Utf8(Head + "1,\"Ann,a@example.org\n2,Bo,b@example.org\n3,\"Cy\",c@example.org\n"), 2, "2,,,A quotation mark in column 2 is never closed.,1,\"\"\"Ann,a@example.org\""),
        ["a quotation mark inside"] = new(Utf8(Head + "1,\"An\"n\",a@example.org\n2,12\" record,b@example.org\n"), 1, "2,,,A quotation mark inside column 2 is not doubled.,1,\"An\"\"n\"\"\",a@example.org"),
        ["NUL bytes"] = new(Utf8(Head + "1,Ann,a@example.org\n2,B\0o,b@example.org\n3,Cy,c@example.org\n"), 2, "3,name,42 00 6F,The row holds zero bytes: the file is damaged here."),
        ["nothing but NUL bytes"] = new(new byte[5_000], 0) { Refused = "not a text file" },
        ["ragged rows"] = new(Utf8(Head + "1,Ann\n2,Bo,b@example.org,more\n3,Cy,c@example.org,\n"), 1, "2,,,Too few columns: 2 instead of 3.,1,Ann", "3,,,Too many columns: 4 instead of 3.,2,Bo,b@example.org,more"),
        ["a cell of 10 MB"] = new(Utf8($"id,name,email,city\n1,Ann,a@example.org,\"{new string('x', 10 << 20)}\"\n2,Bo,b@example.org,Bonn\n"), 2) { Problem = "imports.problem.too_long" },
        ["a cell of 10 MB where its value is needed"] = new(Utf8($"id,name,email\n{new string('7', 10 << 20)},Ann,\n2,Bo,b@example.org\n"), 1, new string('7', 1_000)),
        ["a row that never ends"] = new(Utf8($"id,name,email\n1,Ann,{new string('x', 40 << 20)}\n2,Bo,b@example.org\n"), 1, "2,,,\"The row is longer than 16,777,216 characters.\""),
        ["5,000 columns"] = new(Utf8("id,name," + string.Join(',', Enumerable.Range(3, 4_998).Select(i => $"extra {i}")) + "\n1,Ann" + new string(',', 4_998) + "\n2,Bo" + new string(',', 4_998) + "\n"), 2),
        ["two columns of one name"] = new(Utf8("id,email,email\n1,a@example.org,b@example.org\n"), 1) { Say = r => r with { Map = "email=email (2)" }, Reads = "b@example.org" },
        ["no header"] = new(Utf8("1,ann@example.org,Ann Lee\n2,bo@example.org,Bo Ray\n"), 2),
        ["an empty file"] = new([], 0) { Refused = "The file holds no rows." },
        ["blank lines alone"] = new(Utf8("\r\n\n  \n"), 0) { Refused = "The file holds no rows." },
        ["a header alone"] = new(Utf8(Head), 0),
        ["gzip that is cut off"] = new(Zip(Utf8(Head + "1,Ann,a@example.org\n"))[..^12], 0) { Refused = "damaged", Ending = ".gz" },
        ["gzip that unpacks to too much"] = new(Zip(Utf8("id,name,remark\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i},Ann,{new string('x', 500)}\n")))), 0) { Refused = "holds more than is taken", Ending = ".gz" },
        ["gzip of zeros"] = new(Zip(new byte[100 << 20]), 0) { Refused = "not a text file", Ending = ".gz" },
        ["a workbook that unpacks to too much"] = new(WorkbookFiles.Book(["id", "name"], ["1", new string('a', 5 << 20)]), 0) { Refused = "more than 4 MB", Ending = ".xlsx" },
        ["a folder packed as a zip"] = new(PackedFolder(), 0) { Refused = "packed folder", Ending = ".zip" },
        ["a picture"] = new([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 2], 0) { Refused = "not a text file", Ending = ".png" },
        ["a day that is in no calendar"] = new(Utf8("id,birth\n1,31/02/1990\n2,14/03/1981\n"), 2) { Problem = "imports.problem.date_does_not_exist" },
        ["a day that is in no calendar where it is needed"] = new(Utf8("order,at,total\n1,29/02/2023,5\n2,28/02/2023,5\n"), 1, "2,at,29/02/2023,Date and time does not exist in the calendar.") { Kind = "orders" },
        ["two-digit years"] = new(Utf8("id,birth\n1,31.12.58\n2,14.03.81\n"), 2) { Reads = "31.12.58", Stores = $"identity_source_records where source_id = @source and birth = {new DateOnly(1958, 12, 31).DayNumber}" },
        ["two-digit years in either order"] = new(Utf8("id,birth\n1,11.12.08\n2,04.03.01\n"), 0) { Refused = "(such as 11.12.08) can be read in several ways: dd.MM.yy, yy.MM.dd" },
        ["Excel's numbers of days"] = new(Utf8("order,at,total\n1,44927,5\n2,44928.75,5\n"), 0) { Kind = "orders", Refused = "several ways: excel, excel1904" },
        ["Excel's numbers of days, and that is said"] = new(Utf8("order,at,total\n1,44927,5\n2,44928.75,5\n"), 2) { Kind = "orders", Say = r => r with { DateFormat = "excel" }, Stores = "purchases_orders where source_id = @source and number = '1' and at = 1672531200000000" },
        ["days and months that both fit"] = new(Utf8("order,at,total\n1,01/02/2023,5\n2,03/04/2023,5\n"), 0) { Kind = "orders", Refused = "Say which with --date-format" },
        ["days and months, and the order is said"] = new(Utf8("order,at,total\n1,01/02/2023,5\n2,03/04/2023,5\n"), 2) { Kind = "orders", Say = r => r with { DateFormat = "MM/dd/yyyy" }, Stores = "purchases_orders where source_id = @source and number = '1' and at = 1672617600000000" },
        ["days and months where one value decides"] = new(Utf8("order,at,total\n1,01/02/2023,5\n2,13/04/2023,5\n"), 2) { Kind = "orders" },
        ["days and months where a late value decides"] = new(Utf8("order,at,total\n" + string.Concat(Enumerable.Range(0, 6_000).Select(i => $"{i},05/06/2023,5\n")) + "x,13/06/2023,5\n"), 6_001) { Kind = "orders" },
        ["days and months in a column that is left out"] = new(Utf8("id,email,birth\n1,a@example.org,01/02/1990\n"), 1) { Say = r => r with { Map = "=birth" } },
        ["1.234,56"] = new(Utf8("order;at;total\n1;2023-01-01;1.234,56\n"), 1) { Kind = "orders", Reads = "1.234,56", Stores = "purchases_orders where source_id = @source and stated_total = 1234560000" },
        ["1,234.56"] = new(Utf8("order;at;total\n1;2023-01-01;1,234.56\n"), 1) { Kind = "orders", Reads = "1,234.56", Stores = "purchases_orders where source_id = @source and stated_total = 1234560000" },
        ["1.234,56 and 1,234.56 in one column"] = new(Utf8("order;at;total\n1;2023-01-01;1.234,56\n2;2023-01-01;1.234,56\n3;2023-01-01;1,234.56\n"), 3) { Kind = "orders", Problem = "imports.problem.not_a_number", Stores = "purchases_orders where source_id = @source and number = '2' and stated_total = 1234560000" },
        ["1.234 alone"] = new(Utf8("order;at;total\n1;2023-01-01;1.234\n2;2023-01-02;5.678\n"), 0) { Kind = "orders", Refused = "--decimal" },
        ["1.234 alone, and the sign is said"] = new(Utf8("order;at;total\n1;2023-01-01;1.234\n2;2023-01-02;5.678\n"), 2) { Kind = "orders", Say = r => r with { Decimal = "," }, Stores = "purchases_orders where source_id = @source and stated_total = 1234000000" },
        ["formulas"] = new(Utf8(Head + "1,=1+1,a@example.org\n2,+cmd|x,b@example.org\n3,-2+3,c@example.org\n4,@sum(a),d@example.org\n,=HYPERLINK(\"x\"),\n"), 4, "'=HYPERLINK"),
        ["half a pair in a workbook"] = new(WorkbookFiles.Book(["id", "name"], ["1", "A_xD83D_n"]), 1) { Ending = ".xlsx", Stores = "identity_source_records where source_id = @source and name = 'A_xD83D_n'" },
        ["a zero byte in a workbook"] = new(WorkbookFiles.Book(["id", "name"], ["1", "An_x0000_n"], ["2", "Bo"]), 1, "2,name,41 6E 00 6E,The row holds zero bytes") { Ending = ".xlsx" },
        ["an error of a spreadsheet"] = new(Utf8("id,name,city\n1,Ann,#N/A\n"), 1) { Problem = "imports.problem.cell_error" },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Gets_a_clear_answer_and_loses_nothing(string name)
    {
        var (of, app) = (Cases[name], program.App);
        var path = Path.Combine(app.Location.Directory, $"{Guid.CreateVersion7(app.Clock.GetUtcNow()):N}{of.Ending}");
        await File.WriteAllBytesAsync(path, of.Bytes, TestContext.Current.CancellationToken);
        var request = of.Say(new(path, of.Kind, of.Refused is null ? $"Source of {name}" : "Nobody's"));

        foreach (var plan in (bool[])[true, false])
        {
            var result = await app.Get<IImportFiles>().Run(request with { PlanOnly = plan }, null, TestContext.Current.CancellationToken);
            if (of.Refused is { } refused) Assert.Contains(refused, Assert.IsType<ImportRefused>(result.Refusal).Why, StringComparison.Ordinal);
            else await Answers(of, result);
        }
        if (of.Reads is { } value) Assert.Contains(Survey(path, request).Profiles, p => p.Samples.Contains(value));
        if (of.Stores is { } stored) Assert.Equal(1L, await app.Ask($"select count(*) from {stored.Replace("@source", $"(select id from identity_sources where name = '{request.SourceName.Replace("'", "''", StringComparison.Ordinal)}')", StringComparison.Ordinal)}"));
    }

    private async Task Answers(Case of, Result<ImportOutcome> result)
    {
        Assert.True(result.Refusal is null, (result.Refusal as ImportRefused)?.Why);
        var outcome = result.Value!;
        Assert.Equal((of.Taken + of.Rejected.Length, of.Taken, of.Rejected.Length), ((int)outcome.Read, (int)outcome.Created, (int)outcome.Rejected));
        Assert.Equal(outcome.Read, outcome.Sum());
        var lines = outcome.RejectedFile is { } file ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : "";
        foreach (var rejected in of.Rejected) Assert.Contains(rejected, lines, StringComparison.Ordinal);
        Assert.DoesNotContain("\uFFFD", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("\0", lines, StringComparison.Ordinal);
        if (of.Problem is { } problem) Assert.Contains(problem, (string)(await program.App.Ask("select coalesce(result, plan) from imports order by id desc limit 1"))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        var folder = Directory.CreateDirectory(Path.Combine(program.App.Location.Directory, "a folder")).FullName;
        var result = await program.App.Get<IImportFiles>().Run(new(folder, "customers", "Shop"), null, TestContext.Current.CancellationToken);
        Assert.Contains("is a folder", Assert.IsType<ImportRefused>(result.Refusal).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formulas_are_kept_as_they_are()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Import(app.Write("people.csv", "id,company,email\n1,=1+1,a@example.org\n2,@sum(a),b@example.org\n3,\t=2+2,c@example.org\n4,\tAcme,d@example.org\n"), "customers");
        Assert.Equal(4L, await app.Ask("select count(*) from identity_source_records where company in ('=1+1', '@sum(a)', char(9) || '=2+2', 'Acme')"));
    }

    [Fact]
    public void What_a_short_year_means_depends_on_what_it_is_of()
    {
        var frame = new TimeFrame(TimeZoneInfo.Utc, new(2026, 3, 2));
        Assert.Equal([(58, 1958), (36, 2036), (37, 1937)], new[] { 58, 36, 37 }.Select(y => (y, frame.FullYear(y))));
        Assert.Equal([(26, 2026), (27, 1927)], new[] { 26, 27 }.Select(y => (y, (frame with { YearsAhead = 0 }).FullYear(y))));
    }

    private static FileSurvey Survey(string path, ImportFileRequest request) =>
        FileSurvey.Of(path, ImportFields.Of(ImportFields.KindOf(request.Kind)!.Value), new(Encoding: request.Encoding, DateFormat: request.DateFormat, Decimal: request.Decimal?[0]), null).Value!;

    private static Case Read(byte[] bytes, string value, int rows = 1) => new(bytes, rows) { Reads = value, Stores = $"identity_source_records where source_id = @source and name = '{value.Replace("'", "''", StringComparison.Ordinal)}'" };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] In(string encoding, string text) => (CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding)).GetBytes(text);

    /// <summary>So many characters that one damaged byte among them leaves no doubt of the encoding.</summary>
    private static byte[] Plenty() => Utf8(string.Concat(Enumerable.Range(100, 100).Select(i => $"{i},Zoë Müller,p{i}@example.org\n")));

    private static byte[] Taiwanese() => In("big5", string.Concat(Enumerable.Range(100, 50).Select(i => $"{i},陳雅婷,台北市信義區中山路{i}號\n")));

    private static byte[] Zip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] PackedFolder()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var file = zip.CreateEntry("customers.csv").Open()) file.Write("id\n1\n"u8);
        return packed.ToArray();
    }
}
