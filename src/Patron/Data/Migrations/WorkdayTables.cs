using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Teams, and what is to be done for customers.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224101_Workday")]
internal sealed class WorkdayTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("workday_teams", c => new { id = c.Long(), name = c.Text(100) }, "id");
        migrationBuilder.Table("workday_members", c => new { user_id = c.Long(), team_id = c.Long(), leads = c.Flag() }, "user_id");
        migrationBuilder.Table("tasks_tasks", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            kind = c.Int(),
            state = c.Int(),
            priority = c.Int(),
            title = c.Text(200),
            details = c.Text(4_000, nullable: true),
            due = c.Instant(),
            first_due = c.Instant(),
            minutes = c.Int(nullable: true),
            owner_id = c.Long(nullable: true),
            team_id = c.Long(nullable: true),
            from_team_id = c.Long(nullable: true),
            promised_to = c.Text(100, nullable: true),
            reference_kind = c.Text(40, nullable: true),
            reference_id = c.Long(nullable: true),
            created_by = c.Long(nullable: true),
            created_at = c.Instant(),
            accepted_at = c.Instant(nullable: true),
            done_at = c.Instant(nullable: true),
            done_by = c.Long(nullable: true),
            proof_kind = c.Text(40, nullable: true),
            proof_id = c.Long(nullable: true),
            reason = c.Text(500, nullable: true),
            escalate_at = c.Instant(nullable: true),
            escalated_at = c.Instant(nullable: true),
            remind_at = c.Instant(nullable: true),
            reminded_at = c.Instant(nullable: true),
            version = c.Int(),
        }, "customer_id", "id");
        foreach (var columns in (string[][])[["owner_id", "state", "due"], ["team_id", "state", "due"], ["kind", "state", "due"], ["escalate_at"], ["remind_at"], ["id"]])
            migrationBuilder.CreateIndex("IX_tasks_tasks_" + string.Join('_', columns), "tasks_tasks", columns);
    }
}
