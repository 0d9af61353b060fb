using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611224601_InsightsLadder")]
internal sealed class InsightsLadder : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Table("insights_ladder", c => new
    {
        customer_id = c.Long(),
        id = c.Long(),
        source_record_id = c.Long(nullable: true),
        month = c.Int(),
        step = c.Int(),
    }, "customer_id", "id");
}
