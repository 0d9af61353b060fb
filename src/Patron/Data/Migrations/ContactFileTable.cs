using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>Files kept with contacts.</summary>
[DbContext(typeof(PatronDb)), Migration("202611224102_ContactFiles")]
internal sealed class ContactFileTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Table("interactions_files", c => new
    {
        customer_id = c.Long(),
        id = c.Long(),
        source_record_id = c.Long(nullable: true),
        interaction_id = c.Long(),
        change_set_id = c.Long(),
        name = c.Text(150),
        size = c.Long(),
    }, "customer_id", "id");
}
