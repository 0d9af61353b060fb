using System.Data.Common;
using System.Globalization;
using Npgsql;
using Patron.Data;

namespace Patron.Customers.Contracts;

public enum RowBound { Is = 1, From = 2, To = 3 }

/// <summary>
/// What a list's address asks of own fields: f.KEY=VALUE, and f.KEY.from and f.KEY.to of numbers and days, both ends included. Texts are found by any part, in any case.
/// Sorted by one the address says sort=f.KEY. Fields and values that are none are passed over.
/// </summary>
public sealed record RowFieldAsk(IReadOnlyList<(string Key, RowBound Bound, string Value)> Parts)
{
    public const string Prefix = "f.";
    private const string From = ".from", To = ".to";
    private const int Longest = 200, Most = 20;

    /// <summary>Null where nothing is asked.</summary>
    public static RowFieldAsk? Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> query)
    {
        var parts = new List<(string, RowBound, string)>();
        foreach (var (name, values) in query.Where(q => q.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (values.ToString().Trim() is not { Length: > 0 and <= Longest } value) continue;
            var (key, bound) = name.EndsWith(From, StringComparison.Ordinal) ? (name[Prefix.Length..^From.Length], RowBound.From)
                : name.EndsWith(To, StringComparison.Ordinal) ? (name[Prefix.Length..^To.Length], RowBound.To) : (name[Prefix.Length..], RowBound.Is);
            parts.Add((key, bound, value));
        }
        return parts.Count is 0 or > Most ? null : new(parts);
    }

    public static string NameOf(string key, RowBound bound) => Prefix + key + bound switch { RowBound.From => From, RowBound.To => To, _ => "" };

    /// <summary>A word of the address by which a list is sorted, with or without its minus.</summary>
    public static bool Sorts(string sort) => sort.TrimStart('-').StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Conditions on rows of an alias that have the column custom; their parameters are put on the command.</summary>
    public IEnumerable<string> Where(DbCommand command, string alias, RowFields fields)
    {
        foreach (var (at, (key, bound, value)) in Parts.Index())
        {
            if (fields.Find(key) is not { } field) continue;
            var (name, column) = ($"@own{at}", Column(command is NpgsqlCommand, alias, key));
            switch (field.Type, bound)
            {
                case (CustomFieldType.Text, RowBound.Is):
                    command.Add(name, "%" + value.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%");
                    yield return $"lower({column}) like {name} escape '\\'";
                    break;
                case (CustomFieldType.Number, _) when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                    command.Add(name, (double)number);
                    yield return $"{Number(command is NpgsqlCommand, column)} {Than(bound)} {name}";
                    break;
                case (CustomFieldType.Number, _):
                    break;
                case (CustomFieldType.Day, _) or (_, RowBound.Is):
                    command.Add(name, value);
                    yield return $"{column} {Than(bound)} {name}";
                    break;
            }
        }
    }

    /// <summary>Null where the list is sorted by nothing of these.</summary>
    public static string? Order(string sort, bool postgres, string alias, RowFields fields)
    {
        if (!Sorts(sort) || fields.Find(sort.TrimStart('-')[Prefix.Length..]) is not { } field) return null;
        var column = Column(postgres, alias, field.Key);
        return $"{(field.Type == CustomFieldType.Number ? Number(postgres, column) : column)} {(sort[0] == '-' ? "desc" : "asc")} nulls last";
    }

    // A key is letters, digits and underscores: it may stand in SQL as it is.
    internal static string Column(bool postgres, string alias, string key) => postgres ? $"({alias}.custom::json ->> '{key}')" : $"json_extract({alias}.custom, '$.\"{key}\"')";

    /// <summary>Nothing where the text is no number: an archive, or a type that was taken back, may leave one.</summary>
    private static string Number(bool postgres, string column) =>
        $"case when {(postgres ? $"{column} ~ '^-?[0-9]+([.][0-9]+)?$'" : $"{column} not glob '*[^-0-9.]*'")} then cast({column} as double precision) end";

    private static string Than(RowBound bound) => bound switch { RowBound.From => ">=", RowBound.To => "<=", _ => "=" };
}
