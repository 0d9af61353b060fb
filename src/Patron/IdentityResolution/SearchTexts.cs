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
                for (; next < draft.Count && draft.Ids[next] < id; next++) words.Texts.TakeTo(texts);
                if (next < draft.Count && draft.Ids[next] == id) words.Add(reader);
            }
        }
        for (; next < draft.Count; next++) words.Texts.TakeTo(texts);
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
            foreach (var (id, own) in words) rows[id].Search(own.Texts.Take());
        }
    }

    /// <summary>Gathers the words of one customer's records.</summary>
    private sealed class Words
    {
        private byte[] called = new byte[256];

        public SearchTextBuilder Texts { get; } = new();

        public void Add(FastReader record)
        {
            Texts.Name(record.Utf8(1));
            Texts.Name(Called(record));
            Texts.Name(record.Utf8(4));
            Texts.Email(record.Utf8(5));
            Texts.Phone(record.Utf8(6));
            Texts.ExternalId(record.Utf8(7));
        }

        /// <summary>Given and family name as one is called: Chinese, Japanese and Korean names are written and searched family first and in one.</summary>
        private Span<byte> Called(FastReader record)
        {
            var given = record.Utf8(2);
            var eastAsian = IsEastAsian(record.IsNull(2) ? record.Utf8(3) : given);
            var length = eastAsian ? Put(record.Utf8(3), 0) : Put(" "u8, Put(record.Utf8(2), 0));
            length = Put(record.Utf8(eastAsian ? 2 : 3), length);
            return called.AsSpan(0, length);
        }

        private int Put(ReadOnlySpan<byte> part, int at)
        {
            if (at + part.Length > called.Length) Array.Resize(ref called, (at + part.Length) * 2);
            part.CopyTo(called.AsSpan(at));
            return at + part.Length;
        }

        /// <summary>Whether it has a letter from U+2E80 on: in UTF-8 those begin with E2 BA.</summary>
        private static bool IsEastAsian(ReadOnlySpan<byte> name)
        {
            for (var i = 0; i < name.Length; i++)
                if (name[i] > 0xE2 || name[i] == 0xE2 && name[i + 1] >= 0xBA) return true;
            return false;
        }
    }
}
