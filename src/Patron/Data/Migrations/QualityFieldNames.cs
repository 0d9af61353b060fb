using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Custom fields are measured too, and their names are longer. SQLite keeps no lengths.</summary>
[DbContext(typeof(PatronDb)), Migration("202611223601_QualityFieldNames")]
internal sealed class QualityFieldNames : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        if (Columns.IsSqlite(migrationBuilder.ActiveProvider)) return;
        foreach (var table in (string[])["quality_measures", "quality_limits", "quality_shared"]) migrationBuilder.Sql($"alter table {table} alter column field type character varying(80)");
    }
}
