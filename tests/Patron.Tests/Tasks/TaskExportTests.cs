using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Patron.Customers;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Interactions;
using Patron.Interactions.KeepContacts;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tests.Exporting;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Tasks;

/// <summary>Tasks, teams, logged contacts and marked notes leave with everything and come back as they were.</summary>
public sealed class TaskExportTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_the_working_day_made_comes_back_and_twice_changes_nothing(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await RandomCompany.Fill(first, 5);
        var (tom, mei, _, delivery) = await TaskTests.People(first);
        var (customer, tasks) = (await Somebody(first), first.Get<TaskBook>());
        var promise = (await tasks.Add(new(customer, TaskKind.Promise, "A promise, \"kept\"", first.Clock.Now.AddHours(1)) { Owner = tom, PromisedTo = "그의 아내", Details = "two\nlines" }, mei, Ct)).Value!.Task;
        await tasks.Complete(customer, promise.Id, null, tom, Ct);
        var offered = (await tasks.Add(new(customer, TaskKind.HandOver, "Over to you", first.Clock.Now.AddHours(9)) { Team = delivery }, tom, Ct)).Value!.Task;
        await tasks.Return(customer, offered.Id, offered.Version, "no address", mei, Ct);
        await first.Get<ContactBook>().Log(new(customer, "visit", Direction.In, first.Clock.Now, new("Subject", "What was said", null, "Ms Young", Mood.Good, Critical: true)), mei, Ct);
        var note = (await first.Get<Patron.Interactions.Contracts.INotes>().Add(customer, "Never say it", mei, Ct)).Value!.Note!;
        await first.Get<Patron.Interactions.Contracts.INotes>().Mark(customer, note.Id, note.Version, true, mei, Ct);
        var archive = await Export(first, "first.zip");

        await using var second = await PatronServices.Start(kind);
        Assert.Null((await second.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);
        Assert.Equal(Files(archive), Files(await Export(second, "second.zip")));
        Assert.True(Files(archive).Values.Count(text => text.Count(sign => sign == '\n') > 1) >= 5);
        Assert.Null((await second.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);
        Assert.Equal(2L, Convert.ToInt64(await second.Ask("select count(*) from tasks_tasks"), null));
    }

    private static async Task<CustomerId> Somebody(PatronServices patron)
    {
        await using var db = await patron.Db();
        return await db.Customers.Where(c => !c.Anonymous && c.MergedInto == null && c.DeletedAt == null).OrderBy(c => c.Id).Select(c => c.Id).FirstAsync(Ct);
    }

    private static async Task<string> Export(PatronServices patron, string name)
    {
        var file = Path.Combine(patron.Location.Directory, name);
        await patron.Get<IEverything>().Export(file, null, null, Ct);
        return file;
    }

    /// <summary>The parts of the working day, with our own people, by their names.</summary>
    private static SortedDictionary<string, string> Files(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries.Where(e => ((string[])["team", "work-teams", "tasks", "contacts", "notes"]).Any(k => e.Name == k + ".csv" || e.Name.StartsWith(k + "-0", StringComparison.Ordinal))))
        {
            using var reader = new StreamReader(entry.Open());
            files[entry.Name] = reader.ReadToEnd();
        }
        return files;
    }
}
