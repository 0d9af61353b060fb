using System.Globalization;
using Patron.Data;
using Patron.Interactions.LogContact;
using Patron.Kernel;

namespace Patron.Interactions.MeasureRows;

/// <summary>How well sources fill interactions; those written by hand belong to no source and are not measured. A source's are those whose keys were claimed for it.</summary>
internal sealed class MeasuresInteractions() : MeasuredTable("interactions", "k.scope",
    $"{ClaimedKeys.Table} k join {InteractionStore.Table} i on i.customer_id = k.customer_id and i.id = k.id and k.scope like '{ClaimScopes.Interaction(default)[..^1]}%'",
    [new("at", "i.at is not null", "i.at > @latest or i.at < @least", "i.at >= @fresh"), new("channel", "i.channel is not null"), new("direction", "i.direction is not null")],
    new("k.key", "i.customer_id", "i.kind", "i.at", "i.customer_id, i.id", $"case when i.kind = '{InteractionKinds.Note}' then null else i.id end", (customer, id) => ContactUrls.One(customer, new(id))))
{
    protected override SourceId? SourceOf(object value) => new SourceId(long.Parse(((string)value).Split(':')[1], CultureInfo.InvariantCulture));

    protected override object OwnerOf(SourceId? source) => ClaimScopes.Interaction(source ?? default);
}
