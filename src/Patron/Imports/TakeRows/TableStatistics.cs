using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Imports.TakeRows;

/// <summary>
/// PostgreSQL plans by statistics that it gathers a minute later; in the middle of a big import the tables are by then a hundred times as large.
/// So they are gathered after the first chunk and whenever the rows are four times as many: plans change with the order of magnitude, and each gathering reads the tables.
/// A table that is known to be larger than all that has come is left alone: of ten million rows half a million more change no plan.
/// </summary>
internal sealed class TableStatistics
{
    private long next;

    public async Task Refresh(BulkSession session, Intake intake, long rows, CancellationToken ct)
    {
        if (!session.IsPostgres || rows < next) return;
        next = 4 * rows;
        var known = session.Db.Model.GetEntityTypes().Select(e => e.GetTableName()).ToHashSet(StringComparer.Ordinal);
        foreach (var table in intake.Created.Select(c => c.Table).Append(ClaimedKeys.Table).Distinct().Where(known.Contains))
            if (await Size(session, table, ct) < rows) await session.Execute($"analyze {table}", ct);
    }

    /// <summary>How many rows the table had by the last statistics; -1 where there are none.</summary>
    private static async Task<long> Size(BulkSession session, string table, CancellationToken ct)
    {
        await using var command = session.Command("select reltuples::bigint from pg_class where oid = to_regclass(@table)");
        command.Add("@table", table);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }
}
