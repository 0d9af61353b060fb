using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611224501_InsightsResults")]
internal sealed class InsightsResults : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Table("insights_results", c => new
    {
        kind = c.Text(40),
        as_of = c.Int(),
        at = c.Instant(),
        body = c.Text(),
    }, "kind", "as_of");
}
