using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611220002_Access")]
internal sealed class AccessTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("access_users", c => new
        {
            id = c.Long(),
            email = c.Text(320),
            email_key = c.Text(320),
            name = c.Text(200),
            role = c.Text(40),
            password_hash = c.Text(400),
            stamp = c.Text(60),
            language = c.Text(20, nullable: true),
            disabled = c.Flag(),
            created_at = c.Instant(),
            last_sign_in_at = c.Instant(nullable: true),
        }, "id");
        migrationBuilder.CreateIndex("IX_access_users_email_key", "access_users", "email_key", unique: true);
    }
}
