using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>The change set that brought a customer to the bin, and a way to those in it that costs the others nothing.</summary>
[DbContext(typeof(PatronDb)), Migration("202611222201_CustomersBin")]
internal sealed class CustomersBin : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("deleted_in", "customers", nullable: true);
        migrationBuilder.CreateIndex("IX_customers_deleted_at", "customers", "deleted_at", filter: "deleted_at is not null");
    }
}
