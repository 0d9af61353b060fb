using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Who seems to live together, and what people decided about it.</summary>
[DbContext(typeof(PatronDb)), Migration("202611223301_Households")]
internal sealed class HouseholdTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("households_found", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            household_id = c.Long(),
            shared = c.Int(),
            at = c.Instant(),
        }, "customer_id", "id");
        migrationBuilder.Table("households_decided", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            household_id = c.Long(),
            verdict = c.Int(),
            name = c.Text(100, nullable: true),
            at = c.Instant(),
            by = c.Long(nullable: true),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_households_found_household_id", "households_found", "household_id");
        migrationBuilder.CreateIndex("IX_households_decided_household_id", "households_decided", "household_id");
        migrationBuilder.CreateIndex("IX_households_decided_id", "households_decided", "id");
    }
}
