using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tasks.ShareCalendar;
using Patron.Tests.Purchases;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Tasks;

/// <summary>The calendar against RFC 5545, and its secret address.</summary>
public sealed class CalendarTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public void An_event_is_written_as_the_standard_says()
    {
        var text = ICalendar.Write("Mine", [new("tsk_1@patron", 3, Noon, Noon, Noon.AddMinutes(90), "Lunch; with, A\\B", "one\r\ntwo", "https://x/y", Cancelled: true, Busy: true)]);
        Assert.Equal(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Patron//Tasks//EN\r\nCALSCALE:GREGORIAN\r\nX-WR-CALNAME:Mine\r\nBEGIN:VEVENT\r\nUID:tsk_1@patron\r\nDTSTAMP:20260302T030000Z\r\nSEQUENCE:3\r\n" +
            "DTSTART:20260302T030000Z\r\nDTEND:20260302T043000Z\r\nSUMMARY:Lunch\\; with\\, A\\\\B\r\nDESCRIPTION:one\\ntwo\r\nURL:https://x/y\r\nSTATUS:CANCELLED\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", text);
    }

    [Fact]
    public void Whatever_is_said_comes_back_and_no_line_is_longer_than_75_octets() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var letters = (string[])["a", ";", ",", "\\", "\n", "가", "漢", "👩‍🚀", "é", " ", "\u0007"];
        var said = string.Concat(Enumerable.Range(0, random.Next(0, 200)).Select(_ => letters[random.Next(letters.Length)]));
        var text = ICalendar.Write("c", [new("u", 0, Noon, Noon, Noon, said, null, null, Cancelled: false, Busy: false)]);
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75));
        var unfolded = text.Replace("\r\n ", "", StringComparison.Ordinal);
        var read = Regex.Match(unfolded, "\r\nSUMMARY:(.*)\r\n").Groups[1].Value;
        Assert.Equal(said.Replace("\u0007", "", StringComparison.Ordinal), Regex.Replace(read, @"\\(.)", m => m.Groups[1].Value == "n" ? "\n" : m.Groups[1].Value));
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Nobody_can_write_a_line_of_the_calendar()
    {
        const string hostile = "x\r\nEND:VEVENT\rBEGIN:VALARM\nACTION:PROCEDURE\u2028BEGIN:A\u2029BEGIN:B\u0085BEGIN:C\fBEGIN:D\0\u001b\ud800";
        var text = ICalendar.Write(hostile, [new(hostile, 0, Noon, Noon, Noon, hostile, hostile, null, Cancelled: false, Busy: false)]);
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Assert.Equal(["BEGIN:VCALENDAR", "BEGIN:VEVENT"], lines.Where(l => l.StartsWith("BEGIN:", StringComparison.Ordinal)));
        Assert.Equal(["VERSION", "PRODID", "CALSCALE", "X-WR-CALNAME", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP"],
            lines.Where(l => l.Length > 0 && !l.StartsWith("BEGIN:", StringComparison.Ordinal) && !l.StartsWith("END:", StringComparison.Ordinal)).Select(l => l.Split(':')[0]));
        Assert.DoesNotContain(text.Replace("\r\n", "", StringComparison.Ordinal), c => char.IsControl(c) || c is '\u2028' or '\u2029');
    }

    [Fact]
    public async Task The_last_minute_that_there_is_breaks_no_calendar()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite, services => services.AddSingleton<Patron.Customers.Contracts.ICustomers, SimpleCustomers>().AddSingleton<CalendarFeed>());
        var (tom, _, _, _) = await TaskTests.People(patron);
        await patron.Get<TaskBook>().Add(TaskTests.New(TaskKind.Task, "Now") with { Owner = tom }, tom, Ct);
        await using (var db = await patron.Db()) await db.Set<Patron.Tasks.TaskRow>().ExecuteUpdateAsync(t => t.SetProperty(x => x.Due, DateTimeOffset.MaxValue), Ct);
        Assert.Contains("DTEND:99991231T235959Z", await patron.Get<CalendarFeed>().Read(await patron.Get<CalendarFeed>().Renew(tom, Ct), false, (_, _) => "", new Texts(), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_address_shows_its_owners_tasks_until_it_is_revoked_or_made_anew()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite, services => services.AddSingleton<Patron.Customers.Contracts.ICustomers, SimpleCustomers>().AddSingleton<CalendarFeed>());
        var (feed, tasks) = (patron.Get<CalendarFeed>(), patron.Get<TaskBook>());
        var (tom, mei, sales, _) = await TaskTests.People(patron);
        var meeting = (await tasks.Add(TaskTests.New(TaskKind.Meeting, "Talk about the year") with { Owner = tom, Minutes = 30 }, tom, Ct)).Value!.Task;
        var dropped = (await tasks.Add(TaskTests.New(TaskKind.Task, "Dropped") with { Owner = tom }, tom, Ct)).Value!.Task;
        await tasks.Cancel(dropped.Customer, dropped.Id, dropped.Version, null, tom, Ct);
        await tasks.Add(TaskTests.New(TaskKind.Task, "Of Mei") with { Owner = mei }, tom, Ct);
        var secret = await feed.Renew(tom, Ct);

        var shown = (await Read(secret))!;
        Assert.Contains($"UID:{meeting.Id}@patron\r\n", shown, StringComparison.Ordinal);
        Assert.Contains("DTSTART:20260302T120000Z\r\nDTEND:20260302T123000Z\r\nSUMMARY:Meeting: Talk about the year\r\n", shown, StringComparison.Ordinal);
        Assert.Matches($"UID:{dropped.Id}@patron\r\n(?:(?!END:VEVENT).*\r\n)*STATUS:CANCELLED", shown);
        Assert.DoesNotContain("Of Mei", shown, StringComparison.Ordinal);
        // Mei is in another team: Tom's team has what is in its queue, and what he has.
        await tasks.Add(TaskTests.New(TaskKind.Task, "For whoever has time") with { Team = sales }, mei, Ct);
        var team = (await Read(secret, team: true))!;
        Assert.Contains("X-WR-CALNAME:Telesales\r\n", team, StringComparison.Ordinal);
        Assert.Contains("For whoever has time", team, StringComparison.Ordinal);
        Assert.Contains("Talk about the year – Tom", team.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("Of Mei", team, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await patron.Ask("select digest from tasks_people"))!.ToString(), StringComparison.Ordinal);

        var next = await feed.Renew(tom, Ct);
        Assert.Null(await Read(secret));
        Assert.NotNull(await Read(next));
        await feed.Revoke(tom, Ct);
        Assert.Null(await Read(next));
        Assert.Null(await Read(""));

        Task<string?> Read(string with, bool team = false) => feed.Read(with, team, (customer, task) => $"https://patron.example/{customer}/{task}", new Texts(), Ct);
    }
}
