using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Deals, what each was from one day to the next, and reasons that were given.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224001_Sales")]
internal sealed class SalesTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("sales_opportunities", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            source_id = c.Long(nullable: true),
            number = c.Text(100, nullable: true),
            name = c.Text(200, nullable: true),
            pipeline = c.Int(),
            stage = c.Int(),
            state = c.Int(),
            since = c.Int(),
            opened = c.Int(nullable: true),
            closed = c.Int(nullable: true),
            expected = c.Int(nullable: true),
            amount = c.Long(nullable: true),
            currency = c.Text(3),
            committed = c.Int(),
            owner_id = c.Long(nullable: true),
            owner_name = c.Text(200, nullable: true),
            product_id = c.Long(nullable: true),
            competitors = c.Text(500, nullable: true),
            next_step = c.Text(500, nullable: true),
            next_due = c.Int(nullable: true),
            reason_id = c.Long(nullable: true),
            version = c.Int(),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_sales_opportunities_id", "sales_opportunities", "id");
        migrationBuilder.CreateIndex("IX_sales_opportunities_board", "sales_opportunities",
            ["state", "pipeline", "stage", "since", "id", "customer_id", "amount", "currency", "owner_id", "product_id", "expected", "next_due", "committed", "version"]);

        migrationBuilder.Table("sales_steps", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            opportunity_id = c.Long(),
            at = c.Instant(),
            day = c.Int(),
            until = c.Int(nullable: true),
            stage_until = c.Int(nullable: true),
            pipeline = c.Int(),
            stage = c.Int(),
            state = c.Int(),
            since = c.Int(),
            probability = c.Int(),
            amount = c.Long(nullable: true),
            currency = c.Text(3),
            expected = c.Int(nullable: true),
            committed = c.Int(),
            owner_id = c.Long(nullable: true),
            product_id = c.Long(nullable: true),
            outcome = c.Int(nullable: true),
            ended = c.Int(nullable: true),
            by = c.Long(nullable: true),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_sales_steps_customer_id_opportunity_id", "sales_steps", ["customer_id", "opportunity_id"]);
        migrationBuilder.CreateIndex("IX_sales_steps_id", "sales_steps", "id");

        migrationBuilder.Table("reasons_given", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            reason_id = c.Long(),
            kind = c.Int(),
            day = c.Int(),
            about = c.Text(20),
            about_id = c.Long(),
            by = c.Long(nullable: true),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_reasons_given_kind_day", "reasons_given", ["kind", "day"]);
        migrationBuilder.CreateIndex("IX_reasons_given_id", "reasons_given", "id");
    }
}
