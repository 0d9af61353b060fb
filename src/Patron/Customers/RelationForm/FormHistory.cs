using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.RelationForm;

/// <summary>One value that became another.</summary>
/// <param name="Field">The column's name; "state" for an agreement that was taken away or came back.</param>
/// <param name="Of">The agreement's name; null for the form itself.</param>
/// <param name="Before">Null for none; days as 2026-12-31, users and teams by name.</param>
internal sealed record FormChange(DateTimeOffset At, string? By, string? Of, string Field, string? Before, string? After);

/// <summary>What people changed of the form of a relation, from the change sets.</summary>
internal sealed class FormHistory(IDbContextFactory<PatronDb> contexts, IUserNames users, IServingTeams teams, TimeProvider clock)
{
    private const int Most = 50;
    private static readonly string[] Days = ["since", "starts", "ends"];

    private sealed record Read(DateTimeOffset At, UserId? By, string Entity, long Id, JsonElement Before, JsonElement After);

    /// <summary>The latest first, <see cref="Most"/> rows at most; a row that was made tells its values of then.</summary>
    public async Task<IReadOnlyList<FormChange>> Of(CustomerId customer, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var forms = await session.Db.Set<FormRow>().AsNoTracking().Where(f => f.CustomerId == customer).ToListAsync(ct);
        var agreements = await session.Db.Set<AgreementRow>().AsNoTracking().Where(a => a.CustomerId == customer).ToListAsync(ct);
        var changes = await Changes(session, customer, ct);
        Read[] all =
        [
            .. changes, .. forms.Select(f => Made(f.At, f.By, FormTable.Hand, f.Id, f.Said, changes)),
            .. agreements.Select(a => Made(a.At, a.By, AgreementTable.Hand, a.Id, a.Said, changes)),
        ];
        var names = await users.Of([.. all.Select(r => r.By).Concat(all.SelectMany(r => Users(r.Before).Concat(Users(r.After)))).OfType<UserId>().Distinct()], ct);
        var known = (await teams.All(ct)).ToDictionary(t => t.Id, t => t.Name);
        var called = agreements.ToDictionary(a => a.Id, a => a.Name);
        return
        [
            .. from read in all.OrderByDescending(r => r.At)
               from field in read.After.EnumerateObject()
               let before = Shown(read.Before, field.Name)
               let after = Shown(read.After, field.Name)
               where before != after && !(field.Name == "state" && read.Before.ValueKind == JsonValueKind.Undefined)
               select new FormChange(read.At, read.By is { } author ? names.GetValueOrDefault(author) : null, read.Entity == AgreementTable.Name ? called.GetValueOrDefault(read.Id) : null, field.Name, before, after),
        ];

        string? Shown(JsonElement values, string field) => values.ValueKind == JsonValueKind.Undefined || !values.TryGetProperty(field, out var value) ? null : RecordedChange.ValueOf(value) switch
        {
            null => null,
            long day when Days.Contains(field) => DateOnly.FromDayNumber((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            long user when field == "user_id" => names.GetValueOrDefault(new(user), "?"),
            long team when field == "team_id" => known.GetValueOrDefault(new(team), "?"),
            var other => Convert.ToString(other, CultureInfo.InvariantCulture),
        };
    }

    private static IEnumerable<UserId?> Users(JsonElement values) =>
        values.ValueKind == JsonValueKind.Object && values.TryGetProperty("user_id", out var user) && user.ValueKind == JsonValueKind.Number ? [new UserId(user.GetInt64())] : [];

    /// <summary>The row as it was when it was made: today's values, but where a change tells what was before it; the earliest is the last.</summary>
    private static Read Made(DateTimeOffset at, UserId? by, HandTable table, long id, object?[] today, List<Read> changes)
    {
        var values = table.Said.Zip(today).ToDictionary(v => v.First, v => v.Second);
        foreach (var change in changes.Where(c => c.Entity == table.Name && c.Id == id).OrderByDescending(c => c.At))
            foreach (var field in change.Before.EnumerateObject()) values[field.Name] = RecordedChange.ValueOf(field.Value);
        return new(at, by, table.Name, id, default, JsonSerializer.SerializeToElement(values));
    }

    private static async Task<List<Read>> Changes(BulkSession session, CustomerId customer, CancellationToken ct)
    {
        var found = new List<Read>();
        await using var command = session.Command($"""
            select s.at, s."by", c.entity, c.entity_id, p.before, p.after
            from {ChangePayloadTable.Name} p join kernel_changes c on c.change_set_id = p.change_set_id and c.seq = p.seq join kernel_change_sets s on s.id = p.change_set_id
            where p.customer_id = @customer and c.entity in ('{FormTable.Name}', '{AgreementTable.Name}') and p.before is not null and p.after is not null order by s.at desc, p.seq desc limit {Most}
            """);
        command.Add("@customer", customer.Value);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(new(Instants.FromMicroseconds(row.GetInstant(0)), row.IsDBNull(1) ? null : new(row.GetInt64(1)), row.GetString(2), row.GetInt64(3), JsonSerializer.Deserialize<JsonElement>(row.GetString(4)), JsonSerializer.Deserialize<JsonElement>(row.GetString(5))));
        return found;
    }
}
