using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data.Erasing;

internal sealed record ErasureArguments(string Customer, ErasureReason Reason)
{
    public static ErasureArguments Read(string json) => JsonSerializer.Deserialize<ErasureArguments>(json, ErasureJob.Json)!;

    public override string ToString() => JsonSerializer.Serialize(this, ErasureJob.Json);
}

internal sealed record NobodyToErase() : Refusal("kernel.erase.nobody")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>
/// Erases one customer and proves it: rows, then files and texts elsewhere, then a look through every table, and of SQLite through the bytes of the
/// database's file. The proof is kept under the job's id. Stopped in between it goes on, but the texts to look for are gone with the memory that held them.
/// </summary>
internal sealed class ErasureJob(
    Erasure erasure, ErasedFiles files, CustomerRowMover mover, IEnumerable<IKeepsFiles> keepers, IEnumerable<MasksErased> masks, IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "erase";
    private const string Erasing = "kernel.erase.phase.erasing", Looking = "kernel.erase.phase.looking", Gone = "erased";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new UserText() } };

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var arguments = ErasureArguments.Read(run.Arguments);
        if (!IdText.TryRead<CustomerId>(arguments.Customer, out var customer)) throw new JobRefusedException(new NobodyToErase());
        run.Report(Erasing, 0, null);
        ErasedPersons? persons = null;
        if (run.Cursor is null)
        {
            if ((await erasure.Preview(customer, ct)).Rows.Count == 0) throw new JobRefusedException(new NobodyToErase());
            persons = await erasure.Erase([customer], run.By, async (session, who) =>
            {
                await Keep(session.Db, run.Id, Begun(run, arguments, who), fresh: true, ct);
                await run.SaveCursor(session, Gone, ct);
            }, ct);
        }
        run.Report(Looking, 0, null);
        var document = await Look(run, persons, ct);
        return JsonSerializer.Serialize(new { proof = run.Id.ToString(), verdict = document.Verdict }, Json);
    }

    private ErasureDocument Begun(IJobRun run, ErasureArguments arguments, ErasedPersons who) => new(
        run.Id.ToString(), clock.GetUtcNow(), null, run.By, arguments.Reason, [.. who.Customers.Select(c => c.ToString())], who.Records, who.Words.Count, 0, false, who.Sources, who.Rows, [], ErasureVerdict.UnderWay);

    private async Task<ErasureDocument> Look(IJobRun run, ErasedPersons? persons, CancellationToken ct)
    {
        var (document, words) = (await Read(run.Id, ct), ErasureWords.WithJson(persons?.Words ?? []));
        var customers = document.Customers.Select(c => IdText.TryRead<CustomerId>(c, out var id) ? id : default).ToArray();
        var folders = await RemoveFiles(persons, ct);
        long masked;
        await using (var session = await BulkSession.Begin(contexts, clock, ct))
        {
            if (!session.IsPostgres) await session.Execute("pragma secure_delete = on", ct);
            masked = await ErasureScan.Overwrite(session, masks, words, ct);
            await session.Commit(ct);
        }
        IReadOnlyList<ErasedTable> found;
        await using (var session = await BulkSession.BeginReading(contexts, clock, ct)) found = await ErasureScan.Look(session, Erasure.Held(mover), customers, words, ct);
        var rebuilt = await Rebuild(found.All(t => t.Left + t.Others == 0) ? words : await NobodyElses(words, ct), ct);

        var erased = document.Tables.ToDictionary(t => t.Table, t => t.Erased);
        var left = found.Any(t => t.Left > 0) || folders.Any(f => f.Left > 0);
        var proof = document with
        {
            EndedAt = clock.GetUtcNow(), Masked = masked, Rebuilt = rebuilt, Folders = folders, Tables = [.. found.Select(t => t with { Erased = erased.GetValueOrDefault(t.Table) })],
            Verdict = left ? ErasureVerdict.Left : persons is null ? ErasureVerdict.ByIdsAlone : ErasureVerdict.Clean,
        };
        await using var db = await contexts.CreateDbContextAsync(ct);
        await Keep(db, run.Id, proof, fresh: false, ct);
        return proof;
    }

    private async Task<IReadOnlyList<ErasedFolder>> RemoveFiles(ErasedPersons? persons, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var brought = new HashSet<string>(StringComparer.Ordinal);
        foreach (var room in keepers) brought.UnionWith(await room.FilesOf(db, persons?.Sets ?? [], ct));
        var (folders, deleted) = files.Remove(ErasureWords.InFiles(persons?.Words ?? []), brought, ct);
        foreach (var room in keepers) await room.Lost(db, deleted, ct);
        return folders;
    }

    /// <summary>The words that no row holds: wherever they stand in the file of the database, it is in space that was given free.</summary>
    private async Task<IReadOnlyList<string>> NobodyElses(IReadOnlyList<string> words, CancellationToken ct)
    {
        var free = new List<string>();
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        foreach (var word in words)
            if ((await ErasureScan.Look(session, [], [], [word], ct)).All(t => t.Left + t.Others == 0)) free.Add(word);
        return free;
    }

    /// <summary>SQLite: older values of a row stay in its page until something is written over them. Where the file still holds any, it is written anew.</summary>
    private async Task<bool> Rebuild(IReadOnlyList<string> words, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!db.Database.IsSqlite() || words.Count == 0) return false;
        await db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)", ct);
        if (!files.DatabaseHolds(words)) return false;
        await db.Database.ExecuteSqlRawAsync("vacuum", ct);
        await db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)", ct);
        return true;
    }

    private async Task<ErasureDocument> Read(JobId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return ErasureProofs.Of(await db.Set<ErasureProofRow>().AsNoTracking().FirstAsync(p => p.Id == id.Value, ct));
    }

    private static async Task Keep(PatronDb db, JobId id, ErasureDocument document, bool fresh, CancellationToken ct)
    {
        var json = JsonSerializer.Serialize(document, Json);
        var row = new ErasureProofRow { Id = id.Value, At = document.At, By = document.By, Verdict = document.Verdict, Document = json, Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))) };
        if (fresh) db.Add(row); else db.Update(row);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Users by the text of their ids.</summary>
    private sealed class UserText : JsonConverter<UserId>
    {
        public override UserId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => IdText.TryRead<UserId>(reader.GetString(), out var id) ? id : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, UserId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
