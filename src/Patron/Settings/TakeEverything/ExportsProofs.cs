using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Settings.TakeEverything;

/// <summary>Proofs of erasure, to the letter: their digests were noted elsewhere. They keep their ids, which say nothing of whom they are about.</summary>
internal sealed class ExportsProofs(IUserNames users) : IExportPart
{
    public string Kind => "erasure-proofs";
    public int Order => 96;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("id", "at", "by", "verdict", "digest", "document");
        await foreach (var proof in session.Db.Set<ErasureProofRow>().AsNoTracking().OrderBy(p => p.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            rows.Text(new JobId(proof.Id).ToString()).Instant(Instants.ToMicroseconds(proof.At)).Text(proof.By is { } by ? said.GetValueOrDefault(by) : null)
                .Text(proof.Verdict.ToString().ToLowerInvariant()).Text(proof.Digest).Text(proof.Document);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var read = rows.Select(r => (Row: r, Id: IdText.TryRead<JobId>(r.Need("id"), out var id) ? id.Value : throw new ExportDamagedException(r.Line, "id"))).ToArray();
        long[] ids = [.. read.Select(r => r.Id)];
        var known = await session.Db.Set<ErasureProofRow>().AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => p.Id).ToListAsync(ct);
        foreach (var (row, id) in read.Where(r => !known.Contains(r.Id)))
            session.Db.Add(new ErasureProofRow
            {
                Id = id, At = Instants.FromMicroseconds(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at")), By = row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user : null,
                Verdict = row.Word<ErasureVerdict>("verdict") ?? throw new ExportDamagedException(row.Line, "verdict"), Digest = row.Need("digest"), Document = row.Need("document"),
            });
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return [.. read.Select(r => new RowFate(r.Row.Line, known.Contains(r.Id) ? Fate.Unchanged : Fate.Created))];
    }
}

/// <summary>The erasure list: ids never come again, so it stands for the same persons wherever a backup of before is brought back.</summary>
internal sealed class ExportsErasures(ErasureList list) : IExportPart
{
    public string Kind => "erasures";
    public int Order => 97;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "at");
        foreach (var erased in await ErasureList.ReadTable(session.Db, ct))
        {
            rows.Text(erased.What == ErasedThing.Customer ? new CustomerId(erased.Id).ToString() : new SourceRecordId(erased.Id).ToString()).Instant(Instants.ToMicroseconds(erased.At));
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        ErasureRow[] said = [.. rows.Select(Of)];
        long[] ids = [.. said.Select(e => e.Id)];
        var known = await session.Db.Set<ErasureRow>().AsNoTracking().Where(e => ids.Contains(e.Id)).Select(e => e.Id).ToListAsync(ct);
        ErasureRow[] news = [.. said.Where(e => !known.Contains(e.Id))];
        list.Append(news);
        session.Db.AddRange(news);
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return [.. rows.Zip(said, (row, erased) => new RowFate(row.Line, known.Contains(erased.Id) ? Fate.Unchanged : Fate.Created))];
    }

    private static ErasureRow Of(ExportedRow row)
    {
        var (id, at) = (row.Need("id"), Instants.FromMicroseconds(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at")));
        if (IdText.TryRead<CustomerId>(id, out var customer)) return new() { Id = customer.Value, What = ErasedThing.Customer, At = at };
        return IdText.TryRead<SourceRecordId>(id, out var record) ? new() { Id = record.Value, What = ErasedThing.Record, At = at } : throw new ExportDamagedException(row.Line, "id");
    }
}
