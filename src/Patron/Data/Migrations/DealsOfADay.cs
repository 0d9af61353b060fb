using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>What deals were on a day, from an index alone.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224702_DealsOfADay")]
internal sealed class DealsOfADay : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateIndex(
        "IX_sales_steps_as_of", "sales_steps", ["state", "until", "day", "customer_id", "opportunity_id", "stage", "since", "probability", "amount", "currency", "expected", "committed", "owner_id", "product_id"]);
}
