using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Tickets and what happened to them, the tree of reasons, answers to begin with.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224201_Service")]
internal sealed class ServiceTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("service_tickets", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            number = c.Text(100),
            kind = c.Int(),
            state = c.Int(),
            severity = c.Int(),
            severity_set = c.Int(),
            stake = c.Long(),
            reason_id = c.Long(nullable: true),
            title = c.Text(200),
            details = c.Text(8_000, nullable: true),
            owner_id = c.Long(nullable: true),
            team_id = c.Long(nullable: true),
            order_id = c.Long(nullable: true),
            product_id = c.Long(nullable: true),
            opened_at = c.Instant(),
            answered_at = c.Instant(nullable: true),
            solved_at = c.Instant(nullable: true),
            closed_at = c.Instant(nullable: true),
            answer_due = c.Instant(nullable: true),
            solve_due = c.Instant(nullable: true),
            next_due = c.Instant(nullable: true),
            is_open = c.Int(),
            solution = c.Text(8_000, nullable: true),
            goodwill = c.Long(),
            reopened = c.Int(),
            version = c.Int(),
        }, "customer_id", "id");
        foreach (var columns in (string[][])[["is_open", "next_due"], ["owner_id", "is_open", "next_due"], ["team_id", "is_open", "next_due"], ["opened_at"], ["solved_at"], ["number"], ["id"]])
            migrationBuilder.CreateIndex("IX_service_tickets_" + string.Join('_', columns), "service_tickets", columns);
        migrationBuilder.Table("service_events", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            ticket_id = c.Long(),
            at = c.Instant(),
            kind = c.Int(),
            by = c.Long(nullable: true),
            text = c.Text(8_000, nullable: true),
            amount = c.Long(nullable: true),
            worth = c.Long(nullable: true),
        }, "customer_id", "id");
        foreach (var columns in (string[][])[["customer_id", "ticket_id"], ["kind", "at"], ["id"]])
            migrationBuilder.CreateIndex("IX_service_events_" + string.Join('_', columns), "service_events", columns);
        migrationBuilder.Table("service_reasons", c => new { id = c.Long(), parent_id = c.Long(nullable: true), name = c.Text(100), retired = c.Flag() }, "id");
        migrationBuilder.Table("service_templates", c => new { id = c.Long(), name = c.Text(100), text = c.Text(4_000) }, "id");
    }
}
