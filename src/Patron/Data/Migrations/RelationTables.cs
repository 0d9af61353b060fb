using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611222400_Relations")]
internal sealed class RelationTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("customers_relations", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(),
            source_id = c.Long(),
            kind = c.Int(),
            said = c.Text(200),
            said_key = c.Text(200),
            other_customer_id = c.Long(nullable: true),
            user_id = c.Long(nullable: true),
            at = c.Instant(),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_customers_relations_id", "customers_relations", "id");
        migrationBuilder.CreateIndex("IX_customers_relations_said_key", "customers_relations", "said_key");
        migrationBuilder.CreateIndex("IX_customers_relations_other_customer_id", "customers_relations", "other_customer_id");
    }
}
