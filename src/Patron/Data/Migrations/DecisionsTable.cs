using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Decisions about pairs of source records.</summary>
[DbContext(typeof(PatronDb)), Migration("202611222801_Decisions")]
internal sealed class DecisionsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("identity_decisions", c => new
        {
            id = c.Long(),
            first_key = c.Text(32),
            second_key = c.Text(32),
            first_record = c.Long(),
            second_record = c.Long(),
            verdict = c.Int(),
            probability = c.Int(nullable: true),
            evidence = c.Text(nullable: true),
            by = c.Long(nullable: true),
            at = c.Instant(),
            made_in = c.Long(),
            ended_at = c.Instant(nullable: true),
            ended_in = c.Long(nullable: true),
        }, "id");
        migrationBuilder.CreateIndex("IX_identity_decisions_first_key_second_key", "identity_decisions", ["first_key", "second_key"]);
        migrationBuilder.CreateIndex("IX_identity_decisions_second_key", "identity_decisions", "second_key");
        migrationBuilder.CreateIndex("IX_identity_decisions_made_in", "identity_decisions", "made_in");
        migrationBuilder.CreateIndex("IX_identity_decisions_ended_in", "identity_decisions", "ended_in");
    }
}
