using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.CustomerBase;

/// <summary>
/// Loads the base by the contributors' readers, side by side, and follows the change feed from the position that stood before the load:
/// what was committed meanwhile is refreshed once more, which changes nothing.
/// </summary>
internal sealed partial class LiveBase : ICustomerBase, IDerivedColumns, IDisposable
{
    /// <summary>Where more customers changed than this, loading anew is quicker than refreshing them.</summary>
    private const int ReloadFrom = 100_000;
    private const int EntriesAtOnce = 500;

    private readonly DataLocation location;
    private readonly IDbContextFactory<PatronDb> contexts;
    private readonly IListsCustomers customers;
    private readonly IContributesColumns[] contributors;
    private readonly IDerivesColumns[] derivers;
    private readonly ILogger<LiveBase> logger;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly BaseWriter writer;
    private long position = -1;

    public LiveBase(DataLocation location, IDbContextFactory<PatronDb> contexts, IListsCustomers customers, IEnumerable<IContributesColumns> contributors, IEnumerable<IDerivesColumns> derivers, BaseCodes codes, ILogger<LiveBase> logger)
    {
        (this.location, this.contexts, this.customers, this.contributors, this.derivers, Codes, this.logger) = (location, contexts, customers, [.. contributors], [.. derivers], codes, logger);
        writer = new([.. this.contributors.SelectMany(c => c.Keys), .. this.derivers.SelectMany(d => d.Keys)]);
    }

    public BaseCodes Codes { get; }
    public long Position => Volatile.Read(ref position);

    public CustomerBaseSnapshot Current
    {
        get
        {
            if (Position < 0) LoadNow();
            return writer.Current;
        }
    }

    public async Task CatchUp(CancellationToken ct)
    {
        // What is loaded now is as new as anybody may ask for.
        if (Position < 0 && await LoadFirst(ct)) return;
        long head;
        await using (var db = await contexts.CreateDbContextAsync(ct)) head = await ChangeFeed.Head(db, ct);
        if (Position >= head) return;
        await writing.WaitAsync(ct);
        try
        {
            while (Position < head) await Follow(ct);
        }
        finally
        {
            writing.Release();
        }
    }

    public async Task Renew(IDerivesColumns of, CancellationToken ct)
    {
        // Beside those who write; only where the base moves on again and again they wait for it.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var snapshot = Current;
            var values = Derivation.Of(of, snapshot);
            if (values is null) return;
            await writing.WaitAsync(ct);
            try
            {
                if (writer.Current == snapshot)
                {
                    writer.Put(of.Keys, values);
                    return;
                }
                if (attempt == 1 && Derivation.Of(of, writer.Current) is { } late) writer.Put(of.Keys, late);
            }
            finally
            {
                writing.Release();
            }
        }
    }

    public void Dispose() => writing.Dispose();

    /// <summary>False where another caller has loaded meanwhile.</summary>
    private async Task<bool> LoadFirst(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            if (Position >= 0) return false;
            Load(ct);
            return true;
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>A command's first question: it waits for the reading, and there is nothing to go on with meanwhile.</summary>
    private void LoadNow()
    {
        writing.Wait();
        try
        {
            if (Position < 0) Load(CancellationToken.None);
        }
        finally
        {
            writing.Release();
        }
    }

    // Reading rows into columns is work for threads, not waiting: nothing in it is asynchronous.
    private void Load(CancellationToken ct)
    {
        long head;
        (long[] Ids, Bitmap Known) list;
        using (var connection = location.Connect())
        {
            head = ChangeFeed.HeadNow(connection);
            list = customers.Load(connection, ct);
        }
        var draft = new BaseDraft(writer, Codes, list.Ids, list.Known);
        Parallel.ForEach(contributors, new ParallelOptions { CancellationToken = ct }, contributor =>
        {
            using var connection = location.Connect();
            contributor.Load(connection, draft, ct);
        });
        writer.Load(draft.Finish());
        foreach (var deriver in derivers)
            if (Derivation.Of(deriver, writer.Current) is { } values) writer.Put(deriver.Keys, values);
        Volatile.Write(ref position, head);
        Loaded(logger, list.Ids.Length, head);
    }

    private async Task Follow(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var entries = await ChangeFeed.After(db, Position, EntriesAtOnce, ct);
        if (entries.Count == 0) return;
        // A gap: what came between was dropped from the feed.
        var gap = entries[0].Position != Position + 1;
        if (gap || entries.Any(e => e.Topic == Topics.Everything) || entries.Sum(e => (long)e.Customers.Length) > ReloadFrom)
        {
            Load(ct);
            return;
        }
        await Apply(db, entries, ct);
        Volatile.Write(ref position, entries[^1].Position);
    }

    private async Task Apply(PatronDb db, IReadOnlyList<FeedEntry> entries, CancellationToken ct)
    {
        var touched = entries.SelectMany(e => e.Customers).ToHashSet();
        if (touched.Count == 0) return;
        var present = await customers.Find(db, touched, ct);
        var rows = present.ToDictionary(p => p.Key, p => new CustomerRow(p.Key, p.Value));
        // A customer that the base does not know yet is new to every contributor, whatever topic told of it.
        var unknown = rows.Keys.Where(id => !writer.Current.TryIndex(id, out _)).ToHashSet();
        foreach (var contributor in contributors)
        {
            var told = entries.Where(e => contributor.Topics.Contains(e.Topic)).SelectMany(e => e.Customers).Concat(unknown).Distinct()
                .Where(rows.ContainsKey).ToDictionary(id => id, id => rows[id]);
            if (told.Count > 0) await contributor.Refresh(db, told, writer, ct);
        }
        var batch = new BaseBatch();
        foreach (var id in touched)
        {
            if (rows.TryGetValue(id, out var row)) batch.Upsert(row); else batch.Remove(id);
        }
        writer.Apply(batch);
        if (Derivation.Of(derivers, writer.Current, [.. present.Keys]) is { } derived) writer.Apply(derived);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer base loaded: {Customers} rows at position {Position}")]
    private static partial void Loaded(ILogger logger, int customers, long position);
}
