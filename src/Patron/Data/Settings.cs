using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage;
using Patron.Kernel;

namespace Patron.Data;

internal sealed class SettingRow
{
    public required string Key { get; init; }
    public required string Value { get; set; }
}

internal sealed class SettingTable : IEntityTypeConfiguration<SettingRow>
{
    public void Configure(EntityTypeBuilder<SettingRow> setting)
    {
        setting.ToTable("kernel_settings");
        setting.HasKey(s => s.Key);
        setting.Property(s => s.Key).HasMaxLength(60);
    }
}

/// <summary>Small settings as JSON by key.</summary>
public static class Settings
{
    private const string ValueOf = "select value from kernel_settings where key = @key";

    /// <summary>What is committed, or written by the context's own transaction. By hand and not by EF: every page reads several, and to translate the question costs more than to answer it.</summary>
    public static async Task<T?> Read<T>(this PatronDb db, string key, CancellationToken ct) where T : class
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = ValueOf;
            command.Add("@key", key);
            return await command.ExecuteScalarAsync(ct) is string json ? JsonSerializer.Deserialize<T>(json) : null;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Null removes the setting. Saved with the context's next SaveChangesAsync.</summary>
    public static async Task Write<T>(this PatronDb db, string key, T? value, CancellationToken ct) where T : class
    {
        var row = await db.Set<SettingRow>().FirstOrDefaultAsync(s => s.Key == key, ct);
        if (value is null)
        {
            if (row is not null) db.Remove(row);
            return;
        }
        var json = JsonSerializer.Serialize(value);
        if (row is null) db.Add(new SettingRow { Key = key, Value = json }); else row.Value = json;
    }

    /// <summary>Written at once, in the context's transaction where it has one. Of two who write the same setting for the first time neither fails; the later one's value stays.</summary>
    public static Task WriteAtOnce<T>(this PatronDb db, string key, T value, CancellationToken ct) where T : class
    {
        var json = JsonSerializer.Serialize(value);
        return db.Database.ExecuteSqlAsync($"insert into kernel_settings (key, value) values ({key}, {json}) on conflict (key) do update set value = excluded.value", ct);
    }

    /// <summary>For a command that only reads, see <see cref="PlainConnections"/>.</summary>
    public static Organisation Organisation(this DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = ValueOf;
        command.Add("@key", SettingsKeys.Organisation);
        return command.ExecuteScalar() is string json ? JsonSerializer.Deserialize<Organisation>(json)! : Kernel.Organisation.Default;
    }

    public static async Task<Organisation> Organisation(this PatronDb db, CancellationToken ct) =>
        await db.Read<Organisation>(SettingsKeys.Organisation, ct) ?? Kernel.Organisation.Default;
}
