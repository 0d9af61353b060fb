using Patron.Imports.Reading;

namespace Patron.Tests.Imports.Reading;

public class RealFilesTests
{
    [Fact]
    public void Northwind_is_latin_text_with_line_breaks_in_quotes_and_day_first_dates()
    {
        var (format, _, customers, problems) = Samples.ReadFile("northwind/Customers.csv");
        Assert.Equal(("windows-1252", ','), (format.EncodingName, format.Delimiter));
        Assert.Equal(91, customers.Count);
        Assert.Empty(problems);
        Assert.Contains(customers, c => c[5] == "México D.F.");

        var employees = Samples.ReadFile("northwind/Employees.csv").Rows;
        Assert.Equal(9, employees.Count);
        Assert.Matches(@"^507 - 20th Ave\. E\.\r?\nApt\. 2A$", employees[0][7]);

        var orders = Samples.Profiles("northwind/Orders.csv");
        Assert.Equal(830, orders[0].Rows);
        var ordered = orders.Single(p => p.Name == "OrderDate");
        Assert.Equal((ValueKind.Timestamp, "dd/MM/yyyy"), (ordered.Kind, ordered.Date!.Pattern));
        Assert.Equal("imports.detected.date.evidence", Assert.Single(ordered.Reasons).Key);
        Assert.Equal(ValueKind.Country, orders.Single(p => p.Name == "ShipCountry").Kind);
    }

    [Fact]
    public void Northwind_adds_up_to_the_published_revenue()
    {
        var (_, header, lines, _) = Samples.ReadFile("northwind/OrderDetails.csv");
        Assert.Equal(["OrderID", "ProductID", "UnitPrice", "Quantity", "Discount"], header);
        Assert.Equal(2155, lines.Count);
        decimal revenue = 0;
        foreach (var line in lines)
        {
            revenue += Micros(line[2]) * Micros(line[3]) * (1 - Micros(line[4]));
        }

        Assert.Equal(1_265_793.04m, Math.Round(revenue, 2));
    }

    [Theory]
    [InlineData("febrl/dataset1.csv", 1_000, 11)]
    [InlineData("febrl/dataset3.csv", 5_000, 11)]
    [InlineData("telco_churn/telco_churn.csv", 7_043, 21)]
    [InlineData("crm_sales_opportunities/accounts.csv", 85, 7)]
    [InlineData("crm_sales_opportunities/sales_pipeline.csv", 8_800, 8)]
    [InlineData("bank_marketing/bank-full.csv", 45_211, 17)]
    [InlineData("complete_journey/transactions_sample.csv", 75_000, 11)]
    [InlineData("hillstrom_first_half/hillstrom.csv", 32_000, 12)]
    [InlineData("splink_fake_1000/fake_1000.csv", 1_000, 7)]
    [InlineData("groceries/item_info.csv", 169, 3)]
    [InlineData("northwind/Products.csv", 77, 10)]
    public void Every_row_of_a_well_formed_file_is_read(string name, int rows, int columns)
    {
        var read = Samples.ReadFile(name);
        Assert.Equal(rows, read.Rows.Count);
        Assert.Equal(columns, read.Header.Count);
        Assert.Empty(read.Problems);
    }

    [Fact]
    public void Febrl_has_blanks_after_its_commas_and_dates_run_together()
    {
        var profiles = Samples.Profiles("febrl/dataset1.csv");
        Assert.Equal(["rec_id", "given_name", "surname"], profiles.Take(3).Select(p => p.Name));
        var birth = profiles.Single(p => p.Name == "date_of_birth");
        Assert.Equal((ValueKind.Date, "yyyyMMdd"), (birth.Kind, birth.Date!.Pattern));
        Assert.InRange(birth.FilledShare, 0.8, 0.99);
        Assert.InRange(profiles.Single(p => p.Name == "postcode").Shares[ValueKind.PostalCode], 0.9, 1);
        Assert.Equal(ValueKind.Id, profiles[0].Kind);
    }

    [Fact]
    public void Sales_dates_are_month_first_because_days_beyond_twelve_say_so()
    {
        var engaged = Samples.Profiles("crm_sales_opportunities/sales_pipeline.csv", int.MaxValue).Single(p => p.Name == "engage_date");
        Assert.Equal("MM/dd/yyyy", engaged.Date!.Pattern);
        Assert.Equal("imports.detected.date.evidence", Assert.Single(engaged.Reasons).Key);
        Assert.Equal(8_800, engaged.Rows);
        Assert.Equal(8_300, engaged.Filled);
    }

    [Fact]
    public void Telco_money_is_decimal_and_its_words_are_known()
    {
        var profiles = Samples.Profiles("telco_churn/telco_churn.csv", int.MaxValue);
        var total = profiles.Single(p => p.Name == "TotalCharges");
        Assert.Equal((ValueKind.Decimal, 7_043L), (total.Kind, total.Filled));
        Assert.Equal(ValueKind.Sex, profiles.Single(p => p.Name == "gender").Kind);
        Assert.Equal(ValueKind.YesNo, profiles.Single(p => p.Name == "Churn").Kind);
        Assert.Equal(ValueKind.Id, profiles[0].Kind);
    }

    [Theory]
    [InlineData("de", nameof(NameScript.Latin))]
    [InlineData("ko", nameof(NameScript.Hangul))]
    [InlineData("zh_CN", nameof(NameScript.Han))]
    [InlineData("zh_TW", nameof(NameScript.Han))]
    public void Names_of_several_scripts_are_tab_separated_and_their_script_is_known(string file, string script)
    {
        var read = Samples.ReadFile($"names_multiscript/{file}.tsv");
        Assert.Equal(('\t', "utf-8", true), (read.Format.Delimiter, read.Format.EncodingName, read.Format.HasHeader));
        Assert.Equal(["kind", "value"], read.Header);
        Assert.Empty(read.Problems);
        Assert.Equal(script, Samples.Profiles($"names_multiscript/{file}.tsv")[1].Script.ToString());
    }

    [Fact]
    public void Baskets_of_uneven_length_have_commas_and_no_header()
    {
        using var stream = File.OpenRead(Samples.Path("groceries/groceries.csv"));
        var format = FileFormat.Detect(stream).Value!;
        Assert.Equal((',', false), (format.Delimiter, format.HasHeader));
        Assert.Contains(format.Reasons, r => r.Key == "imports.detected.delimiter.uneven");
    }

    [Fact]
    public void Text_in_columns_of_blanks_is_one_column()
    {
        var read = Samples.ReadFile("cdnow/CDNOW_sample.txt");
        Assert.Equal(6_919, read.Rows.Count);
        Assert.False(read.Format.HasHeader);
        Assert.Contains(read.Format.Reasons, r => r.Key == "imports.detected.delimiter.one_column");
        Assert.Equal(LineEnd.CarriageReturnLineFeed, read.Format.LineEnd);
    }

    private static decimal Micros(string text)
    {
        Assert.Equal(ValueFault.None, NumberFormat.Plain.Parse(text, out var micros));
        return micros / 1_000_000m;
    }
}
