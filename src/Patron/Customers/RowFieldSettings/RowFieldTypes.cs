using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.RowFieldSettings;

/// <summary>What another type would make of a field.</summary>
/// <param name="Filled">Rows with a value.</param>
/// <param name="Unfit">Of these, values that the type cannot hold.</param>
/// <param name="Some">A few of those, the most frequent first.</param>
internal sealed record TypePreview(long Filled, long Unfit, IReadOnlyList<string> Some);

/// <summary>
/// Looks whether the values of a field fit another type. A type is changed only where all do: then no value is touched, and taking it back touches none either. Emptying what does not fit,
/// or guessing what was meant, is left to people, who find those values in the list.
/// </summary>
internal sealed partial class RowFieldTypes(IDbContextFactory<PatronDb> contexts, IEnumerable<OwnFieldRows> subjects, TimeProvider clock)
{
    private const int Shown = 5;

    /// <summary>Where rows of the subject are listed.</summary>
    public string ListOf(RowSubject subject) => subjects.Single(s => s.Subject == subject).List;

    public async Task<TypePreview> Preview(RowSubject subject, string key, CustomFieldType type, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var column = RowFieldAsk.Column(session.IsPostgres, "t", key);
        await using var command = session.Command($"select {column} as value, count(*) from {subjects.Single(s => s.Subject == subject).Table} t where t.custom is not null and {column} is not null group by 1 order by 2 desc, 1");
        var (filled, unfit, some) = (0L, 0L, new List<string>());
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            filled += row.GetInt64(1);
            if (Holds(type, row.GetString(0))) continue;
            unfit += row.GetInt64(1);
            if (some.Count < Shown) some.Add(row.GetString(0));
        }
        return new(filled, unfit, some);
    }

    /// <summary>Whether the type holds the value as it is stored. A choice holds any text, as files may bring it.</summary>
    public static bool Holds(CustomFieldType type, string value) => type switch
    {
        CustomFieldType.Number => Plain().IsMatch(value) && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        CustomFieldType.Day => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        CustomFieldType.YesNo => value is "true" or "false",
        _ => true,
    };

    // As the lists read it: see RowFieldAsk.
    [GeneratedRegex("^-?[0-9]+([.][0-9]+)?\\z")]
    private static partial Regex Plain();
}
