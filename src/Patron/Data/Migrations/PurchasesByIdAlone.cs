using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>The indexes by id without the customer beside it: PostgreSQL, as long as it has no statistics, looked for a customer's rows through all of such an index.</summary>
[DbContext(typeof(PatronDb)), Migration("202611226303_PurchasesByIdAlone")]
internal sealed class PurchasesByIdAlone : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["purchases_orders", "purchases_order_lines"])
        {
            migrationBuilder.DropIndex($"IX_{table}_id_customer_id", table);
            migrationBuilder.CreateIndex($"IX_{table}_id", table, "id");
        }
    }
}
