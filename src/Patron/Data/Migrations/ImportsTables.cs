using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611220007_Imports")]
internal sealed class ImportsTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("imports", c => new
        {
            id = c.Long(),
            source_id = c.Long(),
            kind = c.Text(20),
            file_name = c.Text(300),
            stored_file = c.Text(300, nullable: true),
            settings = c.Text(nullable: true),
            plan = c.Text(nullable: true),
            result = c.Text(nullable: true),
            check_job_id = c.Long(nullable: true),
            apply_job_id = c.Long(nullable: true),
            change_set_id = c.Long(nullable: true),
            created_at = c.Instant(),
            created_by = c.Long(nullable: true),
        }, "id");

        migrationBuilder.Table("imports_templates", c => new
        {
            source_id = c.Long(),
            kind = c.Text(20),
            settings = c.Text(),
        }, "source_id", "kind");
    }
}
