using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

/// <summary>The ready-made fields of the program, and those that the database tells of: ready-made ones in use and the organisation's own.</summary>
internal sealed class CustomFieldList(IDbContextFactory<PatronDb> contexts) : ICustomFields
{
    public async Task<IReadOnlyList<CustomFieldInfo>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var stored = await db.CustomFields.AsNoTracking().ToDictionaryAsync(f => f.Key, StringComparer.Ordinal, ct);
        return
        [
            .. ReadyMadeFields.All.Select(f => stored.TryGetValue(f.Key, out var used) ? Info(used) : f),
            .. stored.Values.Where(f => !ReadyMadeFields.ByKey.ContainsKey(f.Key)).OrderBy(f => f.Label, StringComparer.Ordinal).Select(Info),
        ];
    }

    public async Task<CustomFieldRules> Open(BulkSession session, IReadOnlyCollection<string> keys, bool planOnly, CancellationToken ct)
    {
        if (keys.Count == 0) return new(new Dictionary<string, CustomFieldInfo>(), null);
        var db = session.Db;
        var purpose = await db.Read<string>(SettingsKeys.SpecialPurpose, ct);
        var stored = await db.CustomFields.Where(f => keys.Contains(f.Key)).ToDictionaryAsync(f => f.Key, StringComparer.Ordinal, ct);
        var fields = keys.ToDictionary(k => k, k => stored.TryGetValue(k, out var known) ? Info(known) : New(k), StringComparer.Ordinal);
        string[] made = [];
        if (!planOnly)
        {
            var used = fields.Values.Where(f => !f.InUse && !(f.Special && purpose is null)).ToArray();
            foreach (var field in used)
            {
                if (stored.TryGetValue(field.Key, out var known)) known.InUse = true;
                else db.CustomFields.Add(Row(field, inUse: true));
            }
            if (used.Length > 0)
            {
                await db.SaveChangesAsync(ct);
                session.Tell(Topics.Settings, []);
                made = [.. used.Select(f => f.Key)];
            }
        }
        return new(fields, purpose) { Made = made };
    }

    public async Task Define(BulkSession session, IReadOnlyList<CustomFieldInfo> fields, CancellationToken ct)
    {
        if (fields.Count == 0) return;
        string[] keys = [.. fields.Select(f => f.Key)];
        var there = await session.Db.CustomFields.Where(f => keys.Contains(f.Key)).Select(f => f.Key).ToListAsync(ct);
        session.Db.AddRange(fields.Where(f => !there.Contains(f.Key)).Select(f => Row(f, inUse: false)));
        await session.Db.SaveChangesAsync(ct);
    }

    public async Task Release(BulkSession session, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        if (keys.Count == 0) return;
        await session.Db.CustomFields.Where(f => keys.Contains(f.Key)).ExecuteDeleteAsync(ct);
        session.Tell(Topics.Settings, []);
    }

    private static CustomFieldInfo New(string key) =>
        ReadyMadeFields.ByKey.GetValueOrDefault(key) ?? new(key, CustomFieldType.Text, key, [], Special: false, InUse: false);

    private static CustomField Row(CustomFieldInfo field, bool inUse) => new()
    {
        Key = field.Key, Type = field.Type, Label = field.Label, Special = field.Special, InUse = inUse,
        Choices = field.Choices.Count == 0 ? null : JsonSerializer.Serialize(field.Choices),
    };

    public static CustomFieldInfo Info(CustomField field) => new(
        field.Key, field.Type, field.Label, field.Choices is { } json ? JsonSerializer.Deserialize<string[]>(json)! : [], field.Special, field.InUse);
}
