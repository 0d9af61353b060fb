using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>What customers ask for on their own pages.</summary>
[DbContext(typeof(PatronDb)), Migration("202611225504_Portal")]
internal sealed class PortalTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("portal_requests", c => new
        {
            customer_id = c.Long(), id = c.Long(), source_record_id = c.Long(nullable: true), kind = c.Int(), state = c.Int(), wanted = c.Text(nullable: true), at = c.Instant(),
            ended_at = c.Instant(nullable: true), ended_by = c.Long(nullable: true), why = c.Text(300, nullable: true),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_portal_requests_state_at", "portal_requests", ["state", "at"]);
    }
}
