using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Calendars with a secret address, and who is reminded by mail.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224103_TaskPeople")]
internal sealed class TaskPeopleTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("tasks_people", c => new { user_id = c.Long(), digest = c.Text(64, nullable: true), made_at = c.Instant(nullable: true), mail = c.Flag() }, "user_id");
        migrationBuilder.CreateIndex("IX_tasks_people_digest", "tasks_people", "digest");
    }
}
