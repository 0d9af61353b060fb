using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data.Exporting;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.ListTickets;
using Patron.Tests.Reasons;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Exporting;

/// <summary>Archives that earlier builds wrote are taken: what they called otherwise is mapped.</summary>
public sealed class EarlierArchivesTests
{
    /// <summary>As a build wrote it that kept the reasons of tickets apart: the whole path of what is above, nothing of a kind.</summary>
    private const string TicketReasonsFile = "name,below,retired\r\nDelivery,,\r\nToo late,Delivery,\r\nBy days,Delivery / Too late,yes\r\n\"Bill, wrong\",,\r\n";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Reasons_of_tickets_that_were_kept_apart_become_reasons_of_the_one_register(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await RandomCompany.Fill(first, 5);
        var late = await TicketReasons.Add(first, "Too late", await TicketReasons.Add(first, "Delivery"));
        var customer = new Patron.Kernel.CustomerId((long)(await first.Ask("select customer_id from identity_source_records where customer_id in (select id from customers where deleted_at is null and merged_into is null) order by id limit 1"))!);
        Assert.Null((await first.Get<TicketBook>().Open(new(customer, TicketKind.Complaint, "The kettle leaks") { Reason = late }, null, Ct)).Refusal);
        var archive = await ArchiveFiles.Export(first, "first.zip");
        AsBefore(archive);

        await using var second = await PatronServices.Start(kind);
        var taken = (await second.Get<IEverything>().Take(archive, null, null, Ct)).Value!;
        Assert.Equal((4, 0), (taken.Files.Single(f => f.Name == "ticket-reasons.csv").Created, taken.Rejected));
        var tree = await second.Get<IReasons>().Of(ReasonKind.Ticket, Ct);
        Assert.Equal([("Delivery", false), ("Delivery / Too late", false), ("Delivery / Too late / By days", true), ("Bill, wrong", false)], tree.All.Select(r => (r.Path, r.Retired)));
        var ticket = Assert.Single((await second.Get<TicketReads>().List(new(Words: "leaks"), "due", 1, null, Ct)).Rows).Ticket;
        Assert.Equal("Delivery / Too late", tree.Called(ticket.Reason!.Value));
        Assert.Equal(0, (await second.Get<IEverything>().Take(archive, null, null, Ct)).Value!.Created);
    }

    /// <summary>Whoever adds a column to a table that is kept column by column has to say how it is kept.</summary>
    [Fact]
    public async Task No_column_of_a_kept_table_is_forgotten()
    {
        // What an archive writes in other words, or makes anew.
        string[] ours = ["customer_id", "id", "source_record_id", "leased_until"];
        await using var app = await PatronServices.Start(Database.Sqlite);
        await using var db = await app.Db();
        var forgotten = new List<string>();
        var kept = 0;
        foreach (var part in app.Services.GetServices<IExportPart>().OfType<IKeepsTable>())
        {
            kept++;
            var entity = db.Model.GetEntityTypes().Single(e => e.GetTableName() == part.Table);
            var store = StoreObjectIdentifier.Table(part.Table);
            var names = part.Columns.Select(c => c.Name.Trim('"')).ToHashSet();
            forgotten.AddRange(entity.GetProperties().Select(p => p.GetColumnName(store)!).Where(c => !names.Contains(c) && !ours.Contains(c)).Select(c => $"{part.Table}.{c}"));
        }
        Assert.Equal([], forgotten);
        Assert.True(kept >= 20);
    }

    /// <summary>The reasons of the register go, those of tickets stand in a file of their own where it stood.</summary>
    private static void AsBefore(string archive)
    {
        using var zip = ZipFile.Open(archive, ZipArchiveMode.Update);
        zip.GetEntry("reasons.csv")!.Delete();
        using (var file = zip.CreateEntry("ticket-reasons.csv").Open()) file.Write(Encoding.UTF8.GetBytes(TicketReasonsFile));
        var entry = zip.GetEntry("manifest.json")!;
        JsonNode manifest;
        using (var stream = entry.Open()) manifest = JsonNode.Parse(stream)!;
        entry.Delete();
        var described = manifest["files"]!.AsArray().Single(f => (string?)f!["kind"] == "reasons")!.AsObject();
        (described["name"], described["kind"], described["rows"]) = ("ticket-reasons.csv", "ticket-reasons", 4);
        described["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TicketReasonsFile)));
        using var written = zip.CreateEntry("manifest.json").Open();
        written.Write(Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }
}
