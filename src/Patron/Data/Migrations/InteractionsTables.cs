using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611220006_Interactions")]
internal sealed class InteractionsTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("interactions", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            at = c.Instant(),
            kind = c.Text(40),
            channel = c.Text(40, nullable: true),
            direction = c.Int(nullable: true),
            agent = c.Long(nullable: true),
            reference_kind = c.Text(40, nullable: true),
            reference_id = c.Long(nullable: true),
            payload = c.Text(),
            version = c.Int(),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_interactions_customer_id_at", "interactions", ["customer_id", "at"]);

        migrationBuilder.Table("consents_ledger", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            purpose = c.Text(40),
            channel = c.Text(20),
            given = c.Flag(),
            at = c.Instant(),
            evidence = c.Text(200, nullable: true),
            recorded_at = c.Instant(),
        }, "customer_id", "id");
    }
}
