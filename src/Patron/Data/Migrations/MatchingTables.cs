using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Models that were learnt, and pairs of records that people are asked about.</summary>
[DbContext(typeof(PatronDb)), Migration("202611223101_Matching")]
internal sealed class MatchingTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("identity_models", c => new
        {
            kind = c.Int(),
            version = c.Int(),
            at = c.Instant(),
            by = c.Long(nullable: true),
            records = c.Int(),
            answers = c.Int(),
            model = c.Text(),
            comparison = c.Text(nullable: true),
            in_use = c.Flag(),
            switched_at = c.Instant(nullable: true),
            switched_by = c.Long(nullable: true),
        }, "kind", "version");

        migrationBuilder.Table("identity_review_pairs", c => new
        {
            id = c.Long(),
            kind = c.Int(),
            first_record = c.Long(),
            second_record = c.Long(),
            first_source = c.Long(),
            second_source = c.Long(),
            probability = c.Int(),
            version = c.Int(),
            evidence = c.Text(),
            cost = c.Long(),
            at = c.Instant(),
            taken_by = c.Long(nullable: true),
            taken_until = c.Instant(nullable: true),
            later_at = c.Instant(nullable: true),
            later_by = c.Long(nullable: true),
            answer = c.Int(nullable: true),
            answered_by = c.Long(nullable: true),
            answered_at = c.Instant(nullable: true),
            answered_in = c.Long(nullable: true),
        }, "id");
        migrationBuilder.CreateIndex("IX_identity_review_pairs_first_record_second_record", "identity_review_pairs", ["first_record", "second_record"], unique: true);
        migrationBuilder.CreateIndex("IX_identity_review_pairs_cost", "identity_review_pairs", "cost");
        migrationBuilder.CreateIndex("IX_identity_review_pairs_answered_at", "identity_review_pairs", "answered_at");
    }
}
