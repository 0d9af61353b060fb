using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases.UndoImports;

/// <summary>Takes back lines; the orders that stay get the time of the lines that are left.</summary>
internal sealed class UndoesLines() : UndoesRows(LineStore.Table, Topics.Purchases,
    [new("product_id"), new("quantity"), new("price"), new("discount"), new("at", IsInstant: true)])
{
    public override int Order => 10;

    protected override string Extra => "t.order_id";
    protected override string ChangedSince => "purchases.left.changed";

    protected override async Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        var numbers = await OrderStore.Numbers(session, [.. rows.Select(r => (r.Customer, r.Extra)).Distinct()], ct);
        return rows.ToDictionary(r => r.Id, r => numbers.GetValueOrDefault(r.Extra, ""));
    }

    // Orders of the set itself go, or are seen to when it turns out that they have lines of others.
    protected override Task Removed(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> gone, CancellationToken ct) =>
        OrderStore.Retime(session, [.. gone.Where(r => !what.Made(OrderStore.Table, r.Extra)).Select(r => (r.Customer, r.Extra)).Distinct()], ct);

    protected override async Task Restored(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        await LineStore.Reckon(session, [.. rows.Select(r => (r.Customer, r.Id))], ct);
        await OrderStore.Retime(session, [.. rows.Select(r => (r.Customer, r.Extra)).Distinct()], ct);
    }
}

/// <summary>Takes back orders that have no lines left, with the anonymous buyers made for them.</summary>
internal sealed class UndoesOrders(CustomerRowMover mover, IGoldenRecords golden) : UndoesRows(OrderStore.Table, Topics.Purchases,
    [new("at", IsInstant: true, Reckoned: true), new("channel"), new("country"), new("stated_total")])
{
    public override int Order => 11;

    protected override string Extra => "case when t.source_record_id is null then 1 else 0 end";
    protected override string ClaimedIn => "order:";
    protected override string ChangedSince => "purchases.left.changed";

    protected override async Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        await OrderStore.Numbers(session, [.. rows.Select(r => (r.Customer, r.Id))], ct);

    protected override async Task<IReadOnlySet<long>> Reckoned(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        await OrderStore.WithLines(session, [.. rows.Select(r => (r.Customer, r.Id))], ct);

    protected override async Task<IReadOnlyDictionary<long, string>> Stay(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        var with = await OrderStore.WithLines(session, [.. rows.Select(r => (r.Customer, r.Id))], ct);
        await OrderStore.Retime(session, [.. rows.Where(r => with.Contains(r.Id)).Select(r => (r.Customer, r.Id))], ct);
        return with.ToDictionary(id => id, _ => "purchases.left.lines");
    }

    protected override async Task Removed(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> gone, CancellationToken ct)
    {
        var anonymous = await mover.WithoutRows(session, [.. gone.Where(r => r.Extra == 1).Select(r => new CustomerId(r.Customer))], ct);
        if (anonymous.Count == 0) return;
        await mover.Delete(session, anonymous, ct);
        await golden.Delete(session, anonymous, ct);
    }
}

internal sealed class UndoesHoldings() : UndoesRows(HoldingStore.Table, Topics.Holdings, [.. HoldingStore.Recorded.Select(c => new RecordedColumn(c))])
{
    public override int Order => 12;

    protected override string ClaimedIn => "holding:";
    protected override string ChangedSince => "purchases.left.changed";

    protected override async Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        (await HoldingStore.Read(session, [.. rows.Select(r => (r.Customer, r.Id))], ct)).ToDictionary(h => h.Id, h => h.Number);
}

/// <summary>Lines name products.</summary>
internal sealed class LinesNameProducts : INamesProducts
{
    /// <summary>Whoever writes lines may have taken their ids so long before.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlySet<ProductId>> Named(BulkSession session, CancellationToken ct)
    {
        await using var command = session.Command($"select distinct product_id from {LineStore.Table}");
        return await Read(command, ct);
    }

    /// <summary>An older line names a newer product only where it was changed since. Otherwise the key alone tells which lines to look at.</summary>
    public async Task<IReadOnlySet<ProductId>> NamedSince(BulkSession session, DateTimeOffset made, CancellationToken ct)
    {
        var since = IdMaker.FirstAt(made - Held);
        if (await OlderWereChanged(session, since, ct)) return await Named(session, ct);
        // SQLite reads a table from end to end for a part of its key, though the key has an index of its own.
        await using var command = session.Command(session.IsPostgres
            ? $"select distinct product_id from {LineStore.Table} where id >= @since"
            : $"select distinct product_id from {LineStore.Table} where rowid in (select rowid from {LineStore.Table} where id >= @since)");
        command.Add("@since", since);
        return await Read(command, ct);
    }

    private static async Task<bool> OlderWereChanged(BulkSession session, long since, CancellationToken ct)
    {
        await using var command = session.Command("select 1 from kernel_changes where entity = @entity and entity_id < @since and change_set_id >= @since limit 1");
        command.Add("@entity", LineStore.Table);
        command.Add("@since", since);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task<IReadOnlySet<ProductId>> Read(System.Data.Common.DbCommand command, CancellationToken ct)
    {
        var named = new HashSet<ProductId>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) named.Add(new(reader.GetInt64(0)));
        return named;
    }
}
