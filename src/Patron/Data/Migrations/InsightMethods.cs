using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>By which way each kept result was reckoned; those of before are of none, so that they are reckoned anew.</summary>
[DbContext(typeof(PatronDb)), Migration("202611240901_InsightMethods")]
internal sealed class InsightMethods : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<int>("method", "insights_results", nullable: false, defaultValue: 0);
}
