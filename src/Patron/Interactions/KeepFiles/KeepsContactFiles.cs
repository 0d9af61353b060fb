using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Kernel;

namespace Patron.Interactions.KeepFiles;

/// <summary>Where a person is erased, the files that came with the contacts go too.</summary>
internal sealed class KeepsContactFiles(FileKeeper keeper) : IKeepsFiles
{
    public Task<IReadOnlyCollection<string>> FilesOf(PatronDb db, IReadOnlyCollection<ChangeSetId> sets, CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<string>>([.. sets.Where(s => File.Exists(keeper.PathOf(s))).Select(s => $"{FileKeeper.Folder}/{s}")]);

    public Task<int> Waiting(PatronDb db, CancellationToken ct) => Task.FromResult(0);

    public Task<IReadOnlyList<string>> Watched(PatronDb db, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>A file that named somebody who was erased went whole: its row would offer nothing.</summary>
    public async Task Lost(PatronDb db, IReadOnlyCollection<string> files, CancellationToken ct)
    {
        ChangeSetId[] sets = [.. files.Where(f => f.StartsWith(FileKeeper.Folder, StringComparison.Ordinal)).Select(f => IdText.TryRead<ChangeSetId>(Path.GetFileName(f), out var set) ? set : default)];
        if (sets.Length > 0) await db.Set<ContactFile>().Where(f => sets.Contains(f.ChangeSetId)).ExecuteDeleteAsync(ct);
    }
}

/// <summary>Takes back that a file was kept: its row goes, and after the commit what it held.</summary>
internal sealed class UndoesFiles(IdMaker ids, TimeProvider clock) : UndoesRows(ContactFileTable.Name, Topics.Interactions, [])
{
    public override int Order => 19;

    protected override string ChangedSince => "interactions.contact.refused.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(rows.ToDictionary(r => r.Id, r => new InteractionId(r.Id).ToString()));

    protected override async Task Removed(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> gone, CancellationToken ct)
    {
        if (gone.Count == 0) return;
        session.Db.Send(ids, clock, DropsFiles.TopicName, what.Set.Id.ToString());
        await session.Db.SaveChangesAsync(ct);
    }
}

/// <summary>Deletes what a file held once its row is gone.</summary>
internal sealed class DropsFiles(FileKeeper keeper) : IOutboxHandler
{
    public const string TopicName = "contact-file";

    public string Topic => TopicName;

    public Task Handle(long messageId, string payload, CancellationToken ct)
    {
        if (IdText.TryRead<ChangeSetId>(payload, out var set)) File.Delete(keeper.PathOf(set));
        return Task.CompletedTask;
    }
}
