using Patron.Data;
using Patron.Interactions.LogContact;

namespace Patron.Interactions.MeasureRows;

/// <summary>How well sources fill interactions.</summary>
internal sealed class MeasuresInteractions() : MeasuredByClaim("interactions", ClaimScopes.Interaction, InteractionStore.Table,
    [new("id", "k.key is not null", Unique: "k.key"), new("at", "t.at is not null", "t.at > @latest or t.at < @least", "t.at >= @fresh"), new("channel", "t.channel is not null"), new("direction", "t.direction is not null"),
        Field.Again("t.at is not null", "t.customer_id, t.kind, t.at, t.channel, t.direction, t.payload")],
    new("k.key", "t.customer_id", "t.kind", "t.at", "t.customer_id, t.id", $"case when t.kind = '{InteractionKinds.Note}' then null else t.id end", (customer, id) => ContactUrls.One(customer, new(id))));
