using System.Text.Json;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.EnterValues;

/// <summary>Values set by hand as change sets tell of them: a row that came or went, whole.</summary>
internal static class HandChanges
{
    private sealed record Told(string Field, bool Custom, string Value, long At, long? By);

    public static void Came(this ChangeRecorder changes, BulkSession session, IEnumerable<HandRow> rows) =>
        changes.Write(session, IdentityTables.Hands, [.. rows.Select(r => RowChange.Told(r.Id, r.CustomerId, null, Tell(r)))]);

    public static void Went(this ChangeRecorder changes, BulkSession session, IEnumerable<HandRow> rows) =>
        changes.Write(session, IdentityTables.Hands, [.. rows.Select(r => RowChange.Told(r.Id, r.CustomerId, Tell(r), null))]);

    /// <summary>The row of which a change set tells, as a row of this customer.</summary>
    public static HandRow Read(string json, long id, CustomerId customer)
    {
        var told = JsonSerializer.Deserialize<Told>(json)!;
        return new()
        {
            CustomerId = customer, Id = id, Field = told.Field, Custom = told.Custom, Value = told.Value,
            At = Instants.FromMicroseconds(told.At), By = told.By is { } by ? new UserId(by) : null,
        };
    }

    private static Dictionary<string, object?> Tell(HandRow row) => new()
    {
        [nameof(Told.Field)] = row.Field, [nameof(Told.Custom)] = row.Custom, [nameof(Told.Value)] = row.Value,
        [nameof(Told.At)] = Instants.ToMicroseconds(row.At), [nameof(Told.By)] = row.By?.Value,
    };
}
