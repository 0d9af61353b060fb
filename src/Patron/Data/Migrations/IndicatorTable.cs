using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Key indicators by month; and the order in time of all contacts, by which reports of a period find theirs.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224801_Indicators")]
internal sealed class IndicatorTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("reports_indicators", c => new { month = c.Int(), key = c.Text(60), value = c.Long(nullable: true), at = c.Instant() }, "month", "key");
        migrationBuilder.CreateIndex("IX_interactions_at", "interactions", "at");
    }
}
