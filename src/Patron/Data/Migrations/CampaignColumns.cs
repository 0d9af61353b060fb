using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

[DbContext(typeof(PatronDb)), Migration("202611225901_CampaignColumns")]
internal sealed class CampaignColumns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("left_for_budget", "campaigns_campaigns", nullable: true);
        migrationBuilder.AddColumn<long>("edited_by", "campaigns_campaigns", nullable: true);
        migrationBuilder.AddColumn<bool>("rolled_out_alone", "campaigns_campaigns", nullable: true);
    }
}
