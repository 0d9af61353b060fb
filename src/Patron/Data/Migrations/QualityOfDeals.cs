using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>A deal's days are measured under the names that files call them by, so that a limit finds them in the file.</summary>
[DbContext(typeof(PatronDb)), Migration("202611226301_QualityOfDeals")]
internal sealed class QualityOfDeals : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["quality_measures", "quality_limits"])
            foreach (var field in (string[])["opened", "closed"]) migrationBuilder.Sql($"update {table} set field = '{field}' where kind = 'opportunities' and field = 'deal_{field}'");
    }
}
