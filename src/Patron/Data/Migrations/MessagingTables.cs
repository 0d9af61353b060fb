using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Messages and the queue of those that wait, their templates, links and letters; the log of what came of them.</summary>
[DbContext(typeof(PatronDb)), Migration("202611225401_Messaging")]
internal sealed class MessagingTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("messaging_sendings", c => new { id = c.Long(), source_kind = c.Text(20), source_id = c.Long(), state = c.Int() }, "id");
        migrationBuilder.CreateIndex("IX_messaging_sendings_source_kind_source_id", "messaging_sendings", ["source_kind", "source_id"], unique: true);
        migrationBuilder.Table("messaging_messages", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            sending_id = c.Long(),
            step = c.Text(40),
            occurrence = c.Int(),
            channel = c.Text(20),
            template_id = c.Long(),
            template_version = c.Int(),
            arm = c.Text(40),
            purpose = c.Text(40),
            topic = c.Text(40, nullable: true),
            worth = c.Long(),
            state = c.Int(),
            reason = c.Text(40, nullable: true),
            planned_at = c.Instant(),
            at = c.Instant(),
            run_id = c.Long(nullable: true),
        }, "customer_id", "id");
        foreach (var columns in (string[][])[["id"], ["sending_id", "arm", "state", "reason"], ["state", "at"], ["run_id"]])
            migrationBuilder.CreateIndex("IX_messaging_messages_" + string.Join('_', columns), "messaging_messages", columns);
        migrationBuilder.Table("messaging_queue", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            sending_id = c.Long(),
            channel = c.Text(20),
            due = c.Instant(),
            claim = c.Long(),
            leased_until = c.Instant(nullable: true),
            handed_off = c.Flag(),
            counted = c.Flag(),
            attempts = c.Int(),
        }, "customer_id", "id");
        foreach (var columns in (string[][])[["id"], ["sending_id", "channel", "claim", "due"], ["leased_until"]])
            migrationBuilder.CreateIndex("IX_messaging_queue_" + string.Join('_', columns), "messaging_queue", columns);
        migrationBuilder.Table("messaging_templates", c => new { id = c.Long(), name = c.Text(100), channel = c.Text(20), version = c.Int(), retired = c.Flag() }, "id");
        migrationBuilder.Table("messaging_template_versions", c => new { template_id = c.Long(), version = c.Int(), content = c.Text(), at = c.Instant(), by = c.Long(nullable: true) }, "template_id", "version");
        migrationBuilder.Table("messaging_links", c => new { id = c.Long(), digest = c.Text(44), url = c.Text(2_000) }, "id");
        migrationBuilder.CreateIndex("IX_messaging_links_digest", "messaging_links", ["digest"], unique: true);
        migrationBuilder.Table("messaging_runs", c => new { id = c.Long(), sending_id = c.Long(), channel = c.Text(20), at = c.Instant(), closed_at = c.Instant(nullable: true), by = c.Long(nullable: true) }, "id");
        migrationBuilder.CreateIndex("IX_messaging_runs_closed_at", "messaging_runs", ["closed_at"]);
        migrationBuilder.Table("events_log", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            kind = c.Text(40),
            at = c.Instant(),
            key = c.Text(120),
            message_id = c.Long(nullable: true),
            source_kind = c.Text(20, nullable: true),
            source_id = c.Long(nullable: true),
            arm = c.Text(40, nullable: true),
            machine = c.Flag(),
            detail = c.Text(200, nullable: true),
        }, "customer_id", "id");
        foreach (var columns in (string[][])[["customer_id", "kind", "key"], ["source_kind", "source_id", "kind", "arm"], ["message_id"]])
            migrationBuilder.CreateIndex("IX_events_log_" + string.Join('_', columns), "events_log", columns);
    }
}
