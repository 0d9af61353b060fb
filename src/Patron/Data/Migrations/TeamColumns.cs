using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611222401_Team")]
internal sealed class TeamColumns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("manager", "access_users", maxLength: 200, nullable: true);
        migrationBuilder.AddColumn<long>("manager_id", "access_users", nullable: true);
        migrationBuilder.AddColumn<string>("region", "access_users", maxLength: 100, nullable: true);
    }
}
