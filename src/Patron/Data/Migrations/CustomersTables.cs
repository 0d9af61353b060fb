using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611220003_Customers")]
internal sealed class CustomersTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Table("customers", c => new
        {
            id = c.Long(),
            kind = c.Int(),
            anonymous = c.Flag(),
            merged_into = c.Long(nullable: true),
            deleted_at = c.Instant(nullable: true),
            created_at = c.Instant(),
            title = c.Text(nullable: true),
            name = c.Text(nullable: true),
            given_name = c.Text(nullable: true),
            family_name = c.Text(nullable: true),
            latin_name = c.Text(nullable: true),
            company = c.Text(nullable: true),
            email = c.Text(nullable: true),
            phone = c.Text(nullable: true),
            street = c.Text(nullable: true),
            city = c.Text(nullable: true),
            region = c.Text(nullable: true),
            postal = c.Text(nullable: true),
            country = c.Text(nullable: true),
            birth = c.Int(nullable: true),
            sex = c.Int(nullable: true),
            language = c.Text(nullable: true),
            time_zone = c.Text(nullable: true),
            acquired = c.Text(nullable: true),
            since = c.Int(nullable: true),
            custom = c.Text(nullable: true),
            source_mask = c.Long(),
            version = c.Int(),
        }, "id");
        migrationBuilder.CreateIndex("IX_customers_merged_into", "customers", "merged_into");

        migrationBuilder.Table("customers_custom_fields", c => new
        {
            key = c.Text(60),
            type = c.Int(),
            label = c.Text(100, nullable: true),
            special = c.Flag(),
            choices = c.Text(nullable: true),
            in_use = c.Flag(),
        }, "key");
    }
}
