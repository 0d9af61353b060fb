using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>A record that an undo had to do with: whose it is, is decided anew once everything of the set is taken back.</summary>
internal sealed class UnsettledRecord
{
    public required ChangeSetId ChangeSetId { get; init; }
    public required SourceRecordId RecordId { get; init; }
}

internal sealed class UnsettledTable : IEntityTypeConfiguration<UnsettledRecord>
{
    public void Configure(EntityTypeBuilder<UnsettledRecord> record)
    {
        record.ToTable(IdentityTables.Unsettled);
        record.HasKey(r => new { r.ChangeSetId, r.RecordId });
    }
}

internal static class Unsettled
{
    public static async Task Add(BulkSession session, ChangeSetId set, IEnumerable<long> records, CancellationToken ct)
    {
        foreach (var some in records.Distinct().Chunk(5_000))
        {
            await using var insert = session.Command();
            insert.CommandText = $"insert into {IdentityTables.Unsettled} (change_set_id, record_id) select @set, r.id from {IdentityTables.Records} r where r.id in {insert.In("@ids", some)} on conflict do nothing";
            insert.Add("@set", set.Value);
            await insert.ExecuteNonQueryAsync(ct);
        }
    }

    public static async Task<List<long>> Next(BulkSession session, ChangeSetId set, int most, CancellationToken ct)
    {
        var records = new List<long>();
        await using var command = session.Command($"select record_id from {IdentityTables.Unsettled} where change_set_id = @set order by record_id limit {most}");
        command.Add("@set", set.Value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) records.Add(reader.GetInt64(0));
        return records;
    }

    public static async Task Remove(BulkSession session, ChangeSetId set, IEnumerable<long> records, CancellationToken ct)
    {
        foreach (var some in records.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText = $"delete from {IdentityTables.Unsettled} where change_set_id = @set and record_id in {delete.In("@ids", some)}";
            delete.Add("@set", set.Value);
            await delete.ExecuteNonQueryAsync(ct);
        }
    }
}
