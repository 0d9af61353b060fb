using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;
using Take = Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.UndoImports;

/// <summary>Imports with their change sets, the taking back of them, and all rows of all tables before and after.</summary>
internal static class Undone
{
    /// <summary>What tells of changes, runs jobs or counts, and the ids of rows that are made anew whenever they are needed.</summary>
    private static readonly string[] Bookkeeping = ["kernel_", "imports", "access_", "identity_sources", "catalog_", "customers_many", "customers_changes", "identity_decisions"];
    private static readonly HashSet<(string, string)> NotCompared = [("customers", "version"), ("identity_identifiers", "id"), ("identity_links", "id")];

    public static async Task<ChangeSetId> Import<TRow>(this PatronServices patron, string source, IReadOnlyList<TRow> rows, IntakeRules? rules = null, int chunk = 10_000)
    {
        patron.Clock.Advance(TimeSpan.FromHours(1));
        var info = await patron.Source(source);
        var set = new ChangeSet { Id = patron.Get<IdMaker>().Next<ChangeSetId>(), At = patron.Clock.GetUtcNow(), Kind = "import" };
        await using (var db = await patron.Db())
        {
            db.Add(set);
            await db.SaveChangesAsync(Ct);
        }
        var intake = new Intake(info, Organisation.Default, set.At, null, planOnly: false, patron.Get<IdMaker>(), set, changesBefore: 0) { Rules = rules ?? IntakeRules.Default };
        var taking = patron.Get<ITakesRows<TRow>>().Begin(intake);
        foreach (var some in rows.Chunk(chunk))
        {
            await using var session = await patron.Session();
            await taking.Take(session, some, Ct);
            await session.Commit(Ct);
        }
        await using var after = await patron.Db();
        var seq = 0;
        foreach (var (table, first, last) in intake.Created)
            after.Add(new ChangeRange { ChangeSetId = set.Id, Seq = ++seq, Entity = table, FirstId = first, LastId = last });
        await after.SaveChangesAsync(Ct);
        return set.Id;
    }

    /// <summary>Room after room, part after part, each in a transaction of its own.</summary>
    public static async Task<IReadOnlyList<LeftBehind>> Undo(this PatronServices patron, ChangeSetId id)
    {
        patron.Clock.Advance(TimeSpan.FromHours(1));
        var left = new List<LeftBehind>();
        foreach (var room in patron.Get<IEnumerable<IUndoesChanges>>().OrderBy(r => r.Order))
        {
            for (long? from = 0; from is { } at;)
            {
                await using var session = await patron.Session();
                var set = await session.Db.Set<ChangeSet>().FirstAsync(s => s.Id == id, Ct);
                var what = new Undoing(set, await session.Db.Set<ChangeRange>().AsNoTracking().Where(r => r.ChangeSetId == id).ToListAsync(Ct), patron.Clock.GetUtcNow(), null);
                from = await room.Undo(session, what, at, Ct);
                left.AddRange(what.TakeLeft());
                await session.Commit(Ct);
            }
        }
        await using var db = await patron.Db();
        var undo = new ChangeSet { Id = patron.Get<IdMaker>().Next<ChangeSetId>(), At = patron.Clock.GetUtcNow(), Kind = "import.undo", Undoes = id };
        db.Add(undo);
        (await db.Set<ChangeSet>().FirstAsync(s => s.Id == id, Ct)).UndoneBy = undo.Id;
        await db.SaveChangesAsync(Ct);
        return left;
    }

    /// <summary>Every row of every table that is no bookkeeping, as text, in order.</summary>
    public static async Task<string[]> AllRows(this PatronServices patron)
    {
        await using var db = await patron.Db();
        await db.Database.OpenConnectionAsync(Ct);
        var rows = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().Where(t => t == "kernel_claimed_keys" || !Bookkeeping.Any(b => t.StartsWith(b, StringComparison.Ordinal))))
        {
            var store = StoreObjectIdentifier.Table(table);
            string[] columns = [.. db.Model.GetEntityTypes().First(e => e.GetTableName() == table).GetProperties().Select(p => p.GetColumnName(store)!)
                .Where(c => !NotCompared.Contains((table, c)))];
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select {string.Join(", ", columns.Select(c => $"\"{c}\""))} from {table}";
            await using var reader = await command.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct))
                rows.Add($"{table}: {string.Join(", ", columns.Select((c, at) => (c, Value: reader.GetValue(at))).Where(v => v.Value is not DBNull).Select(v => $"{v.c}={v.Value}"))}");
        }
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    /// <summary>For rooms whose own undo is not looked at here: what the set created in these tables goes, with the keys claimed for it.</summary>
    internal sealed class DeletesCreated(CustomerRowMover mover) : IUndoesChanges
    {
        public int Order => 10;

        public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
        {
            foreach (var table in mover.Owners.SelectMany(o => o.Tables).Where(t => !t.StartsWith("identity_", StringComparison.Ordinal)))
            {
                foreach (var (first, last) in what.Created(table))
                {
                    await session.Execute($"delete from {ClaimedKeys.Table} where id between @first and @last", ct, ("@first", first), ("@last", last));
                    await session.Execute($"delete from {table} where id between @first and @last", ct, ("@first", first), ("@last", last));
                }
            }
            return null;
        }
    }
}
