using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.Relations;

/// <summary>The owner of each customer in the customer base: whom a person set, else of several that sources name the one said last.</summary>
internal sealed class OwnerColumn : IContributesColumns
{
    public IReadOnlyList<ColumnKey> Keys { get; } = [CustomerColumns.Owner];

    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Customers];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (codes, dictionary, known) = (new int[draft.Count], draft.Writer.Dictionary(CustomerColumns.Owner), new Dictionary<long, int>());
        Fill($"select customer_id, user_id from {RelationTable.Name} where kind = 1 and user_id is not null order by customer_id, at, id");
        Fill($"select customer_id, user_id from {FormTable.Name} where user_id is not null order by customer_id, at, id");
        draft.Add(CustomerColumns.Owner, codes);

        void Fill(string sql)
        {
            var finder = draft.Finder();
            using var reader = FastReader.Open(connection, sql);
            while (reader.Read())
            {
                if (finder.IndexOf(reader.Long(0)) is not (>= 0 and var at)) continue;
                if (!known.TryGetValue(reader.Long(1), out var code)) known[reader.Long(1)] = code = dictionary.Code(new UserId(reader.Long(1)).ToString());
                codes[at] = code;
            }
        }
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        foreach (var some in rows.Keys.Chunk(5_000))
        {
            var typed = some.Select(id => new CustomerId(id)).ToArray();
            var owners = await db.Relations.AsNoTracking().Where(r => typed.Contains(r.CustomerId) && r.Kind == RelationKind.Owner && r.UserId != null)
                .OrderBy(r => r.At).ThenBy(r => r.Id).Select(r => new { r.CustomerId, r.UserId }).ToListAsync(ct);
            var last = owners.GroupBy(o => o.CustomerId.Value).ToDictionary(g => g.Key, g => g.Last().UserId!.Value.ToString());
            var set = await db.Set<FormRow>().AsNoTracking().Where(f => typed.Contains(f.CustomerId) && f.UserId != null).OrderBy(f => f.At).ThenBy(f => f.Id).Select(f => new { f.CustomerId, f.UserId }).ToListAsync(ct);
            foreach (var one in set) last[one.CustomerId.Value] = one.UserId!.Value.ToString();
            foreach (var id in some) rows[id].Category(CustomerColumns.Owner, last.GetValueOrDefault(id));
        }
    }
}

/// <summary>The list's filter and column about owners.</summary>
internal sealed class OwnerParts(IUserNames users) : IListParts
{
    private const string None = "none";

    public async ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var (text, column) = (scope.Sentences, scope.Snapshot[CustomerColumns.Owner]);
        string[] ids = [.. Enumerable.Range(1, Math.Max(0, column.Dictionary.Count - 1)).Select(column.Dictionary.Name)];
        if (ids.Length == 0) return ListParts.None;
        var names = await users.Of([.. ids.Select(id => IdText.TryRead<UserId>(id, out var user) ? user : default)], ct);
        string Name(string id) => IdText.TryRead<UserId>(id, out var user) && names.TryGetValue(user, out var name) ? name : Formats.Missing;

        var compare = Names.Culture(text.Language).CompareInfo;
        FilterChoice[] choices =
        [
            .. ids.Select(id => new FilterChoice(id, Name(id))).Order(Comparer<FilterChoice>.Create((a, b) => compare.Compare(a.Label, b.Label))),
            new(None, text["customers.filter.unknown"]),
        ];
        return new(
            [ListFilter.OneOf("owner", text["customers.relation.owner"], 52, several: true, choices, chosen => Query([.. chosen.Where(c => c != None)], chosen.Contains(None)), text)],
            [new("owner", text["customers.relation.owner"], 125)
            {
                Sort = new SortBy.Category(CustomerColumns.Owner, Names.Culture(text.Language), Name),
                Show = row => column[row.Index] is { Length: > 0 } id ? Name(id) : Formats.Missing, Plain = row => column[row.Index] is { Length: > 0 } id ? Name(id) : null,
            }],
            []);
    }

    private static CustomerQuery Query(string[] owners, bool orNone) => (owners.Length > 0, orNone) switch
    {
        (true, true) => new CustomerQuery.Any(new CustomerQuery.CategoryIn(CustomerColumns.Owner, owners), new CustomerQuery.CategoryMissing(CustomerColumns.Owner)),
        (true, false) => new CustomerQuery.CategoryIn(CustomerColumns.Owner, owners),
        _ => new CustomerQuery.CategoryMissing(CustomerColumns.Owner),
    };
}
