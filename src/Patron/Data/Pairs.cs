using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Patron.Data;

/// <summary>Look-ups by (customer, id), the key of all customers' rows, many at a time.</summary>
public static class Pairs
{
    /// <summary>
    /// The pairs as a table w(c, i) for the head of a join: <c>from {command.InPairs(keys)} cross join t where t.customer_id = w.c and t.id = w.i</c>.
    /// On SQLite a cross join keeps its order, so that the pairs lead and the table's key is used; PostgreSQL plans it as any join.
    /// </summary>
    public static string InPairs(this DbCommand command, IReadOnlyCollection<(long Customer, long Id)> pairs)
    {
        if (command is NpgsqlCommand postgres)
        {
            postgres.Parameters.Add(new NpgsqlParameter("@customers", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = pairs.Select(p => p.Customer).ToArray() });
            postgres.Parameters.Add(new NpgsqlParameter("@ids", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = pairs.Select(p => p.Id).ToArray() });
            return "unnest(@customers, @ids) as w(c, i)";
        }
        command.Add("@pairs", "[" + string.Join(',', pairs.Select(p => $"[{p.Customer},{p.Id}]")) + "]");
        return "(select json_extract(value, '$[0]') as c, json_extract(value, '$[1]') as i from json_each(@pairs)) as w";
    }
}
