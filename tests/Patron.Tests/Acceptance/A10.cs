using Patron.Analytics.Profitability;

namespace Patron.Tests.Acceptance;

/// <summary>A10: the profitability of a partnership, row by row, with its share of sales.</summary>
public sealed class A10
{
    private static readonly PartnershipSheet Sheet = PartnershipSheet.Of(120, 104, .15m, new(Delivery: 300, Bonus: 100, Returns: 60, Database: 40, Salary: 200, Other: 52));

    [Fact]
    public void Every_row_has_its_amount() => Assert.Equal(
        [("1", 120), ("2", 104), ("3", 12_480), ("4", 1_872), ("5", 752), ("5.1", 460), ("5.1.1", 300), ("5.1.2", 100), ("5.1.3", 60), ("5.2", 40), ("5.3", 200), ("5.4", 52), ("6", 1_120)],
        Sheet.Rows.Select(r => (r.Number, r.Amount)));

    [Fact]
    public void Every_row_but_the_number_of_purchases_is_a_share_of_sales()
    {
        Assert.Null(Sheet.Rows.Single(r => r.Number == "2").Share);
        Assert.Equal(.0897, Sheet.Rows[^1].Share!.Value, 4);
        Assert.Equal(1, Sheet.Rows.Single(r => r.Number == "3").Share);
        Assert.All(new PartnershipSheet(0, 0, 0, default).Rows, r => Assert.Null(r.Share));
    }
}
