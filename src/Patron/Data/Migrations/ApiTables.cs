using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Keys of the HTTP API, and what was answered under an Idempotency-Key.</summary>
[DbContext(typeof(PatronDb)), Migration("202611225503_Api")]
internal sealed class ApiTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("api_keys", c => new
        {
            id = c.Long(), name = c.Text(100), start = c.Text(12), digest = c.Text(64), scopes = c.Text(500), made_at = c.Instant(), made_by = c.Long(nullable: true),
            used_at = c.Instant(nullable: true), revoked_at = c.Instant(nullable: true), revoked_by = c.Long(nullable: true),
        }, "id");
        migrationBuilder.CreateIndex("IX_api_keys_digest", "api_keys", "digest", unique: true);
        migrationBuilder.Table("api_answers", c => new
        {
            key_id = c.Long(), key = c.Text(100), request = c.Text(64), status = c.Int(), content_type = c.Text(100, nullable: true), body = c.Text(nullable: true), at = c.Instant(),
        }, "key_id", "key");
        migrationBuilder.CreateIndex("IX_api_answers_at", "api_answers", "at");
    }
}
