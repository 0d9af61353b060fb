using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Retention;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Insights.ReckonInsights;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>The customers behind the numbers of Home and Insights: reckoned by the same functions on the same base, so that a count and its list agree.</summary>
internal sealed class CustomerSets(NumbersCache cache) : ICustomerSets
{
    public const string Recency = "recency", Frequency = "frequency", Spend = "spend";
    public const string Won = "won", WonBack = "wonback", Lost = "lost", Kept = "kept";
    public const string Status = "status", Best = "best", Late = "late", Joined = "joined", Without = "without";

    private const string Month = "yyyy-MM";

    public IReadOnlyList<string> Names { get; } = [Recency, Frequency, Spend, Won, WonBack, Lost, Kept, Status, Best, Late, Joined, Without];

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) => name switch
    {
        Recency or Frequency or Spend => Score(value) is { } score ? Scored(name, score, Numbers(snapshot, visibleTo, asOf)) : null,
        Won or WonBack or Lost or Kept => MonthOf(value) is { } month ? Moved(name, month, snapshot, visibleTo, asOf) : null,
        Status => StatusOf(value) is { } status ? Standing(status, snapshot, visibleTo, asOf) : null,
        Best => Percent(value) is { } percent ? BestBuyers.Of(snapshot, BaseNumbers.Members(snapshot, visibleTo), asOf, percent) : null,
        Late => value == Best ? Bitmap.Of(snapshot.Size, Numbers(snapshot, visibleTo, asOf).Late.Select(l => l.Index)) : null,
        Joined => value == "yes" ? snapshot.Select(CustomerQuery.Everyone, visibleTo, asOf.DayNumber).And(InTwoSources(snapshot)) : null,
        Without => Lacking(value, snapshot, BaseNumbers.Members(snapshot, visibleTo)),
        _ => null,
    };

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences)
    {
        var words = name switch
        {
            Recency or Frequency or Spend => Score(value) is { } score ? OfScore(name, score, snapshot, visibleTo, asOf, sentences) : null,
            Won or WonBack or Lost or Kept => MonthOf(value) is { } month ? sentences.Formats.Month(month.Year, month.Month) : null,
            Status => StatusOf(value) is null ? null : sentences[$"insights.status.{value}"],
            Best => Percent(value) is { } percent ? sentences.Formats.Percent(percent / 100d, 0) : null,
            Late => value == Best ? sentences["insights.set.late.best"] : null,
            Joined => value == "yes" ? sentences["insights.set.joined.yes"] : null,
            Without => IsLackable(value) ? sentences[$"insights.without.{value}"] : null,
            _ => null,
        };
        return words is null ? null : new(sentences[$"insights.set.{name}"], words);
    }

    private BaseNumbers Numbers(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) => cache.Of(snapshot, visibleTo, asOf, cache.Organisation().LostAfterDays);

    private static Bitmap Scored(string name, int score, BaseNumbers numbers) => numbers.Insights.Rfm.Cell(
        name == Recency ? score : null, name == Frequency ? score : null, name == Spend ? score : null);

    private string OfScore(string name, int score, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences)
    {
        var labels = new ScoreLabels(sentences, Numbers(snapshot, visibleTo, asOf).Insights.Rfm, cache.Organisation().Currency);
        return name switch
        {
            Recency => sentences.Get("insights.set.recency.days", new { days = labels.Recency(score) }),
            Frequency => labels.Frequency(score),
            _ => labels.Spend(score),
        };
    }

    /// <summary>Months beyond those that Home shows are followed on their own.</summary>
    private Bitmap? Moved(string name, DateOnly month, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        var back = (asOf.Year - month.Year) * 12 + asOf.Month - month.Month;
        if (back is < 0 or > 1200) return new(snapshot.Size);
        var numbers = Numbers(snapshot, visibleTo, asOf);
        var found = numbers.Months.FirstOrDefault(m => m.From == month)
            ?? LeakyBucket.ByMonth(snapshot, BaseNumbers.Members(snapshot, visibleTo), asOf.DayNumber, back + 1, numbers.LostAfterDays)[0];
        return Bitmap.CopyOf(name switch { Won => found.WonBy, WonBack => found.WonBackBy, Lost => found.LostBy, _ => found.KeptBy });
    }

    private Bitmap Standing(BuyerStatus status, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        var stands = LeakyBucket.Status(snapshot.Summary(asOf.DayNumber), cache.Organisation().LostAfterDays);
        var found = new Bitmap(snapshot.Size);
        foreach (var i in BaseNumbers.Members(snapshot, visibleTo).Indexes())
            if (stands[i] == status) found.Set(i);
        return found;
    }

    private static Bitmap InTwoSources(CustomerBaseSnapshot snapshot)
    {
        var (sources, found) = (snapshot[CustomerColumns.Sources], new Bitmap(snapshot.Size));
        for (var i = 0; i < snapshot.Size; i++)
            if (ulong.PopCount(sources[i]) > 1) found.Set(i);
        return found;
    }

    private static Bitmap? Lacking(string value, CustomerBaseSnapshot snapshot, Bitmap members) => ReachOf(value) is { } mask
        ? snapshot.Select(new CustomerQuery.FlagsNone(CustomerColumns.Reach, mask), members, 0)
        : TrustNumbers.Facts.Without(value, snapshot, members);

    private static bool IsLackable(string value) => ReachOf(value) is not null || TrustNumbers.Facts.Names.Contains(value);

    private static ulong? ReachOf(string value) => value switch
    {
        "email" => ReachFlags.Email,
        "phone" => ReachFlags.Phone,
        "letter" => ReachFlags.Letter,
        "contact" => ReachFlags.Email | ReachFlags.Phone | ReachFlags.Letter,
        _ => null,
    };

    private static int? Score(string value) => value is [>= '1' and <= '5'] ? value[0] - '0' : null;

    private static DateOnly? MonthOf(string value) =>
        DateOnly.TryParseExact(value, Month, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;

    private static BuyerStatus? StatusOf(string value) => value switch { "active" => BuyerStatus.Active, "lost" => BuyerStatus.Lost, "never" => BuyerStatus.Never, _ => null };

    private static int? Percent(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 100 ? percent : null;
}
