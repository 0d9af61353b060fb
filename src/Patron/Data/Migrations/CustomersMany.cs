using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>What is done to many customers by a job, whom it concerns, and what its taking back had to leave.</summary>
[DbContext(typeof(PatronDb)), Migration("202611222202_CustomersMany")]
internal sealed class CustomersMany : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("customers_many_changes", c => new
        {
            id = c.Long(),
            kind = c.Text(40),
            arguments = c.Text(),
            undoes = c.Long(nullable: true),
            total = c.Long(),
            changed = c.Long(),
            job_id = c.Long(nullable: true),
            at = c.Instant(),
            by = c.Long(),
        }, "id");

        migrationBuilder.Table("customers_many_parts", c => new
        {
            change_id = c.Long(),
            part = c.Int(),
            customers = c.Bytes(),
        }, "change_id", "part");

        migrationBuilder.Table("customers_many_left", c => new
        {
            change_id = c.Long(),
            seq = c.Int(),
            customer_id = c.Long(),
            field = c.Text(60, nullable: true),
            reason = c.Text(100),
        }, "change_id", "seq");
    }
}
