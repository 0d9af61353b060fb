using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>The organisation's own fields of tickets, tasks, leads and deals: one JSON column each, as customers have it.</summary>
[DbContext(typeof(PatronDb)), Migration("202611226101_OwnFields")]
internal sealed class OwnFieldColumns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["service_tickets", "tasks_tasks", "sales_leads", "sales_opportunities"]) migrationBuilder.AddColumn<string>("custom", table, nullable: true);
    }
}
