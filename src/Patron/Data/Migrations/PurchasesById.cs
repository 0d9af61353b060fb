using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>An undo knows the ids of what an import made, and not whose it is; without these it looked through the keys of all lines and orders, twice.</summary>
[DbContext(typeof(PatronDb)), Migration("202611226302_PurchasesById")]
internal sealed class PurchasesById : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["purchases_orders", "purchases_order_lines"]) migrationBuilder.CreateIndex($"IX_{table}_id_customer_id", table, ["id", "customer_id"]);
    }
}
