using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>What our own people know well, and which languages they speak.</summary>
[DbContext(typeof(PatronDb)), Migration("202611225102_PersonSkills")]
internal sealed class PersonSkillsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Table("workday_skills", c => new { user_id = c.Long(), skills = c.Text(300), languages = c.Text(300) }, "user_id");
}
