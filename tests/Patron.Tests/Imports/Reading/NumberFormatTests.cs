using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Patron.Imports.Reading;

namespace Patron.Tests.Imports.Reading;

public class NumberFormatTests
{
    [Theory]
    [InlineData("1,234.56", '.', ',', 1_234_560_000)]
    [InlineData("1.234,56", ',', '.', 1_234_560_000)]
    [InlineData("1 234,56", ',', ' ', 1_234_560_000)]
    [InlineData("1\u00A0234\u202F567", ',', ' ', 1_234_567_000_000)]
    [InlineData("1'234.56", '.', '\'', 1_234_560_000)]
    [InlineData("1’234.56", '.', '\'', 1_234_560_000)]
    [InlineData("-0.000001", '.', '\0', -1)]
    [InlineData("(5.50)", '.', '\0', -5_500_000)]
    [InlineData("5.50-", '.', '\0', -5_500_000)]
    [InlineData(".5", '.', '\0', 500_000)]
    [InlineData("12.5%", '.', '\0', 125_000)]
    [InlineData("€ 3,20", ',', '.', 3_200_000)]
    [InlineData("₩12,000", '.', ',', 12_000_000_000)]
    [InlineData("12,000원", '.', ',', 12_000_000_000)]
    [InlineData("-$1.25", '.', ',', -1_250_000)]
    [InlineData("1.5E+3", '.', '\0', 1_500_000_000)]
    [InlineData("0.15000000596046448", '.', '\0', 150_000)]
    [InlineData("0.0000005", '.', '\0', 0)]
    [InlineData("0.0000015", '.', '\0', 2)]
    [InlineData("9223372036854.775807", '.', '\0', long.MaxValue)]
    public void Numbers_become_micros_exactly(string text, char decimalSign, char group, long micros)
    {
        Assert.Equal(ValueFault.None, new NumberFormat(decimalSign, group).Parse(text, out var read));
        Assert.Equal(micros, read);
    }

    [Theory]
    [InlineData("", nameof(ValueFault.NotOne))]
    [InlineData("abc", nameof(ValueFault.NotOne))]
    [InlineData("1,23", nameof(ValueFault.NotOne))]
    [InlineData("1,2345", nameof(ValueFault.NotOne))]
    [InlineData("1.2.3", nameof(ValueFault.NotOne))]
    [InlineData("85123A", nameof(ValueFault.NotOne))]
    [InlineData("--5", nameof(ValueFault.NotOne))]
    [InlineData("9223372036854.775808", nameof(ValueFault.OutOfRange))]
    [InlineData("99999999999999999999999999999999", nameof(ValueFault.OutOfRange))]
    [InlineData("1E+20", nameof(ValueFault.OutOfRange))]
    public void What_is_no_number_or_too_large_is_a_fault(string text, string fault) =>
        Assert.Equal(fault, new NumberFormat('.', ',').Parse(text, out _).ToString());

    [Fact]
    public void Every_amount_written_in_any_format_is_read_back()
    {
        var formats = Gen.Elements(('.', ","), (',', "."), (',', " "), ('.', "'"), ('.', ""));
        var cases = formats.SelectMany(f => ArbMap.Default.GeneratorFor<long>().Select(micros => (f, micros)));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var culture = new NumberFormatInfo { NumberDecimalSeparator = c.f.Item1.ToString(), NumberGroupSeparator = c.f.Item2, NumberDecimalDigits = 6 };
            var text = (c.micros / 1_000_000m).ToString("N6", culture);
            var format = new NumberFormat(c.f.Item1, c.f.Item2.Length == 0 ? '\0' : c.f.Item2[0]);
            Assert.Equal(ValueFault.None, format.Parse(text, out var read));
            Assert.Equal(c.micros, read);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_column_decides_which_sign_is_the_decimal_one()
    {
        Assert.Equal(new NumberFormat(',', '.'), Samples.Column("1.234,50", "99,00", "1.000").Number);
        Assert.Equal(new NumberFormat('.', ','), Samples.Column("1,234.50", "99.00", "1,000").Number);
        Assert.Equal(',', Samples.Column("1.000", "2,5", "3.500").Number!.Decimal);
        var unclear = Samples.Column("1.234", "5.678");
        Assert.Equal("imports.detected.number.ambiguous", Assert.Single(unclear.Reasons).Key);
        Assert.Equal(ValueKind.Money, Samples.Column("€ 5,20", "€ 1,99").Kind);
        Assert.Equal(ValueKind.Integer, Samples.Column("1", "2", "2").Kind);
    }
}
