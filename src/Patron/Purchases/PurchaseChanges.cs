using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>What a check tells of purchases that are known already: values of theirs that the file would change. What the file itself made does not change.</summary>
internal static class PurchaseChanges
{
    public static void Note(Intake intake, long line, BookedOrder order, OrderValues after)
    {
        if (intake.Planned is not { } planned || Made(intake, OrderStore.Table, order.Id)) return;
        var (before, zone) = (order.Values, intake.Organisation.Zone);
        planned.Compare(line, order.Number, "at", PlannedChanges.Instant(before.At, zone), PlannedChanges.Instant(after.At, zone));
        planned.Compare(line, order.Number, "channel", before.Channel, after.Channel);
        planned.Compare(line, order.Number, "country", before.Country, after.Country);
        planned.Compare(line, order.Number, "total", PlannedChanges.Number(before.StatedTotal), PlannedChanges.Number(after.StatedTotal));
    }

    /// <param name="product">What a product's id is called.</param>
    public static void Note(Intake intake, long line, string order, long id, LineValues before, LineValues after, Func<long, string> product)
    {
        if (intake.Planned is not { } planned || Made(intake, LineStore.Table, id)) return;
        var zone = intake.Organisation.Zone;
        if (before.Product != after.Product) planned.Compare(line, order, "product", product(before.Product), product(after.Product));
        planned.Compare(line, order, "quantity", PlannedChanges.Number(before.Quantity), PlannedChanges.Number(after.Quantity));
        planned.Compare(line, order, "price", PlannedChanges.Number(before.Price), PlannedChanges.Number(after.Price));
        planned.Compare(line, order, "discount", PlannedChanges.Number(before.Discount), PlannedChanges.Number(after.Discount));
        planned.Compare(line, order, "at", PlannedChanges.Instant(before.At, zone), PlannedChanges.Instant(after.At, zone));
    }

    public static void Note(Intake intake, long line, string number, HoldingValues before, HoldingValues after)
    {
        if (intake.Planned is not { } planned) return;
        planned.Compare(line, number, "kind", before.Kind, after.Kind);
        planned.Compare(line, number, "opened", PlannedChanges.Day(before.Opened), PlannedChanges.Day(after.Opened));
        planned.Compare(line, number, "closed", PlannedChanges.Day(before.Closed), PlannedChanges.Day(after.Closed));
        planned.Compare(line, number, "balance", PlannedChanges.Number(before.Balance), PlannedChanges.Number(after.Balance));
        planned.Compare(line, number, "fees", PlannedChanges.Number(before.Fees), PlannedChanges.Number(after.Fees));
        planned.Compare(line, number, "interest", PlannedChanges.Number(before.Interest), PlannedChanges.Number(after.Interest));
    }

    private static bool Made(Intake intake, string table, long id)
    {
        foreach (var (first, last) in intake.Ids(table).Ranges) if (first <= id && id <= last) return true;
        return false;
    }
}
