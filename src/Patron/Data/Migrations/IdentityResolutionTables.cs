using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611220004_IdentityResolution")]
internal sealed class IdentityResolutionTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("identity_sources", c => new
        {
            id = c.Long(),
            number = c.Int(),
            name = c.Text(100),
            letter = c.Text(4),
            cancellation_prefix = c.Text(nullable: true),
            currency = c.Text(nullable: true),
            time_zone = c.Text(nullable: true),
            country = c.Text(2, nullable: true),
            demo = c.Flag(),
            created_at = c.Instant(),
            last_import_at = c.Instant(nullable: true),
        }, "id");
        migrationBuilder.CreateIndex("IX_identity_sources_name", "identity_sources", "name", unique: true);
        migrationBuilder.CreateIndex("IX_identity_sources_number", "identity_sources", "number", unique: true);

        migrationBuilder.Table("identity_source_records", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(),
            source_id = c.Long(),
            external_id = c.Text(200),
            kind = c.Int(),
            stub = c.Flag(),
            title = c.Text(nullable: true),
            name = c.Text(nullable: true),
            given_name = c.Text(nullable: true),
            family_name = c.Text(nullable: true),
            company = c.Text(nullable: true),
            email = c.Text(nullable: true),
            phone = c.Text(nullable: true),
            street = c.Text(nullable: true),
            city = c.Text(nullable: true),
            region = c.Text(nullable: true),
            postal = c.Text(nullable: true),
            country = c.Text(nullable: true),
            birth = c.Int(nullable: true),
            sex = c.Int(nullable: true),
            language = c.Text(nullable: true),
            time_zone = c.Text(nullable: true),
            acquired = c.Text(nullable: true),
            since = c.Int(nullable: true),
            custom = c.Text(nullable: true),
            consents = c.Text(nullable: true),
            first_seen_at = c.Instant(),
            changed_at = c.Instant(),
        }, "customer_id", "id");

        migrationBuilder.Table("identity_identifiers", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(),
            kind = c.Int(),
            value = c.Text(320),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_identity_identifiers_kind_value", "identity_identifiers", ["kind", "value"]);

        migrationBuilder.Table("identity_links", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(),
            other_record_id = c.Long(),
            reason = c.Text(60),
            at = c.Instant(),
        }, "customer_id", "id");
    }
}
