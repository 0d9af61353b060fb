using System.Data.Common;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Microsoft.EntityFrameworkCore;

namespace Patron.IdentityResolution;

/// <summary>
/// What customers are found by: every name, e-mail, phone and external id that any of their source records has, or a person set, and the phones as normalised.
/// Anonymous buyers have no source records, so nobody finds them.
/// </summary>
internal sealed class SearchTexts : IContributesColumns
{
    private const string Records = "select customer_id, name, given_name, family_name, company, email, phone, external_id from identity_source_records";

    // What a person set stands beside the records, each value as a record that says nothing else.
    private const string Hands = "select customer_id, case field when 'name' then value end, case field when 'given' then value end, case field when 'family' then value end, "
        + "case field when 'company' then value end, case field when 'email' then value end, case field when 'phone' then value end, null from identity_hand_values "
        + "where not custom and value <> '' and field in ('name', 'given', 'family', 'company', 'email', 'phone')";

    public IReadOnlyList<ColumnKey> Keys => [];

    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Customers];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var texts = new TextLoad(draft.Count);
        var words = new Words();
        var next = 0;
        using (var reader = FastReader.Open(connection, $"{Records} union all {Hands} order by customer_id"))
        {
            while (next < draft.Count && reader.Read())
            {
                var id = reader.Long(0);
                // Records of customers that came after the ids were listed have no row yet; they are refreshed afterwards.
                while (next < draft.Count && draft.Ids[next] < id) texts.Add(words.Take(), ref next);
                if (next < draft.Count && draft.Ids[next] == id) words.Add(reader);
            }
        }
        while (next < draft.Count) texts.Add(words.Take(), ref next);
        draft.AddSearch(texts);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        foreach (var some in rows.Keys.Chunk(2_000))
        {
            var words = some.ToDictionary(id => id, _ => new Words());
            using (var reader = FastReader.Open(db.Database.GetDbConnection(), $"{Records} where customer_id in ({string.Join(',', some)}) union all {Hands} and customer_id in ({string.Join(',', some)})"))
                while (reader.Read()) words[reader.Long(0)].Add(reader);
            foreach (var (id, own) in words) rows[id].Search(own.Take() ?? "");
        }
    }

    /// <summary>Gathers the words of one customer's records.</summary>
    private sealed class Words
    {
        private readonly List<string?> names = [], emails = [], phones = [], ids = [];

        public void Add(FastReader record)
        {
            names.Add(record.Text(1));
            var (given, family) = (record.Text(2), record.Text(3));
            if ((given ?? family) is not null) names.Add(IsEastAsian(given ?? family!) ? family + given : $"{given} {family}".Trim());
            names.Add(record.Text(4));
            emails.Add(record.Text(5));
            phones.Add(record.Text(6));
            ids.Add(record.Text(7));
        }

        // Chinese, Japanese and Korean names are written and searched family first and in one.
        private static bool IsEastAsian(string name) => name.Any(letter => letter >= '\u2E80');

        public string? Take()
        {
            if (ids.Count == 0) return null;
            var text = SearchText.Of(names.Distinct(), emails.Distinct(), phones.Distinct(), ids.Distinct());
            names.Clear();
            emails.Clear();
            phones.Clear();
            ids.Clear();
            return text;
        }
    }
}

file static class TextLoadCounting
{
    public static void Add(this TextLoad texts, string? text, ref int next)
    {
        texts.Add(text);
        next++;
    }
}
