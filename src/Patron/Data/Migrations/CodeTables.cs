using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Personal codes of coupons and answers.</summary>
[DbContext(typeof(PatronDb)), Migration("202611225502_Codes")]
internal sealed class CodeTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("codes_codes", c => new
        {
            customer_id = c.Long(), id = c.Long(), source_record_id = c.Long(nullable: true), code = c.Text(12), source_kind = c.Text(40), source_id = c.Long(), arm = c.Text(60, nullable: true),
            message_id = c.Long(nullable: true), issued_at = c.Instant(), until = c.Instant(nullable: true), redeemed_at = c.Instant(nullable: true), redeemed_by = c.Long(nullable: true), place = c.Text(60, nullable: true),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_codes_codes_redeemed_at", "codes_codes", "redeemed_at", filter: "redeemed_at is not null");
    }
}
