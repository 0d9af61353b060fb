using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Who came into segments and left them, who was named in a file, and who was in a segment last.</summary>
[DbContext(typeof(PatronDb)), Migration("202611225301_Segments")]
internal sealed class SegmentTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("segments_moves", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            segment_id = c.Long(),
            at = c.Instant(),
            day = c.Int(),
            entered = c.Flag(),
            why = c.Text(400),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_segments_moves_segment_id_at", "segments_moves", ["segment_id", "at"]);
        migrationBuilder.Table("segments_listed", c => new
        {
            customer_id = c.Long(),
            id = c.Long(),
            source_record_id = c.Long(nullable: true),
            segment_id = c.Long(),
        }, "customer_id", "id");
        migrationBuilder.CreateIndex("IX_segments_listed_segment_id", "segments_listed", "segment_id");
        migrationBuilder.Table("segments_kept", c => new
        {
            segment_id = c.Long(),
            at = c.Instant(),
            day = c.Int(),
            query = c.Text(),
            members = c.Bytes(),
        }, "segment_id");
    }
}
