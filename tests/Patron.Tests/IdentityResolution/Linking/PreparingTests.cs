using Patron.Analytics.Matching;
using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.Tests.IdentityResolution.Linking;

public sealed class PreparingTests
{
    [Theory]
    [InlineData("1980-02-03", "19800203")]
    [InlineData("1980/2/3", "19800203")]
    [InlineData("19800203", "19800203")]
    [InlineData("3.2.1980", "19800203")]
    [InlineData("03/02/1980", "19800203")]
    [InlineData("2/13/1980", "19800213")]
    [InlineData("1980年2月3日", "19800203")]
    [InlineData("1980년 2월 3일", "19800203")]
    [InlineData("民國69年2月3日", "19800203")]
    [InlineData("Feb 3 1980", "19800203")]
    [InlineData("3 February 1980", "19800203")]
    [InlineData("1980-02-03T10:20:30Z", "19800203")]
    [InlineData("１９８０．２．３", "19800203")]
    [InlineData("3.2.80", "19800203")]
    [InlineData("3.2.20", "20200203")]
    [InlineData("29254", "19800203")]
    [InlineData("1980", "1980")]
    [InlineData("19153111", "19153111")]
    [InlineData("none", "")]
    public void A_day_is_eight_digits_however_it_is_written(string written, string folded) =>
        Assert.Equal(folded, new DateFolder(DayOrder.DayMonth, 2026).Fold(written).ToString());

    [Fact]
    public void What_is_beyond_twelve_tells_how_a_column_writes_days()
    {
        Assert.Equal(DayOrder.MonthDay, DateFolder.OrderOf(["02/13/1980", "05/06/1990", "12/31/1970"]));
        Assert.Equal(DayOrder.DayMonth, DateFolder.OrderOf(["13/02/1980", "05/06/1990"]));
        Assert.Equal("19900506", new DateFolder(DayOrder.MonthDay, 2026).Fold("05/06/1990").ToString());
    }

    [Theory]
    [InlineData("KR", "010-1234-5678", "1012345678")]
    [InlineData("KR", "+82 10 1234 5678", "1012345678")]
    [InlineData(null, "0082-10-1234-5678", "1012345678")]
    [InlineData(null, "010-1234-5678", "1012345678")]
    [InlineData("CN", "138 1234 5678", "13812345678")]
    [InlineData(null, "+86 138 1234 5678", "13812345678")]
    [InlineData("CN", "8613812345678", "13812345678")]
    [InlineData(null, "(212) 555-0123", "2125550123")]
    [InlineData(null, "+1 212 555 0123", "2125550123")]
    [InlineData(null, "1-212-555-0123", "2125550123")]
    [InlineData("GB", "+44 (0)20 7946 0321", "2079460321")]
    [InlineData("GB", "020 7946 0321 ext. 5", "2079460321")]
    [InlineData("KR", "０１０－１２３４－５６７８", "1012345678")]
    [InlineData(null, "0000000", "")]
    [InlineData(null, "12", "")]
    public void A_number_is_what_is_dialled_at_home(string? country, string written, string folded) => Assert.Equal(folded, new PhoneFolder(country).Fold(written).ToString());

    [Theory]
    [InlineData("12 Main St.", "12", "main street")]
    [InlineData("Hauptstr. 5a", "5a", "hauptstrasse")]
    [InlineData("Hauptstraße 5a", "5a", "hauptstrasse")]
    [InlineData("221B Baker Street", "221b", "baker street")]
    [InlineData("42nd Street 7", "7", "42nd street")]
    [InlineData("테헤란로 123, 4층", "123", "테헤란로")]
    [InlineData("테헤란로123", "123", "테헤란로")]
    [InlineData("테헤란로12길 5", "5", "테헤란로12길")]
    [InlineData("建国路８８号3楼", "88", "建国路")]
    [InlineData("建國路88號", "88", "建国路")]
    public void The_number_of_the_house_is_taken_out_of_the_street(string written, string number, string street)
    {
        var folder = new StreetFolder();
        folder.Fold(written, takeNumber: true);
        Assert.Equal((number, street), (folder.Number.ToString(), folder.Street.ToString()));
    }

    [Theory]
    [InlineData("서울특별시", "서울")]
    [InlineData("서울시", "서울")]
    [InlineData("경상남도", "경남")]
    [InlineData("北京市", "北京")]
    [InlineData("臺北市", "台北")]
    [InlineData("St. Albans", "saint albans")]
    [InlineData("Zürich", "zurich")]
    public void A_place_is_called_by_its_name_alone(string written, string folded) => Assert.Equal(folded, new PlaceFolder().Fold(written).ToString());

    [Theory]
    [InlineData("The Northfield Mfg. Co., Ltd.", "northfield manufacturing")]
    [InlineData("Müller & Söhne GmbH & Co. KG", "muller sohne")]
    [InlineData("I.B.M. Corp", "ibm")]
    [InlineData("I B M Corp", "ibm")]
    [InlineData("(주)한빛테크", "한빛테크")]
    [InlineData("㈜한빛 테크", "한빛테크")]
    [InlineData("한빛테크 주식회사", "한빛테크")]
    [InlineData("北京华信科技有限公司", "华信科技")]
    [InlineData("華信科技（北京）有限責任公司", "华信科技")]
    [InlineData("トヨタ自動車株式会社", "トヨタ自动车")]
    [InlineData("Limited", "limited")]
    public void An_organisation_is_called_by_what_tells_it_from_others(string written, string folded) => Assert.Equal(folded, new OrganisationFolder().Fold(written).ToString());

    [Theory]
    [InlineData("BOB@Example.org", "bob@example.org")]
    [InlineData("test@test.com", "")]
    [InlineData("no address", "")]
    [InlineData("robert.smith_example.org", "robert.smith_example.org")]
    public void An_address_is_in_lower_case_and_junk_is_none(string written, string folded) => Assert.Equal(folded, new EmailFolder().Fold(written).ToString());

    [Theory]
    [InlineData("Dr. John M. Smith Jr.", "john m|smith")]
    [InlineData("SMITH, John", "john|smith")]
    [InlineData("John Smith, PhD", "john|smith")]
    [InlineData("Ludwig van der Berg", "ludwig|van der berg")]
    [InlineData("Kim Min-su", "min su|kim")]
    [InlineData("Wang Xiaoming", "xiaoming|wang")]
    [InlineData("Xiaoming Wang", "xiaoming|wang")]
    [InlineData("José Ñuñez", "jose|nunez")]
    [InlineData("Cher", "|cher")]
    public void A_name_in_latin_letters_is_parted(string written, string folded)
    {
        var names = new LatinNames();
        names.ReadWhole(written);
        Assert.Equal(folded, $"{names.Given.Span}|{names.Family.Span}");
    }

    [Theory]
    [InlineData("김민수", "Kim Min-su")]
    [InlineData("김민수님", "Minsoo Gim")]
    [InlineData("이현주 교수님", "Prof. Hyun-joo Rhee")]
    [InlineData("이현주", "Lee Hyeon Ju")]
    [InlineData("박영희", "YOUNG HEE PARK")]
    [InlineData("王小明先生", "Wang Xiao-Ming")]
    [InlineData("郭倉義教授", "Guo Cangyi")]
    [InlineData("陈晓霞", "Chan Xiaoxia")]
    public void A_name_in_its_own_script_and_in_latin_letters_has_one_latin_form(string own, string latin)
    {
        var (first, second) = (Prepared(own), Prepared(latin));
        Assert.NotEqual("|", first);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Both_chinese_scripts_are_one()
    {
        Assert.Equal(Own("郭倉義教授"), Own("郭仓义先生"));
        Assert.Equal("郭|仓义", Own("郭倉義"));
    }

    private static string Prepared(string name) => Table(name) is var t ? $"{t.Text(0, 2)}|{t.Text(0, 3)}" : "";

    private static string Own(string name) => Table(name) is var t ? $"{t.Text(0, 1)}|{t.Text(0, 0)}" : "";

    private static MatchTable Table(string name)
    {
        var work = new NameWork(new NameColumns(-1, -1, 0, -1, "name", "name"), new NameScripts(Latin: true, Hangul: true, Han: true));
        var table = new MatchTable(work.Fields);
        var rows = new RowBatch(1);
        rows.Add(name);
        work.Prepare(rows, [.. Enumerable.Range(0, 4).Select(table.Column)]);
        return table;
    }
}
