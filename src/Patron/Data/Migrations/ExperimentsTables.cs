using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Tests and who is in which arm; campaigns.</summary>
[DbContext(typeof(PatronDb)), Migration("202611225601_Experiments")]
internal sealed class ExperimentsTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("experiments_tests", c => new
        {
            id = c.Long(),
            kind = c.Text(40),
            key = c.Text(100),
            name = c.Text(200),
            href = c.Text(200),
            arms = c.Text(),
            window_days = c.Int(),
            power = c.Int(nullable: true),
            started_at = c.Instant(),
            ended_at = c.Instant(nullable: true),
        }, "id");
        migrationBuilder.Table("experiments_assignments", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            test_id = c.Long(),
            arm = c.Int(),
            at = c.Instant(),
        }, "customer_id", "id");
        migrationBuilder.Table("campaigns_campaigns", c => new
        {
            id = c.Long(),
            name = c.Text(100),
            folded_name = c.Text(100),
            state = c.Int(),
            plan = c.Text(),
            forecast = c.Text(nullable: true),
            result = c.Text(nullable: true),
            waves = c.Int(),
            planned_waves = c.Int(),
            rolled_out = c.Int(nullable: true),
            rolled_out_at = c.Instant(nullable: true),
            learned = c.Text(2_000, nullable: true),
            learned_by = c.Long(nullable: true),
            learned_at = c.Instant(nullable: true),
            created_by = c.Long(nullable: true),
            created_at = c.Instant(),
            checked_at = c.Instant(nullable: true),
            approved_by = c.Long(nullable: true),
            approved_at = c.Instant(nullable: true),
            launched_at = c.Instant(nullable: true),
            ended_at = c.Instant(nullable: true),
            version = c.Int(),
        }, "id");
        migrationBuilder.CreateIndex("IX_experiments_assignments_test_id", "experiments_assignments", "test_id");
        migrationBuilder.CreateIndex("IX_experiments_assignments_id", "experiments_assignments", "id");
        migrationBuilder.CreateIndex("IX_campaigns_campaigns_folded_name", "campaigns_campaigns", "folded_name", unique: true);
    }
}
