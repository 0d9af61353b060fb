using System.Data.Common;
using System.Globalization;
using Patron.Analytics.Matching;
using Patron.Data;
using Patron.IdentityResolution.AnalyseLink;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.Matching.Preparing;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>Records of one kind as the engine compares them, with whose they are. Stubs, of which nothing but an id is known, are left out.</summary>
internal sealed class PreparedRecords
{
    private const int BatchRows = 8_192;
    private const int SampledNames = 20_000;

    private const string Person = "given_name, family_name, name, title, sex, birth, street, city, postal, email, phone, country";
    private const string Organisation = "coalesce(name, company, given_name, family_name), street, city, region, postal, country, email, phone, country";

    private readonly IReadOnlyDictionary<long, string> countries;
    private readonly MatchColumn[][] into;
    private readonly IReadOnlyList<FieldWork> works;

    private PreparedRecords(MatchLayout layout, IReadOnlyDictionary<long, string> countries, int thisYear)
    {
        (Layout, this.countries) = (layout, countries);
        works = layout.Works(thisYear);
        Table = new([.. works.SelectMany(w => w.Fields)]);
        into = new MatchColumn[works.Count][];
        for (int work = 0, column = 0; work < into.Length; work++) into[work] = [.. works[work].Fields.Select(_ => Table.Column(column++))];
    }

    public MatchLayout Layout { get; }
    public MatchTable Table { get; }
    public int Count => Records.Count;

    /// <summary>Ids by the record's number in the table.</summary>
    public List<long> Records { get; } = [];
    public List<long> Customers { get; } = [];
    public List<long> Sources { get; } = [];

    /// <summary>The texts of one record, a field each.</summary>
    public string?[] Texts(int record) => [.. Enumerable.Range(0, Table.Fields.Count).Select(f => Table.Text(record, f))];

    /// <summary>Which scripts the names are written in, and whether they tell generations, by the oldest and the youngest of them.</summary>
    public static MatchLayout LayoutOf(DbConnection connection, CustomerKind kind)
    {
        var names = new List<string>();
        const string Name = "coalesce(name, company, family_name, given_name)";
        foreach (var order in (string[])["id", "id desc"])
        {
            using var rows = FastReader.Open(connection, $"select {Name} from {IdentityTables.Records} where kind = {(int)kind} and {Name} is not null order by {order} limit {SampledNames}");
            while (rows.Read()) names.Add(rows.Text(0)!);
        }
        var scripts = FileHabits.ScriptsOf(names);
        return new(kind, scripts, kind == CustomerKind.Person && !scripts.Own && FileHabits.TellGenerations(names));
    }

    /// <param name="countries">Where a source's telephone numbers belong, by its id.</param>
    /// <param name="held">Whose records count: those in the bin are nobody's to match.</param>
    /// <param name="where">A further condition, of numbers alone; empty for all.</param>
    /// <param name="read">Told how many records were read, now and then.</param>
    public static PreparedRecords Read(DbConnection connection, MatchLayout layout, IReadOnlyDictionary<long, string> countries, int thisYear, Func<long, bool> held, string where, Action<long>? read, CancellationToken ct)
    {
        var made = new PreparedRecords(layout, countries, thisYear);
        var batch = new RowBatch(layout.Width);
        var columns = layout.Kind == CustomerKind.Person ? Person : Organisation;
        using var rows = FastReader.Open(connection, $"select id, customer_id, source_id, {columns} from {IdentityTables.Records} where kind = {(int)layout.Kind} and not stub {where} order by id");
        while (rows.Read())
        {
            if (!held(rows.Long(1))) continue;
            made.Records.Add(rows.Long(0));
            made.Customers.Add(rows.Long(1));
            made.Sources.Add(rows.Long(2));
            made.Fill(batch, rows);
            if (batch.Rows < BatchRows) continue;
            made.Prepare(batch, ct);
            read?.Invoke(made.Count);
        }
        made.Prepare(batch, ct);
        return made;
    }

    /// <summary>Whose those of these records are at this moment that <see cref="Read"/> takes, where their customers are held.</summary>
    public static async Task<Dictionary<long, long>> Owners(BulkSession session, CustomerKind kind, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var owners = new Dictionary<long, long>(ids.Count);
        foreach (var some in ids.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select id, customer_id from {IdentityTables.Records} where kind = {(int)kind} and not stub and id in {command.In("@ids", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) owners[reader.GetInt64(0)] = reader.GetInt64(1);
        }
        return owners;
    }

    private void Fill(RowBatch batch, FastReader row)
    {
        const int First = 3;
        var phone = First + Layout.Width - 1;
        var parted = Layout.Kind == CustomerKind.Person ? Parted(row, First) : null;
        for (var column = First; column < phone; column++)
        {
            if (parted is not null && column < First + 2) batch.Add(column == First ? parted.Given : parted.Family);
            else batch.Add(Layout.Kind != CustomerKind.Person ? row.Text(column) : (column - First) switch
            {
                4 => row.IsNull(column) ? null : (Sex)row.Int(column) switch { Sex.Female => "f", Sex.Male => "m", _ => null },
                5 => row.IsNull(column) ? null : DateOnly.FromDayNumber(row.Int(column)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                _ => row.Text(column),
            });
        }
        var number = row.Text(phone);
        batch.Add(PhoneKey.Normalise(number, row.Text(phone + 1) ?? countries[row.Long(2)]) ?? number);
    }

    /// <summary>Where capitals tell the family name ("SMITH Mary Mrs"), they are heeded; null where the record has parts already, or no such name.</summary>
    private static PersonName? Parted(FastReader row, int first) =>
        row.IsNull(first) && row.IsNull(first + 1) && row.Text(first + 2) is { } whole && Capitals.In(whole) && PersonName.Parse(whole) is { Given: not null, Family: not null, OwnScript: null } name ? name : null;

    private void Prepare(RowBatch batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (batch.Rows < BatchRows / 8) for (var work = 0; work < works.Count; work++) works[work].Prepare(batch, into[work]);
        else Parallel.For(0, works.Count, work => works[work].Prepare(batch, into[work]));
        batch.Clear();
    }
}
