using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Who is not contacted at all, what customers wish, which contacts were made, and the words that people agreed to.</summary>
[DbContext(typeof(PatronDb)), Migration("202611225501_ContactPolicy")]
internal sealed class ContactPolicyTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("consents_suppressions", c => new
        {
            customer_id = c.Long(), id = c.Long(), source_record_id = c.Long(nullable: true), channel = c.Text(20, nullable: true), reason = c.Int(), source = c.Text(100),
            since = c.Instant(), by = c.Long(nullable: true), ended_at = c.Instant(nullable: true), ended_by = c.Long(nullable: true), ended_why = c.Text(300, nullable: true),
        }, "customer_id", "id");
        migrationBuilder.Table("consents_addresses", c => new
        {
            id = c.Long(), channel = c.Text(20), digest = c.Text(44), reason = c.Int(), source = c.Text(100),
            since = c.Instant(), by = c.Long(nullable: true), ended_at = c.Instant(nullable: true), ended_by = c.Long(nullable: true), ended_why = c.Text(300, nullable: true),
        }, "id");
        migrationBuilder.CreateIndex("IX_consents_addresses_digest", "consents_addresses", "digest");
        migrationBuilder.Table("consents_preferences", c => new
        {
            customer_id = c.Long(), id = c.Long(), source_record_id = c.Long(nullable: true), paused_until = c.Instant(nullable: true), most = c.Int(nullable: true), refused = c.Text(1_000), links_from = c.Instant(nullable: true), at = c.Instant(),
        }, "customer_id", "id");
        migrationBuilder.Table("consents_contacts", c => new { customer_id = c.Long(), id = c.Long(), source_record_id = c.Long(nullable: true), channel = c.Int(), at = c.Instant() }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_consents_contacts_at_customer_id_channel", "consents_contacts", ["at", "customer_id", "channel"]);
        migrationBuilder.Table("consents_texts", c => new { id = c.Long(), purpose = c.Text(40), language = c.Text(10), version = c.Int(), words = c.Text(4_000), at = c.Instant(), by = c.Long(nullable: true) }, "id");
        migrationBuilder.CreateIndex("IX_consents_texts_purpose_language_version", "consents_texts", ["purpose", "language", "version"], unique: true);
        migrationBuilder.AddColumn<long>("text_id", "consents_ledger", nullable: true);
        migrationBuilder.AddColumn<long>("by", "consents_ledger", nullable: true);
    }
}
