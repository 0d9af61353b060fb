using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Leads, and objections with their answers.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224002_SalesLeads")]
internal sealed class SalesLeads : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("sales_leads", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            source = c.Int(),
            interest = c.Text(300),
            state = c.Int(),
            owner_id = c.Long(nullable: true),
            accept_by = c.Instant(nullable: true),
            budget = c.Int(),
            need = c.Int(),
            decider = c.Int(),
            soon = c.Int(),
            created_at = c.Instant(),
            opportunity_id = c.Long(nullable: true),
            version = c.Int(),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_sales_leads_id", "sales_leads", "id");
        migrationBuilder.CreateIndex("IX_sales_leads_state_created_at", "sales_leads", ["state", "created_at"]);

        migrationBuilder.Table("sales_objections", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            opportunity_id = c.Long(nullable: true),
            product_id = c.Long(nullable: true),
            kind = c.Int(),
            said = c.Text(300),
            answer = c.Text(300),
            worked = c.Int(),
            at = c.Instant(),
            by = c.Long(nullable: true),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_sales_objections_id", "sales_objections", "id");
    }
}
