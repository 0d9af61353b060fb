using System.Data.Common;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Sales.Contracts;
using Patron.Sales.KeepLeads;

namespace Patron.Sales.ContributeColumns;

/// <summary>Deals in the customer base, from the day on which they were opened to the one on which they ended. Their value counts where it is in the organisation's currency.</summary>
internal sealed class DealColumn(TimeProvider clock) : FactColumns(Deals, Data.Topics.Sales)
{
    /// <summary>Words: open, won or lost; the number of the stage.</summary>
    public static readonly FactKey Deals = new("deals");

    // The demo's open deals are of these days, while its numbers are reckoned as of its last day: they are open there too.
    protected override FactRows Rows(DbConnection connection) => new(OpportunityTable.Name, YearColumns.FirstDay(connection, clock) == int.MinValue ? $"case when state <> {(int)DealState.Open} then opened end" : "opened", FactRows.Word<DealState>("state"), "cast(stage as text)")
    {
        Until = "closed", Amount = $"case when currency = '{connection.Organisation().Currency}' then amount end",
    };
}

/// <summary>Leads in the customer base.</summary>
internal sealed class LeadColumn() : FactColumns(Leads, Data.Topics.Sales)
{
    /// <summary>Words: the state; the number of the source.</summary>
    public static readonly FactKey Leads = new("leads");

    protected override FactRows Rows(DbConnection connection) => new(LeadTable.Name, "created_at", FactRows.Word<LeadState>("state"), "cast(source as text)") { Instants = true };
}
