namespace Patron.Analytics.Profitability;

/// <summary>What a partnership costs in a year. One unit throughout (micros of a currency, or whole units).</summary>
/// <param name="Delivery">5.1.1: bringing what was bought.</param>
/// <param name="Bonus">5.1.2: what those who sell get on top.</param>
/// <param name="Returns">5.1.3: taking back what was not sold or not wanted.</param>
/// <param name="Database">5.2: keeping the data.</param>
/// <param name="Salary">5.3: the part of the sales managers' pay.</param>
/// <param name="Other">5.4: whatever else: tickets, goodwill, contacts.</param>
public readonly record struct PartnershipCosts(long Delivery, long Bonus, long Returns, long Database, long Salary, long Other)
{
    /// <summary>5.1: what goes back and forth with the buyer.</summary>
    public long Feedback => Delivery + Bonus + Returns;

    /// <summary>5: all of it.</summary>
    public long Total => Feedback + Database + Salary + Other;

    /// <summary>Each part added.</summary>
    public static PartnershipCosts operator +(PartnershipCosts a, PartnershipCosts b) =>
        new(a.Delivery + b.Delivery, a.Bonus + b.Bonus, a.Returns + b.Returns, a.Database + b.Database, a.Salary + b.Salary, a.Other + b.Other);
}

/// <summary>One row of the sheet.</summary>
/// <param name="Number">As the table numbers it: "5.1.2".</param>
/// <param name="Amount">In the sheet's unit; a number of purchases in row 2.</param>
/// <param name="Share">Of the year's sales; null in row 2, and without sales.</param>
public readonly record struct SheetRow(string Number, long Amount, double? Share);

/// <summary>
/// The profitability of a partnership with a buyer in a year, row by row: 1 average sale, 2 purchases, 3 sales, 4 profit on sales, 5 costs with their parts, 6 what is left (4 - 5).
/// </summary>
/// <param name="Sales">Row 3: what was sold in the year.</param>
/// <param name="Purchases">Row 2; 0 leaves row 1 at 0.</param>
/// <param name="Profit">Row 4: sales less what the goods cost.</param>
/// <param name="Costs">Row 5.</param>
public sealed record PartnershipSheet(long Sales, int Purchases, long Profit, PartnershipCosts Costs)
{
    /// <summary>From the average sale and a rate of profit: row 3 is 1 x 2.</summary>
    public static PartnershipSheet Of(long averageSale, int purchases, decimal profitRate, PartnershipCosts costs) =>
        new(averageSale * purchases, purchases, (long)Math.Round(averageSale * purchases * profitRate), costs);

    /// <summary>Row 1: sales divided by purchases, rounded.</summary>
    public long AverageSale => Purchases == 0 ? 0 : (long)Math.Round((decimal)Sales / Purchases);

    /// <summary>Row 6.</summary>
    public long Result => Profit - Costs.Total;

    /// <summary>All rows in the order of the table.</summary>
    public IReadOnlyList<SheetRow> Rows =>
    [
        Row("1", AverageSale), new("2", Purchases, null), Row("3", Sales), Row("4", Profit), Row("5", Costs.Total), Row("5.1", Costs.Feedback), Row("5.1.1", Costs.Delivery),
        Row("5.1.2", Costs.Bonus), Row("5.1.3", Costs.Returns), Row("5.2", Costs.Database), Row("5.3", Costs.Salary), Row("5.4", Costs.Other), Row("6", Result),
    ];

    private SheetRow Row(string number, long amount) => new(number, amount, Sales > 0 ? (double)amount / Sales : null);
}
