using Patron.Kernel;
using Patron.Sales.Contracts;

namespace Patron.Sales.TakeOpportunities;

/// <summary>What a row of a deal must hold; the columns of the database are as wide.</summary>
internal static class OpportunityChecks
{
    private const int LongestPerson = 200;

    public static RowReason? Wrong(IncomingOpportunity row, Pipeline? pipeline, Stage? stage) =>
        Text("id", row.Number, OpportunityTable.LongestNumber)
        ?? Text("customer", row.Customer, LongestPerson)
        ?? Text("name", row.Name, OpportunityTable.LongestName)
        ?? Text("owner", row.Owner, OpportunityTable.LongestName)
        ?? Text("competitors", row.Competitors, OpportunityTable.LongestStep)
        ?? Text("next_step", row.NextStep, OpportunityTable.LongestStep)
        ?? (row.Currency is null || Currencies.IsCode(row.Currency) ? null : new RowReason("sales.row.badcurrency", "currency", row.Currency))
        ?? (pipeline is null ? new RowReason("sales.row.pipeline", "pipeline", row.Pipeline) : null)
        ?? (stage is null ? new RowReason("sales.row.stage", "stage", row.Stage, new { stage = row.Stage, known = string.Join(", ", pipeline!.Stages.Select(s => s.Name ?? s.Key)) }) : null)
        ?? (row.Amount < 0 ? new RowReason("sales.row.negative", "amount", null) : null)
        ?? (stage!.Kind != DealState.Open && row.Closed < row.Opened ? new RowReason("sales.row.closedfirst", "closed", null) : null);

    /// <summary>What is known stays; a stage is always known.</summary>
    public static DealFacts Filled(DealFacts known, DealFacts said) => known with
    {
        Name = known.Name ?? said.Name, Opened = known.Opened ?? said.Opened, Expected = known.Expected ?? said.Expected, Amount = known.Amount ?? said.Amount,
        Owner = known is { Owner: null, OwnerName: null } ? said.Owner : known.Owner, OwnerName = known is { Owner: null, OwnerName: null } ? said.OwnerName : known.OwnerName,
        Product = known.Product ?? said.Product, Competitors = known.Competitors ?? said.Competitors, NextStep = known.NextStep ?? said.NextStep, Custom = said.Custom,
    };

    private static RowReason? Text(string column, string? text, int max) => text switch
    {
        { Length: 0 } => new("sales.row.empty", column, text, new { column }),
        { } when text.Length > max => new("sales.row.toolong", column, text, new { column, max }),
        _ => null,
    };
}
