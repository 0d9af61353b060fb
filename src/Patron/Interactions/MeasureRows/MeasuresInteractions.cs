using System.Data.Common;
using System.Globalization;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Interactions.MeasureRows;

/// <summary>How well sources fill interactions; those written by hand belong to no source and are not measured.</summary>
internal sealed class MeasuresInteractions : IMeasuresRows
{
    private static readonly FieldCounts.Field[] Fields =
        [new("at", "i.at is not null", "i.at > @latest or i.at < @least", "i.at >= @fresh"), new("channel", "i.channel is not null"), new("direction", "i.direction is not null")];

    public string Kind => "interactions";

    // A source's interactions are those whose keys were claimed for it.
    public Task<IReadOnlyList<FieldCount>> Measure(DbConnection connection, DateTimeOffset now, DateTimeOffset freshFrom, CancellationToken ct) => connection.CountFields(
        "k.scope", $"{ClaimedKeys.Table} k join {InteractionStore.Table} i on i.customer_id = k.customer_id and i.id = k.id and k.scope like '{ClaimScopes.Interaction(default)[..^1]}%'",
        Fields, scope => new SourceId(long.Parse(((string)scope).Split(':')[1], CultureInfo.InvariantCulture)), now, freshFrom, ct);
}
