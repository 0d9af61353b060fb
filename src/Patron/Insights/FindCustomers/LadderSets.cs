using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.CustomerBase.Contracts;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ReckonLadder;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>Customers by the step on which they stood at the end of a month (ladder-then=2011-05.client), and those who rose or fell in that month (2011-05.up, 2011-05.down).</summary>
internal sealed class LadderSets(LadderColumns columns) : ICustomerSets
{
    public const string Name = "ladder-then", Up = "up", Down = "down";
    private const string Month = "yyyy-MM";

    public IReadOnlyList<string> Names { get; } = [Name];

    public static string ValueOf(DateOnly month, LadderStep step) => ValueOf(month, Word(step));

    public static string ValueOf(DateOnly month, string what) => string.Create(CultureInfo.InvariantCulture, $"{month:yyyy-MM}.{what}");

    /// <summary>Null as well where the month is not among those kept.</summary>
    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        if (Read(name, value) is not var (month, what) || columns.Model?.Past is not { } past || past.Back(month.Year * 12 + month.Month - 1) is not { } back) return null;
        var members = BaseNumbers.Members(snapshot, visibleTo).Indexes();
        PastSteps Of(int i) => past.Of.GetValueOrDefault(snapshot.Ids[i]);
        if (StepOf(what) is { } step) return Bitmap.Of(snapshot.Size, members.Where(i => Of(i).At(back) == step));
        return back + 1 == PastSteps.Months || month.Year * 12 + month.Month - 1 == past.First ? null
            : Bitmap.Of(snapshot.Size, members.Where(i => Of(i) is var steps && (what == Up ? steps.At(back) > steps.At(back + 1) : steps.At(back) < steps.At(back + 1))));
    }

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences) => Read(name, value) is not var (month, what) ? null
        : new(sentences.Get("insights.set.ladder-then", new { month = sentences.Formats.Month(month.Year, month.Month) }), StepOf(what) is { } step ? sentences[$"insights.step.{step}"] : sentences[$"insights.ladder.{what}"]);

    private static (DateOnly Month, string What)? Read(string name, string value) =>
        name == Name && value.Split('.') is [var month, var what] && (what is Up or Down || StepOf(what) is not null)
        && DateOnly.TryParseExact(month, Month, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? (first, what) : null;

    private static LadderStep? StepOf(string word) => Enum.GetValues<LadderStep>().Cast<LadderStep?>().FirstOrDefault(s => Word(s!.Value) == word);

    private static string Word(LadderStep step) => step.ToString().ToLowerInvariant();
}
