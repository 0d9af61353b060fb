using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611224502_InsightsWarnings")]
internal sealed class InsightsWarnings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("insights_warnings", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            week = c.Int(),
            as_of = c.Int(),
            later = c.Flag(),
            reasons = c.Int(),
            alive_before = c.Int(nullable: true),
            alive = c.Int(nullable: true),
            every = c.Int(),
            silent = c.Int(),
            days_late = c.Int(),
            value = c.Long(),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_insights_warnings_week", "insights_warnings", "week");
    }
}
