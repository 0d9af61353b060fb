using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611222301_ImportsUndo")]
internal sealed class ImportsUndo : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<long>("undo_job_id", "imports", nullable: true);
}
