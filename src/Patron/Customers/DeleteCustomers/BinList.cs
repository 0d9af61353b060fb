using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.DeleteCustomers;

/// <summary>What is asked of the bin: words to be found, order, page.</summary>
internal sealed record BinAddress(string? Words, string Sort, int Page)
{
    public const string Search = "q", Order = "sort", PageOf = "page";
    public const string ByDay = "deleted", ByName = "name", ByOrders = "orders", BySpent = "spent";
    public const int PageSize = 25;

    public string SortKey => Sort.TrimStart('-');
    public bool Descending => Sort.StartsWith('-');

    public static BinAddress Of(string? words, string? sort, string? page) => new(
        words?.Trim() is { Length: > 0 and <= 200 } typed ? typed : null,
        sort?.TrimStart('-') is ByDay or ByName or ByOrders or BySpent ? sort : "-" + ByDay,
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 1_000_000 ? n : 1);
}

/// <param name="By">Who deleted; null where that is not known.</param>
/// <param name="Orders">Null where nothing was bought.</param>
internal sealed record BinRow(CustomerId Id, string? Name, string? LatinName, string? Language, string? Contact, DateTimeOffset At, string? By, OrderTotals? Orders);

internal sealed record BinPageRows(IReadOnlyList<BinRow> Rows, int Found, int InAll);

/// <summary>Reads the bin, of which the customer base holds nothing.</summary>
internal sealed class BinList(IDbContextFactory<PatronDb> contexts, IVisibility visibility, IEnumerable<ITellsOrderTotals> orders, IUserNames users)
{
    public async Task<BinPageRows> Read(BinAddress address, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = InBin(db, user);
        var found = Matching(db, all, address.Words);
        var (inAll, count) = (await all.CountAsync(ct), await found.CountAsync(ct));
        var skip = (Math.Clamp(address.Page, 1, Math.Max(1, (count + BinAddress.PageSize - 1) / BinAddress.PageSize)) - 1) * BinAddress.PageSize;
        var ids = address.SortKey is BinAddress.ByOrders or BinAddress.BySpent
            ? await ByOrders(found, address, skip, ct)
            : await Sorted(found, address).Skip(skip).Take(BinAddress.PageSize).Select(c => c.Id).ToArrayAsync(ct);
        return new(await Rows(db, ids, ct), count, inAll);
    }

    /// <summary>Everybody in the bin who matches, oldest first.</summary>
    public async Task<IReadOnlyList<CustomerId>> Ids(string? words, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Matching(db, InBin(db, user), words).OrderBy(c => c.DeletedAt).ThenBy(c => c.Id).Select(c => c.Id).ToListAsync(ct);
    }

    private IQueryable<Customer> InBin(PatronDb db, UserId? user) =>
        db.Customers.AsNoTracking().Where(c => c.DeletedAt != null && c.MergedInto == null && !c.Anonymous).Where(VisibilityCompiler.Compile(visibility.For(user), db).Row);

    /// <summary>Few lie in the bin beside those who do not: their texts are gone through as they are.</summary>
    private static IQueryable<Customer> Matching(PatronDb db, IQueryable<Customer> customers, string? words)
    {
        if (words is null) return customers;
        if (IdText.TryRead<CustomerId>(words, out var id)) return customers.Where(c => c.Id == id);
        var pattern = "%" + words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        return db.Database.IsNpgsql()
            ? customers.Where(c => EF.Functions.ILike(c.Name!, pattern, "\\") || EF.Functions.ILike(c.LatinName!, pattern, "\\") || EF.Functions.ILike(c.Company!, pattern, "\\") || EF.Functions.ILike(c.Email!, pattern, "\\") || EF.Functions.ILike(c.Phone!, pattern, "\\"))
            : customers.Where(c => EF.Functions.Like(c.Name!, pattern, "\\") || EF.Functions.Like(c.LatinName!, pattern, "\\") || EF.Functions.Like(c.Company!, pattern, "\\") || EF.Functions.Like(c.Email!, pattern, "\\") || EF.Functions.Like(c.Phone!, pattern, "\\"));
    }

    private static IQueryable<Customer> Sorted(IQueryable<Customer> customers, BinAddress address) => (address.SortKey, address.Descending) switch
    {
        (BinAddress.ByName, false) => customers.OrderBy(c => c.Name == null).ThenBy(c => c.Name).ThenBy(c => c.Id),
        (BinAddress.ByName, true) => customers.OrderBy(c => c.Name == null).ThenByDescending(c => c.Name).ThenBy(c => c.Id),
        (_, false) => customers.OrderBy(c => c.DeletedAt).ThenBy(c => c.Id),
        _ => customers.OrderByDescending(c => c.DeletedAt).ThenBy(c => c.Id),
    };

    private async Task<CustomerId[]> ByOrders(IQueryable<Customer> customers, BinAddress address, int skip, CancellationToken ct)
    {
        var ids = await customers.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(ct);
        var totals = await Totals(ids, ct);
        var keyed = ids.Select(id => (Id: id, Key: totals.GetValueOrDefault(id) is var t && address.SortKey == BinAddress.ByOrders ? t.Orders : t.Spent));
        return [.. (address.Descending ? keyed.OrderByDescending(k => k.Key) : keyed.OrderBy(k => k.Key)).Skip(skip).Take(BinAddress.PageSize).Select(k => k.Id)];
    }

    private async Task<IReadOnlyDictionary<CustomerId, OrderTotals>> Totals(IReadOnlyCollection<CustomerId> ids, CancellationToken ct) =>
        orders.FirstOrDefault() is { } room ? await room.Of(ids, ct) : new Dictionary<CustomerId, OrderTotals>();

    private async Task<IReadOnlyList<BinRow>> Rows(PatronDb db, CustomerId[] ids, CancellationToken ct)
    {
        var rows = await db.Customers.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var sets = rows.Values.Select(c => c.DeletedIn).OfType<ChangeSetId>().Distinct().ToArray();
        var authors = await db.Set<ChangeSet>().AsNoTracking().Where(s => sets.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.By, ct);
        var names = await users.Of([.. authors.Values.OfType<UserId>().Distinct()], ct);
        var totals = await Totals(ids, ct);
        return [.. ids.Select(id => rows[id]).Select(c => new BinRow(c.Id, CustomerName.Shown(c.Name, c.Company, c.Email, c.Phone), c.LatinName, c.Language,
            new[] { c.Email, c.Phone, c.City }.FirstOrDefault(text => text is not null && text != CustomerName.Shown(c.Name, c.Company, c.Email, c.Phone)), c.DeletedAt!.Value,
            c.DeletedIn is { } set && authors.GetValueOrDefault(set) is { } by ? names.GetValueOrDefault(by) : null, totals.TryGetValue(c.Id, out var bought) ? bought : null))];
    }
}
