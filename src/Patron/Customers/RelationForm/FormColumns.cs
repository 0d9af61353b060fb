using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.Relations;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.RelationForm;

/// <summary>The form of the relation in the customer base, in the words in which it was said: a person's before a source's, of these the last.</summary>
internal sealed class FormColumns : IContributesColumns
{
    private readonly record struct Part(CategoryKey Key, RelationKind Kind, string Column, Func<FormRow, string?> Of);

    private static readonly Part[] Parts =
    [
        new(CustomerColumns.Level, RelationKind.Level, "level", f => f.Level), new(CustomerColumns.Service, RelationKind.Service, "service", f => f.Service),
        new(CustomerColumns.ServiceChannel, RelationKind.Channel, "channel", f => f.Channel),
    ];

    public IReadOnlyList<ColumnKey> Keys { get; } = [.. Parts.Select(p => p.Key), CustomerColumns.Team, CustomerColumns.Membership, CustomerColumns.ContractEnds];

    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Customers];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        foreach (var part in Parts) Fill(part.Key, SaidOf(part.Kind), $"select customer_id, {part.Column} from {FormTable.Name} where {part.Column} is not null order by customer_id, at, id");
        Fill(CustomerColumns.Team, SaidOf(RelationKind.Team), $"select customer_id, team_id from {FormTable.Name} where team_id is not null order by customer_id, at, id", id: true);
        Fill(CustomerColumns.Membership, SaidOf(RelationKind.Membership), $"select customer_id, name from {AgreementTable.Name} where kind = {(int)AgreementKind.Membership} and state = {(int)AgreementState.Holds} order by customer_id, at, id");
        Ends(connection, draft);

        void Fill(CategoryKey key, string said, string hand, bool id = false)
        {
            var (codes, dictionary, finder) = (new int[draft.Count], draft.Writer.Dictionary(key), draft.Finder());
            Read(said, false);
            finder = draft.Finder();
            Read(hand, id);
            draft.Add(key, codes);

            void Read(string sql, bool ids)
            {
                using var row = FastReader.Open(connection, sql);
                while (row.Read())
                    if (finder.IndexOf(row.Long(0)) is >= 0 and var at) codes[at] = dictionary.Code(ids ? new TeamId(row.Long(1)).ToString() : row.Text(1)!);
            }
        }
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        foreach (var some in rows.Keys.Chunk(5_000))
        {
            var typed = some.Select(id => new CustomerId(id)).ToArray();
            var said = (await db.Relations.AsNoTracking().Where(r => typed.Contains(r.CustomerId) && r.Kind >= RelationKind.Level).OrderBy(r => r.At).ThenBy(r => r.Id)
                .Select(r => new { r.CustomerId, r.Kind, r.Said }).ToListAsync(ct)).ToLookup(r => r.CustomerId);
            var forms = (await db.Set<FormRow>().AsNoTracking().Where(f => typed.Contains(f.CustomerId)).OrderBy(f => f.At).ThenBy(f => f.Id).ToListAsync(ct)).ToLookup(f => f.CustomerId);
            var kept = (await db.Set<AgreementRow>().AsNoTracking().Where(a => typed.Contains(a.CustomerId) && a.State == AgreementState.Holds).OrderBy(a => a.At).ThenBy(a => a.Id).ToListAsync(ct)).ToLookup(a => a.CustomerId);
            foreach (var id in typed)
            {
                var row = rows[id.Value];
                foreach (var part in Parts) row.Category(part.Key, forms[id].Select(part.Of).LastOrDefault(v => v is not null) ?? Last(part.Kind));
                row.Category(CustomerColumns.Team, forms[id].Select(f => f.TeamId).LastOrDefault(t => t is not null)?.ToString() ?? Last(RelationKind.Team));
                row.Category(CustomerColumns.Membership, kept[id].LastOrDefault(a => a.Kind == AgreementKind.Membership)?.Name ?? Last(RelationKind.Membership));
                row.Number(CustomerColumns.ContractEnds, said[id].Where(r => r.Kind == RelationKind.ContractEnds).Select(r => FormReads.DayOf(r.Said))
                    .Concat(kept[id].Where(a => a.Kind == AgreementKind.Contract).Select(a => a.Ends)).Max()?.DayNumber);

                string? Last(RelationKind kind) => said[id].LastOrDefault(r => r.Kind == kind)?.Said;
            }
        }
    }

    private static string SaidOf(RelationKind kind) => $"select customer_id, said from {RelationTable.Name} where kind = {(int)kind} order by customer_id, at, id";

    private static void Ends(DbConnection connection, BaseDraft draft)
    {
        var ends = new long[draft.Count];
        Array.Fill(ends, NumberKey.Missing);
        var finder = draft.Finder();
        using (var row = FastReader.Open(connection, SaidOf(RelationKind.ContractEnds)))
            while (row.Read()) if (FormReads.DayOf(row.Text(1)) is { } day) Later(finder.IndexOf(row.Long(0)), day.DayNumber);
        finder = draft.Finder();
        using (var row = FastReader.Open(connection, $"select customer_id, ends from {AgreementTable.Name} where kind = {(int)AgreementKind.Contract} and state = {(int)AgreementState.Holds} and ends is not null order by customer_id, id"))
            while (row.Read()) Later(finder.IndexOf(row.Long(0)), row.Long(1));
        draft.Add(CustomerColumns.ContractEnds, ends);

        void Later(int at, long day)
        {
            if (at >= 0 && (ends[at] == NumberKey.Missing || day > ends[at])) ends[at] = day;
        }
    }
}
