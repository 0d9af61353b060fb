using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>Parameters of hand-written SQL, alike on both databases.</summary>
public static class Commands
{
    public static void Add(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    /// <summary>Microseconds on SQLite, timestamptz on PostgreSQL.</summary>
    public static void AddInstant(this DbCommand command, string name, DateTimeOffset at) =>
        command.Add(name, command is SqliteCommand ? Instants.ToMicroseconds(at) : at.ToUniversalTime());

    /// <summary>A column as microseconds since 1970, whichever database it comes from.</summary>
    public static long GetInstant(this DbDataReader reader, int field) =>
        reader is NpgsqlDataReader ? Instants.ToMicroseconds(reader.GetFieldValue<DateTimeOffset>(field)) : reader.GetInt64(field);

    public static string? Text(this DbDataReader reader, int field) => reader.IsDBNull(field) ? null : reader.GetString(field);

    public static int? Int(this DbDataReader reader, int field) => reader.IsDBNull(field) ? null : reader.GetInt32(field);

    /// <summary>Days are their DateOnly.DayNumber.</summary>
    public static DateOnly? Day(this DbDataReader reader, int field) => reader.Int(field) is { } number ? DateOnly.FromDayNumber(number) : null;

    /// <summary>
    /// An "id in (...)" over many numbers: one array parameter on PostgreSQL, a JSON array on SQLite, so that no number of parameters is exceeded.
    /// Gives the right-hand side: use as <c>$"id in {command.In("@ids", ids)}"</c>.
    /// </summary>
    public static string In(this DbCommand command, string name, IEnumerable<long> values)
    {
        if (command is NpgsqlCommand postgres)
        {
            postgres.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = values.ToArray() });
            return $"(select unnest({name}))";
        }
        command.Add(name, "[" + string.Join(',', values) + "]");
        return $"(select value from json_each({name}))";
    }

    /// <summary>The same for texts.</summary>
    public static string In(this DbCommand command, string name, IEnumerable<string> values)
    {
        if (command is NpgsqlCommand postgres)
        {
            postgres.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = values.ToArray() });
            return $"(select unnest({name}))";
        }
        command.Add(name, System.Text.Json.JsonSerializer.Serialize(values));
        return $"(select value from json_each({name}))";
    }
}
