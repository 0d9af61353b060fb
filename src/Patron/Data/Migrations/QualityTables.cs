using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611222501_Quality")]
internal sealed class QualityTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("quality_measures", c => new
        {
            source_id = c.Long(),
            kind = c.Text(20),
            field = c.Text(40),
            at = c.Instant(),
            day = c.Int(),
            total = c.Long(),
            filled = c.Long(),
            invalid = c.Long(nullable: true),
            duplicate = c.Long(nullable: true),
            fresh = c.Long(nullable: true),
        }, "source_id", "kind", "field", "at");

        migrationBuilder.Table("quality_limits", c => new
        {
            source_id = c.Long(),
            kind = c.Text(20),
            field = c.Text(40),
            flaw = c.Int(),
            most = c.Long(),
        }, "source_id", "kind", "field", "flaw");

        migrationBuilder.Table("quality_flaws", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(),
            source_number = c.Int(),
            missing = c.Int(),
            invalid = c.Int(),
            duplicate = c.Int(),
        }, "customer_id", "id");

        migrationBuilder.Table("quality_shared", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(),
            source_id = c.Long(),
            field = c.Text(40),
            leader = c.Long(),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_quality_shared_source_id_field_leader", "quality_shared", ["source_id", "field", "leader"]);
    }
}
