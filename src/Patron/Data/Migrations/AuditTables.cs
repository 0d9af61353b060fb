using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>The audit: entries that wait, the chain, its end; salts beside the values of changes and their digests in the change rows.</summary>
[DbContext(typeof(PatronDb)), Migration("202611222601_Audit")]
internal sealed class AuditMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("kernel_audit_waiting", c => new
        {
            id = c.Text(32),
            at = c.Instant(),
            by = c.Long(nullable: true),
            kind = c.Text(60),
            change_set_id = c.Long(nullable: true),
            first_seq = c.Int(),
            last_seq = c.Int(),
            subjects = c.Text(),
            fields = c.Text(),
        }, "id");

        migrationBuilder.Table("kernel_audit", c => new
        {
            position = c.Long(),
            id = c.Text(32),
            at = c.Instant(),
            by = c.Long(nullable: true),
            kind = c.Text(60),
            change_set_id = c.Long(nullable: true),
            first_seq = c.Int(),
            last_seq = c.Int(),
            subjects = c.Text(),
            fields = c.Text(),
            content = c.Text(64),
            hash = c.Text(64),
        }, "position");
        migrationBuilder.CreateIndex("IX_kernel_audit_at", "kernel_audit", "at");

        migrationBuilder.Table("kernel_audit_head", c => new
        {
            id = c.Int(),
            position = c.Long(),
            hash = c.Text(64),
        }, "id");
        migrationBuilder.Sql($"insert into kernel_audit_head (id, position, hash) values (1, 0, '{new string('0', 64)}')");

        migrationBuilder.AddColumn<string>("digest", "kernel_changes", maxLength: 44, nullable: true);
        migrationBuilder.AddColumn<string>("salt", "kernel_change_payloads", maxLength: 24, nullable: true);

        migrationBuilder.Table("kernel_erasures", c => new
        {
            id = c.Long(),
            what = c.Int(),
            at = c.Instant(),
        }, "id");
        AppendOnly(migrationBuilder);
    }

    // Entries are added and never changed or deleted: the database itself says so to the program and to whoever slips at a prompt.
    private static void AppendOnly(MigrationBuilder schema)
    {
        if (Columns.IsSqlite(schema.ActiveProvider))
        {
            schema.Sql("create trigger kernel_audit_no_update before update on kernel_audit begin select raise(abort, 'the audit is append-only'); end");
            schema.Sql("create trigger kernel_audit_no_delete before delete on kernel_audit begin select raise(abort, 'the audit is append-only'); end");
            return;
        }
        schema.Sql("create function kernel_audit_refuse() returns trigger language plpgsql as $$ begin raise exception 'the audit is append-only'; end $$");
        schema.Sql("create trigger kernel_audit_no_change before update or delete or truncate on kernel_audit for each statement execute function kernel_audit_refuse()");
    }
}
