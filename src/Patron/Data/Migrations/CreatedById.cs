using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>An undo takes what a change set created by the ids of the rows, in the order in which they were made, and the keys claimed for them as well.</summary>
[DbContext(typeof(PatronDb)), Migration("202611230101_CreatedById")]
internal sealed class CreatedById : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["kernel_claimed_keys", "interactions", "interactions_files", "purchases_holdings", "consents_ledger", "codes_codes"])
            migrationBuilder.CreateIndex($"IX_{table}_id", table, "id");
    }
}
