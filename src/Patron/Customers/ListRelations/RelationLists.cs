using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.ListRelations;

/// <summary>A contract or membership with whose it is.</summary>
internal sealed record ListedAgreement(CustomerId Customer, string? Name, Agreement Is);

/// <summary>A relation between two customers; of one that holds both ways either may come first.</summary>
internal sealed record ListedRelation(CustomerId From, string? FromName, CustomerId To, string? ToName, Tie Is);

/// <param name="Rows">Of one page.</param>
/// <param name="Found">All that are asked for.</param>
/// <param name="Cut">There are more than are looked at: narrower questions see them.</param>
internal sealed record ListedPage<T>(IReadOnlyList<T> Rows, int Found, bool Cut);

/// <summary>
/// Agreements and relations of all customers whom the asker may see and who are not in the bin, as pages and files. They are sorted in the program, for a source's words keep a day as text:
/// so at most <see cref="Most"/> that fit the question are looked at.
/// </summary>
internal sealed class RelationLists(IDbContextFactory<PatronDb> contexts, ICustomerMerges merges, ICustomerBase customerBase, IVisibility visibility, TimeProvider clock)
{
    public const int PageSize = 50, Most = 100_000;

    public async Task<ListedPage<ListedAgreement>> Agreements(AgreementQuestion asked, DateOnly today, UserId? asker, CancellationToken ct)
    {
        var rows = new List<ListedAgreement>();
        await foreach (var one in All(asked, today, asker, ct))
        {
            rows.Add(one);
            if (rows.Count > Most) break;
        }
        return Page(asked.Sorted(rows.Take(Most)), asked.Page, rows.Count > Most);
    }

    /// <summary>All that are asked for, by customer; memory does not grow with their number.</summary>
    public async IAsyncEnumerable<ListedAgreement> All(AgreementQuestion asked, DateOnly today, UserId? asker, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var names = new NamesSeen(customerBase.Current, visibility, asker);
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        await using var command = session.Command();
        // Of a source's record the day on which the contract ends is a row of its own.
        command.CommandText = $"""
            select a.customer_id, a.id, a.kind, a.name, a.number, a.starts, a.ends, a.note, null from {AgreementTable.Name} a where a.state = {(int)AgreementState.Holds}
            union all
            select r.customer_id, null, case r.kind when {(int)RelationKind.Contract} then {(int)AgreementKind.Contract} else {(int)AgreementKind.Membership} end, r.said, null, null, null, null,
                case r.kind when {(int)RelationKind.Contract} then (select max(e.said) from {RelationTable.Name} e where e.customer_id = r.customer_id and e.source_record_id = r.source_record_id and e.kind = {(int)RelationKind.ContractEnds}) end
            from {RelationTable.Name} r where r.kind in ({(int)RelationKind.Contract}, {(int)RelationKind.Membership})
            order by 1, 2
            """;
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            if (!names.Sees(row.GetInt64(0), out var name)) continue;
            var agreement = new Agreement(row.IsDBNull(1) ? null : row.GetInt64(1), (AgreementKind)row.GetInt32(2), row.GetString(3), row.Text(4), Day(row.Int(5)), Day(row.Int(6)) ?? FormReads.DayOf(row.Text(8)), row.Text(7));
            if (asked.Fits(agreement, name, today)) yield return new(new(row.GetInt64(0)), name, agreement);
        }

        static DateOnly? Day(int? number) => number is { } day ? DateOnly.FromDayNumber(day) : null;
    }

    public async Task<ListedPage<ListedRelation>> Relations(RelationQuestion asked, UserId? asker, CancellationToken ct)
    {
        var rows = new List<ListedRelation>();
        await foreach (var one in All(asked, asker, ct))
        {
            rows.Add(one);
            if (rows.Count > Most) break;
        }
        return Page(asked.Sorted(rows.Take(Most)), asked.Page, rows.Count > Most);
    }

    public async IAsyncEnumerable<ListedRelation> All(RelationQuestion asked, UserId? asker, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var names = new NamesSeen(customerBase.Current, visibility, asker);
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        foreach (var kind in RelationKinds.BetweenCustomers.Where(k => asked.Kind is null || asked.Kind == k))
            foreach (var tie in await Ties.Read(session, merges, kind, null, ct))
                if (names.Sees(tie.From.Value, out var from) && names.Sees(tie.To.Value, out var to) && asked.Fits(tie, from, to)) yield return new(tie.From, from, tie.To, to, tie);
    }

    private static ListedPage<T> Page<T>(IEnumerable<T> sorted, int page, bool cut)
    {
        var all = sorted.ToList();
        return new([.. all.Skip((page - 1) * PageSize).Take(PageSize)], all.Count, cut);
    }

    /// <summary>Who is in the base and may be seen, and how they are called.</summary>
    private sealed class NamesSeen(CustomerBaseSnapshot snapshot, IVisibility visibility, UserId? asker)
    {
        private readonly Bitmap? sees = visibility.Set(snapshot, asker);

        public bool Sees(long customer, out string? name)
        {
            name = null;
            if (!snapshot.TryIndex(customer, out var at) || (sees is not null && !sees.Get(at))) return false;
            name = snapshot[CustomerColumns.Name][at] is { Length: > 0 } called ? called : null;
            return true;
        }
    }
}
