using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>What erasures took away and where they looked afterwards.</summary>
[DbContext(typeof(PatronDb)), Migration("202611223302_ErasureProofs")]
internal sealed class ErasureProofTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Table("kernel_erasure_proofs", c => new
    {
        id = c.Long(),
        at = c.Instant(),
        by = c.Long(nullable: true),
        verdict = c.Int(),
        document = c.Text(),
        digest = c.Text(64),
    }, "id");
}
