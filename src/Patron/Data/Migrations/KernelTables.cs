using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611220001_Kernel")]
internal sealed class KernelTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("kernel_nodes", c => new
        {
            id = c.Int(),
            holder = c.Text(60, nullable: true),
            leased_until = c.Instant(nullable: true),
            high_water = c.Long(),
        }, "id");

        migrationBuilder.Table("kernel_change_feed", c => new
        {
            position = c.Long(),
            at = c.Instant(),
            topic = c.Text(40),
            customers = c.Bytes(),
        }, "position");

        migrationBuilder.Table("kernel_feed_head", c => new
        {
            id = c.Int(),
            position = c.Long(),
        }, "id");

        migrationBuilder.Table("kernel_outbox", c => new
        {
            id = c.Long(),
            topic = c.Text(60),
            payload = c.Text(),
            due = c.Instant(),
            attempts = c.Int(),
            leased_until = c.Instant(nullable: true),
            dead_at = c.Instant(nullable: true),
            error = c.Text(200, nullable: true),
        }, "id");
        migrationBuilder.CreateIndex("IX_kernel_outbox_dead_at_due", "kernel_outbox", ["dead_at", "due"]);

        migrationBuilder.Table("kernel_jobs", c => new
        {
            id = c.Long(),
            kind = c.Text(60),
            arguments = c.Text(),
            state = c.Int(),
            due = c.Instant(),
            every_minutes = c.Int(nullable: true),
            holder = c.Text(60, nullable: true),
            leased_until = c.Instant(nullable: true),
            cursor = c.Text(nullable: true),
            phase = c.Text(100),
            done = c.Long(),
            total = c.Long(nullable: true),
            attempts = c.Int(),
            result = c.Text(nullable: true),
            error = c.Text(200, nullable: true),
            created_at = c.Instant(),
            created_by = c.Long(nullable: true),
            started_at = c.Instant(nullable: true),
            ended_at = c.Instant(nullable: true),
        }, "id");
        migrationBuilder.CreateIndex("IX_kernel_jobs_state_due", "kernel_jobs", ["state", "due"]);

        migrationBuilder.Table("kernel_change_sets", c => new
        {
            id = c.Long(),
            at = c.Instant(),
            by = c.Long(nullable: true),
            kind = c.Text(40),
            undoes = c.Long(nullable: true),
            undone_by = c.Long(nullable: true),
        }, "id");

        migrationBuilder.Table("kernel_change_ranges", c => new
        {
            change_set_id = c.Long(),
            seq = c.Int(),
            entity = c.Text(60),
            first_id = c.Long(),
            last_id = c.Long(),
        }, "change_set_id", "seq");

        migrationBuilder.Table("kernel_changes", c => new
        {
            change_set_id = c.Long(),
            seq = c.Int(),
            entity = c.Text(60),
            entity_id = c.Long(),
            customer_id = c.Long(),
            operation = c.Int(),
            fields = c.Text(),
        }, "change_set_id", "seq");
        migrationBuilder.CreateIndex("IX_kernel_changes_entity_entity_id", "kernel_changes", ["entity", "entity_id"]);

        migrationBuilder.Table("kernel_change_payloads", c => new
        {
            customer_id = c.Long(),
            change_set_id = c.Long(),
            seq = c.Int(),
            before = c.Text(nullable: true),
            after = c.Text(nullable: true),
        }, "customer_id", "change_set_id", "seq");

        migrationBuilder.Table("kernel_claimed_keys", c => new
        {
            scope = c.Text(60),
            key = c.Text(200),
            id = c.Long(),
            customer_id = c.Long(),
        }, "scope", "key");
        migrationBuilder.CreateIndex("IX_kernel_claimed_keys_customer_id", "kernel_claimed_keys", "customer_id");

        migrationBuilder.Table("kernel_settings", c => new
        {
            key = c.Text(60),
            value = c.Text(),
        }, "key");

        // The feed begins at nothing; its head is the row that appending transactions lock.
        migrationBuilder.Sql("insert into kernel_feed_head (id, position) values (1, 0)");
    }
}
