using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Leads of files, their scores, and what each owner has to do next.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224701_LeadColumns")]
internal sealed class LeadColumns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("source_id", "sales_leads", nullable: true);
        migrationBuilder.AddColumn<string>("number", "sales_leads", maxLength: 300, nullable: true);
        migrationBuilder.AddColumn<int>("fit", "sales_leads", nullable: true);
        foreach (var instant in (string[])["cools_at", "scored_at"])
        {
            if (Columns.IsSqlite(migrationBuilder.ActiveProvider)) migrationBuilder.AddColumn<long>(instant, "sales_leads", nullable: true);
            else migrationBuilder.AddColumn<DateTimeOffset>(instant, "sales_leads", nullable: true);
        }
        migrationBuilder.CreateIndex("IX_sales_leads_accept_by", "sales_leads", "accept_by");
        migrationBuilder.CreateIndex("IX_sales_leads_owner_id_state", "sales_leads", ["owner_id", "state"]);
        migrationBuilder.CreateIndex("IX_sales_opportunities_owner_id_state_next_due", "sales_opportunities", ["owner_id", "state", "next_due"]);
        // As the ready-made rules have it: 2 is yes.
        migrationBuilder.Sql("""
            update sales_leads set fit = case when budget = 2 then 35 else 0 end + case when need = 2 then 30 else 0 end + case when decider = 2 then 20 else 0 end + case when soon = 2 then 15 else 0 end
            """);
    }
}
