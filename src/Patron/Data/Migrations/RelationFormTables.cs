using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>The form of the relation to a customer, contracts and memberships, and the parts of contacts in buying.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224401_RelationForm")]
internal sealed class RelationFormTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("customers_forms", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            level = c.Text(100, nullable: true),
            service = c.Text(100, nullable: true),
            channel = c.Text(100, nullable: true),
            user_id = c.Long(nullable: true),
            team_id = c.Long(nullable: true),
            since = c.Int(nullable: true),
            at = c.Instant(),
            by = c.Long(nullable: true),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_customers_forms_id", "customers_forms", "id");
        migrationBuilder.Table("customers_agreements", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            kind = c.Int(),
            name = c.Text(200),
            number = c.Text(100, nullable: true),
            starts = c.Int(nullable: true),
            ends = c.Int(nullable: true),
            note = c.Text(1_000, nullable: true),
            state = c.Int(),
            at = c.Instant(),
            by = c.Long(nullable: true),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_customers_agreements_id", "customers_agreements", "id");
        migrationBuilder.AddColumn<int>("buying", "customers_hand_relations", nullable: true);
    }
}
