using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Kernel;
using Patron.Workday.SetHours;

namespace Patron.Tests.Workday;

public sealed class HoursUndoTests
{
    private static readonly UserId Author = new(1);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Business_hours_that_were_set_are_taken_back_by_their_author_alone_and_not_over_later_ones(Database kind)
    {
        await using var patron = await PatronServices.Start(kind, services => services.AddSingleton<SetHours>());
        var hours = patron.Get<SetHours>();
        var usual = (await hours.Read(default)).Hours.Week;
        string[] Week(string day) => ["", day, day, day, day, day, ""];
        var first = (await hours.Save(Week("09:00-12:00"), "2026-12-25", Author, default)).Value!.Value;
        Assert.IsType<NoSuchDeed>((await patron.Get<DeedUndo>().Undo(first, new(2), default)).Refusal);
        var second = (await hours.Save(Week("10:00-16:00"), "", Author, default)).Value!.Value;

        Assert.Null((await patron.Get<DeedUndo>().Undo(second, Author, default)).Refusal);
        Assert.Contains("09:00-12:00", (await hours.Read(default)).Hours.Week);
        Assert.Null((await patron.Get<DeedUndo>().Undo(first, Author, default)).Refusal);
        Assert.Equal(usual, (await hours.Read(default)).Hours.Week);
        Assert.IsType<DeedUndoneAlready>((await patron.Get<DeedUndo>().Undo(first, Author, default)).Refusal);
    }
}
