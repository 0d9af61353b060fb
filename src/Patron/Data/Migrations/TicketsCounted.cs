using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Tickets that are open, overdue, or opened in a period are counted from an index alone: Home does so each time it is shown.</summary>
[DbContext(typeof(PatronDb)), Migration("202611226201_TicketsCounted")]
internal sealed class TicketsCounted : Migration
{
    private const string Tickets = "service_tickets";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("IX_service_tickets_is_open_next_due", Tickets);
        migrationBuilder.DropIndex("IX_service_tickets_opened_at", Tickets);
        migrationBuilder.CreateIndex("IX_service_tickets_is_open_next_due_customer_id", Tickets, ["is_open", "next_due", "customer_id"]);
        migrationBuilder.CreateIndex("IX_service_tickets_opened_at_customer_id_answered_at_answer_due", Tickets, ["opened_at", "customer_id", "answered_at", "answer_due"]);
    }
}
