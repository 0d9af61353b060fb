using Patron.Data;
using Patron.Sales.KeepLeads;

namespace Patron.Sales.MeasureRows;

/// <summary>How well sources fill deals. What closed before it was opened, or in the future, is dated wrongly.</summary>
internal sealed class MeasuresDeals() : MeasuredBySource("opportunities", "source_id", OpportunityTable.Name,
[
    new("id", "number is not null", Unique: "number"), new("customer", "source_record_id is not null"), new("amount", "amount is not null"), new("opened", "opened is not null", "opened > @today"),
    new("closed", "closed is not null or state = 1", "closed < opened or closed > @today"), new("owner", "owner_id is not null or owner_name is not null"), new("product", "product_id is not null"),
    Field.Again("opened is not null and amount is not null", "customer_id, name, product_id, opened, currency, amount"),
], new("number", "customer_id", "name", "null", "customer_id, id", "id", (_, id) => SalesUrls.Deal(new(id))));

/// <summary>How well sources fill leads: what was not asked is missing.</summary>
internal sealed class MeasuresLeads() : MeasuredBySource("leads", "source_id", LeadTable.Name,
[
    new("id", "number is not null", Unique: "number"), new("lead_owner", "owner_id is not null"), new("budget", "budget <> 0"), new("need", "need <> 0"), new("decider", "decider <> 0"), new("soon", "soon <> 0"),
    new("lead_at", "created_at is not null", "created_at > @latest or created_at < @least", "created_at >= @fresh"),
    Field.Again("created_at is not null", "customer_id, interest, created_at"),
], new("interest", "customer_id", "null", "created_at", "customer_id, id", "id", (_, id) => SalesUrls.Lead(new(id))));
