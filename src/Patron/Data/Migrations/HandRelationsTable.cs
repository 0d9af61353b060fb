using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Relations that people set or took away.</summary>
[DbContext(typeof(PatronDb)), Migration("202611223303_HandRelations")]
internal sealed class HandRelationsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("customers_hand_relations", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            kind = c.Int(),
            other_customer_id = c.Long(),
            role = c.Text(100, nullable: true),
            state = c.Int(),
            at = c.Instant(),
            by = c.Long(nullable: true),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_customers_hand_relations_other_customer_id", "customers_hand_relations", "other_customer_id");
        migrationBuilder.CreateIndex("IX_customers_hand_relations_id", "customers_hand_relations", "id");
    }
}
