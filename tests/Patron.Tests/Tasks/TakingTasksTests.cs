using Microsoft.EntityFrameworkCore;
using Patron.Imports.Contracts;
using Patron.Tasks;
using Patron.Tasks.KeepTasks;
using Patron.Tests.Imports;
using Patron.Workday.Contracts;

namespace Patron.Tests.Tasks;

/// <summary>Tasks from files, by the product's own import, on both databases.</summary>
public sealed class TakingTasksTests
{
    private const string Team = "name,email\nTom Reed,tom@example.com\n";

    private const string File = """
        id,customer,subject,type,due date,assigned to,priority,status,completed at
        1,A,Call about the quote,Call-back,2026-03-05 10:00,Tom Reed,high,,
        2,A,Send the catalogue,promise,2026-03-01 09:00,tom@example.com,,done,2026-02-27 16:00
        3,B,Old errand,,2026-01-05 09:00,Tom Reed,low,cancelled,
        4,B,Nobody's,,2026-03-05 10:00,Nobody,,,
        5,B,Juggle,juggling,2026-03-05 10:00,Tom Reed,,,
        6,B,Over,hand-over,2026-03-05 10:00,Tom Reed,,,
        7,B,Never,,9999-12-31 23:50,Tom Reed,,,

        """;

    // Offered; accepted; sent back after it was accepted; done; sent back to nobody; a call-back is not accepted.
    private const string HandOvers = """
        id,customer,subject,kind,due,owner,from team,team,accepted at,return reason,done
        1,A,Visit,hand-over,2026-03-05 10:00,,Desk,Field,,,
        2,A,Measure,hand-over,2026-03-05 10:00,tom@example.com,Desk,Field,2026-03-01 10:00,,
        3,A,Meet,hand-over,2026-03-05 10:00,tom@example.com,Desk,Field,2026-03-01 10:00,Nobody to ask for,
        4,A,Deliver,hand-over,2026-03-05 10:00,tom@example.com,Desk,Field,2026-03-01 10:00,,2026-03-04 10:00
        5,A,Lost,hand-over,2026-03-05 10:00,,Nobodies,Field,,Nobody to ask for,
        6,A,Call,call-back,2026-03-05 10:00,tom@example.com,,,2026-03-01 10:00,,

        """;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_hand_over_comes_with_its_turns_and_from_then_on_people_decide(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("team.csv", Team), "team", source: "Desk");
        var teams = app.Get<IMakesTeams>();
        foreach (var team in (string[])["Desk", "Field"]) Assert.Null((await teams.Add(team, null, default)).Refusal);
        var path = app.Write("hand-overs.csv", HandOvers);

        Assert.Equal((6, 4, 0, 0, 0, 2), (await app.Import(path, "tasks", source: "Desk")).Counts());
        Assert.Equal((6, 0, 0, 4, 0, 2), (await app.Import(path, "tasks", source: "Desk")).Counts());

        Assert.Equal(("Offered", "Desk>Field", null), await Of("Visit"));
        Assert.Equal(("Accepted", "Desk>Field", null), await Of("Measure"));
        Assert.Equal(("Returned", "Field>Desk", "Nobody to ask for"), await Of("Meet"));
        Assert.Equal(("Done", "Desk>Field", null), await Of("Deliver"));

        // Sent back by a person: the file that offers it once more changes nothing of that.
        var book = app.Get<TaskBook>();
        var offered = await Row("Visit");
        Assert.Null((await book.Return(offered.CustomerId, offered.Id, offered.Version, "Too far", null, default)).Refusal);
        Assert.Equal((6, 0, 0, 4, 0, 2), (await app.Import(path, "tasks", source: "Desk")).Counts());
        Assert.Equal(("Returned", "Field>Desk", "Too far"), await Of("Visit"));

        async Task<TaskRow> Row(string title)
        {
            await using var db = await app.Db();
            return await db.Tasks.AsNoTracking().SingleAsync(t => t.Title == title, TestContext.Current.CancellationToken);
        }

        async Task<(string State, string Way, string? Reason)> Of(string title)
        {
            var (row, names) = (await Row(title), (await app.Get<ITeams>().All(default)).ToDictionary(t => t.Id, t => t.Name));
            return (row.State.ToString(), $"{names[row.FromTeamId!.Value]}>{names[row.TeamId!.Value]}", row.Reason);
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_file_brings_tasks_once_and_a_later_one_ends_them(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("team.csv", Team), "team", source: "Desk");
        var path = app.Write("tasks.csv", File);

        Assert.Equal((7, 3, 0, 0, 0, 4), (await app.Import(path, "tasks", plan: true, source: "Desk")).Counts());
        Assert.Equal((7, 3, 0, 0, 0, 4), (await app.Import(path, "tasks", source: "Desk")).Counts());
        Assert.Equal((7, 0, 0, 3, 0, 4), (await app.Import(path, "tasks", source: "Desk")).Counts());
        Assert.Equal(["1 2 1", "5 4 2", "6 1 3"], await Rows("state, kind, priority"));
        Assert.Equal(2L, Convert.ToInt64(await app.Ask("select count(*) from customers"), null));
        // Told to a leader is only what is not late already; the promise was kept.
        Assert.Equal(1L, Convert.ToInt64(await app.Ask("select count(*) from tasks_tasks where escalate_at is not null"), null));
        Assert.Equal(1L, Convert.ToInt64(await app.Ask("select count(*) from tasks_tasks where done_at < first_due"), null));

        var later = await app.Import(app.Write("later.csv", "id,customer,subject,due,status\n1,A,Call about the quote,2026-03-06 10:00,done\n2,A,Send the catalogue,2026-03-01 09:00,open\n2,B,Whose,2026-03-01 09:00,open\n"), "tasks", source: "Desk");
        Assert.Equal((3, 0, 1, 1, 1, 0), later.Counts());
        Assert.Equal(["5 2 1", "5 4 2", "6 1 3"], await Rows("state, kind, priority"));

        var undone = await app.Get<IUndoImports>().Run(later.Import, "en", null, null, default);
        Assert.Null(undone.Refusal);
        Assert.Equal(["1 2 1", "5 4 2", "6 1 3"], await Rows("state, kind, priority"));

        async Task<string[]> Rows(string columns) =>
            ((string)(await app.Ask($"select {(kind == Database.Postgres ? "string_agg" : "group_concat")}(r, '|') from (select {string.Join(" || ' ' || ", columns.Split(", "))} as r from tasks_tasks order by state, kind) as rows"))!).Split('|');
    }
}
