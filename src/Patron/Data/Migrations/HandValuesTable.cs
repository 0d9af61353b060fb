using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Values set by hand, and ways to records and values by their ids alone.</summary>
[DbContext(typeof(PatronDb)), Migration("202611222101_HandValues")]
internal sealed class HandValuesTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("identity_hand_values", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            field = c.Text(60),
            custom = c.Flag(),
            value = c.Text(),
            at = c.Instant(),
            by = c.Long(nullable: true),
        }, "customer_id", "id");
        migrationBuilder.Table("identity_unsettled", c => new
        {
            change_set_id = c.Long(),
            record_id = c.Long(),
        }, "change_set_id", "record_id");
        migrationBuilder.CreateIndex("IX_identity_hand_values_id", "identity_hand_values", "id");
        migrationBuilder.CreateIndex("IX_identity_source_records_id", "identity_source_records", "id");
    }
}
