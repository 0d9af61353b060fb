using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Demography;

namespace Patron.Tests.Acceptance;

/// <summary>A25: age is derived from the birth date as of a day.</summary>
public sealed class A25
{
    private static readonly DateOnly LeapDay = new(2000, 2, 29);

    [Theory]
    [InlineData("2026-02-28", 25)]
    [InlineData("2026-03-01", 26)]
    [InlineData("2000-02-29", 0)]
    [InlineData("2024-02-28", 23)]
    [InlineData("2024-02-29", 24)]
    public void Who_was_born_on_29_February_is_a_year_older_on_1_March(string day, int age) =>
        Assert.Equal(age, Age.On(LeapDay, DateOnly.ParseExact(day, "yyyy-MM-dd", null)));

    [Fact]
    public void A_birth_after_the_day_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Age.On(LeapDay, LeapDay.AddDays(-1)));

    [Fact]
    public void Age_grows_by_one_on_each_birthday_and_on_no_other_day() => Prop.ForAll<int, int>((first, second) =>
    {
        var birth = DateOnly.FromDayNumber(700_000 + Math.Abs(first % 30_000));
        var day = birth.AddDays(1 + Math.Abs(second % 30_000));
        var birthday = (day.Month, day.Day) == (birth.Month, birth.Day)
            || birth is { Month: 2, Day: 29 } && day is { Month: 3, Day: 1 } && !DateTime.IsLeapYear(day.Year);
        return Age.On(birth, day) - Age.On(birth, day.AddDays(-1)) == (birthday ? 1 : 0);
    }).QuickCheckThrowOnFailure();
}
