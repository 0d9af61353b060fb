using Microsoft.EntityFrameworkCore;
using Patron.Data;

namespace Patron.Tests.Data;

public class SchemaTests
{
    private const string Sqlite = """
        select 'column ' || t.name || '.' || c.name || ' ' || c.type || ' notnull=' || c."notnull" || ' pk=' || c.pk || ' default=' || coalesce(c.dflt_value, '')
          from sqlite_master t, pragma_table_xinfo(t.name) c where t.type = 'table' and t.name not like '\_\_EF%' escape '\' and t.name not like 'sqlite%'
        union all
        select 'index ' || i.name || ' unique=' || i."unique" || ' partial=' || i.partial || ' (' ||
               (select group_concat(name) from (select name from pragma_index_info(i.name) order by seqno)) || ')'
          from sqlite_master t, pragma_index_list(t.name) i where t.type = 'table' and i.origin = 'c'
        """;

    private const string Postgres = """
        select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length::text, '')
               || ' null=' || is_nullable || ' identity=' || is_identity || ' default=' || coalesce(column_default, '')
          from information_schema.columns where table_schema = 'public' and table_name not like '\_\_EF%'
        union all select 'index ' || indexdef from pg_indexes where schemaname = 'public' and tablename not like '\_\_EF%'
        union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
          from pg_constraint where connamespace = 'public'::regnamespace and conrelid::regclass::text not like '%\_\_EF%'
        """;

    private static readonly DatabaseTemplate Created = new("created", async (kind, connection) =>
    {
        var options = new DbContextOptionsBuilder<PatronDb>();
        _ = kind is Database.Sqlite ? options.UseSqlite(connection) : options.UseNpgsql(connection);
        await using var db = new PatronDb(options.Options);
        await db.Database.EnsureCreatedAsync();
    });

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_migrated_schema_equals_the_model(Database kind)
    {
        await using var migrated = await TestDatabase.New(kind, PatronServices.Template);
        await using var created = await TestDatabase.New(kind, Created);

        var (a, b) = (await Facts(migrated), await Facts(created));

        Assert.True(a.Length > 100, "The catalogue was not read.");
        Assert.Empty((string[])[.. a.Except(b).Select(f => "only migrated: " + f), .. b.Except(a).Select(f => "only in the model: " + f)]);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_table_of_customers_rows_has_the_key_and_a_source_record(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await using var db = await app.Db();
        foreach (var table in app.Get<CustomerRowMover>().Owners.SelectMany(o => o.Tables))
        {
            var entity = db.Model.GetEntityTypes().Single(e => e.GetTableName() == table);
            Assert.Equal(["customer_id", "id"], entity.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName()));
            Assert.Contains("source_record_id", entity.GetProperties().Select(p => p.GetColumnName()));
        }
    }

    private static async Task<string[]> Facts(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<PatronDb>();
        _ = database.Kind is Database.Sqlite ? options.UseSqlite(database.Connection) : options.UseNpgsql(database.Connection);
        await using var db = new PatronDb(options.Options);
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = database.Kind is Database.Sqlite ? Sqlite : Postgres;
        var facts = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) facts.Add(reader.GetString(0));
        return [.. facts.Order(StringComparer.Ordinal)];
    }
}
