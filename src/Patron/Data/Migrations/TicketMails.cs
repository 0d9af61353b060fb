using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Patron.Data.Migrations;

/// <summary>What is written to a customer in a ticket may leave as an e-mail: which, and what became of it.</summary>
[DbContext(typeof(PatronDb)), Migration("202611226501_TicketMails")]
internal sealed class TicketMails : Migration
{
    private const string Events = "service_events";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("mail_id", Events, nullable: true);
        migrationBuilder.AddColumn<int>("mail", Events, nullable: true);
        migrationBuilder.AddColumn<string>("mail_why", Events, maxLength: 20, nullable: true);
        migrationBuilder.AddColumn<int>("mail_tries", Events, nullable: true);
        migrationBuilder.CreateIndex("IX_service_events_mail_id", Events, "mail_id");
        migrationBuilder.CreateIndex("IX_service_events_mail", Events, "mail");
    }
}
