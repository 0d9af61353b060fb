using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>The reasons of tickets become a kind of the one register, the setting "reasons": under their own ids, so what tickets name stays as it is.</summary>
[DbContext(typeof(PatronDb)), Migration("202611225101_OneReasonsRegister")]
internal sealed class OneReasonsRegister : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var sql in Columns.IsSqlite(migrationBuilder.ActiveProvider) ? Sqlite : Postgres) migrationBuilder.Sql(sql);
        migrationBuilder.DropTable("service_reasons");
    }

    // As the register is written: 7 is the kind of tickets, an id is an object with its number. A part whose reason was gone stands at the top.
    private const string SqliteReason = """
        json_object('Id', json_object('Value', r.id), 'Kind', 7, 'Parent', case when p.id is null then null else json_object('Value', p.id) end,
            'Key', null, 'Name', r.name, 'Low', null, 'High', null, 'Retired', json(case when r.retired then 'true' else 'false' end))
        """;

    private const string PostgresReason = """
        jsonb_build_object('Id', jsonb_build_object('Value', r.id), 'Kind', 7, 'Parent', case when p.id is null then null else jsonb_build_object('Value', p.id) end,
            'Key', null, 'Name', r.name, 'Low', null, 'High', null, 'Retired', r.retired)
        """;

    private const string From = "from service_reasons r left join service_reasons p on p.id = r.parent_id";

    private static readonly string[] Sqlite =
    [
        $"""
        update kernel_settings set value = json_object('All', (select json_group_array(json(one)) from
            (select one from (select e.value as one, 0 as which, e.key as place, '' as name from json_each(kernel_settings.value, '$.All') e
            union all select {SqliteReason}, 1, 0, r.name {From}) order by which, place, name)))
        where key = 'reasons' and exists (select 1 from service_reasons)
        """,
        $"""
        insert into kernel_settings (key, value) select 'reasons', json_object('All', json_group_array(json(one))) from (select {SqliteReason} as one {From} order by r.name, r.id)
        where not exists (select 1 from kernel_settings where key = 'reasons') having count(*) > 0
        """,
    ];

    private static readonly string[] Postgres =
    [
        $"""
        update kernel_settings set value = jsonb_build_object('All', (value::jsonb -> 'All') || (select jsonb_agg({PostgresReason} order by r.name, r.id) {From}))::text
        where key = 'reasons' and exists (select 1 from service_reasons)
        """,
        $"""
        insert into kernel_settings (key, value) select 'reasons', jsonb_build_object('All', jsonb_agg({PostgresReason} order by r.name, r.id))::text {From}
        where not exists (select 1 from kernel_settings where key = 'reasons') having count(*) > 0
        """,
    ];
}
