using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611220005_Purchases")]
internal sealed class PurchasesTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("catalog_products", c => new
        {
            id = c.Long(),
            code = c.Text(100),
            name = c.Text(nullable: true),
            category = c.Text(nullable: true),
            price = c.Long(nullable: true),
            cost = c.Long(nullable: true),
        }, "id");
        migrationBuilder.CreateIndex("IX_catalog_products_code", "catalog_products", "code", unique: true);

        migrationBuilder.Table("purchases_orders", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            source_id = c.Long(),
            number = c.Text(100),
            at = c.Instant(),
            currency = c.Text(3),
            channel = c.Text(60, nullable: true),
            country = c.Text(2, nullable: true),
            is_return = c.Flag(),
            stated_total = c.Long(nullable: true),
        }, "customer_id", "id");

        migrationBuilder.Table("purchases_order_lines", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            order_id = c.Long(),
            source_record_id = c.Long(nullable: true),
            line = c.Text(40, nullable: true),
            product_id = c.Long(),
            quantity = c.Long(),
            price = c.Long(),
            discount = c.Long(),
            amount = c.Long(),
            at = c.Instant(),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_purchases_order_lines_customer_id_order_id", "purchases_order_lines", ["customer_id", "order_id"]);

        migrationBuilder.Table("purchases_holdings", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            source_id = c.Long(),
            number = c.Text(100),
            kind = c.Text(60),
            opened = c.Int(nullable: true),
            closed = c.Int(nullable: true),
            balance = c.Long(nullable: true),
            fees = c.Long(nullable: true),
            interest = c.Long(nullable: true),
            currency = c.Text(3),
        }, "customer_id", "id");
    }
}
