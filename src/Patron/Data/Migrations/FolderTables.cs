using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611222402_Folders")]
internal sealed class FolderTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("imports_folders", c => new
        {
            job_id = c.Long(),
            path = c.Text(1000),
            source_id = c.Long(),
            kind = c.Text(20),
            limits = c.Text(),
            seen = c.Text(),
            trouble = c.Text(200, nullable: true),
            created_at = c.Instant(),
            created_by = c.Long(nullable: true),
        }, "job_id");
        migrationBuilder.AddColumn<string>("waits", "imports", nullable: true);
    }
}
