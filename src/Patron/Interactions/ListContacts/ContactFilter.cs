using System.Data.Common;
using System.Globalization;
using Patron.Data;
using Patron.Kernel;
using Patron.Web.Forms;

namespace Patron.Interactions.ListContacts;

/// <summary>Behind which contact a list goes on.</summary>
/// <param name="At">Microseconds since 1970.</param>
internal readonly record struct ContactPoint(long At, long Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}.{Id}");

    public static ContactPoint? Read(string? text) =>
        text?.Split('.') is [var at, var id] && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var when) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var which) ? new(when, which) : null;
}

/// <summary>Which contacts a list or a file shows; in the address of both. Notes are none.</summary>
/// <param name="Kind">One that has a name, or a file's own word.</param>
/// <param name="From">The first day of the organisation's zone; <paramref name="To"/> the last.</param>
/// <param name="Words">In what was said, or in the customer's name.</param>
internal sealed record ContactFilter(string? Kind, Direction? Direction, UserId? By, DateOnly? From, DateOnly? To, string? Words)
{
    public const string KindOf = "kind", DirectionOf = "direction", ByOf = "by", FromOf = "from", ToOf = "to", WordsOf = "q", Before = "before";
    public const int LongestWords = 100;

    public static ContactFilter Of(IQueryCollection query) => new(
        query[KindOf].ToString() is { Length: > 0 and <= 40 } kind ? kind : null,
        query[DirectionOf].ToString() switch { "in" => Interactions.Direction.In, "out" => Interactions.Direction.Out, _ => null },
        IdText.TryRead<UserId>(query[ByOf], out var by) ? by : null, Day(query[FromOf]), Day(query[ToOf]),
        query[WordsOf].ToString().Trim() is { Length: > 0 and <= LongestWords } words ? words : null);

    /// <summary>The condition on interactions i, less the words, which are looked for in the rows. Contacts of customers who lie in the bin are in no list.</summary>
    public string Where(DbCommand command, TimeZoneInfo zone, ContactPoint? before)
    {
        var all = new List<string> { $"i.kind <> '{InteractionKinds.Note}'", "i.customer_id not in (select id from customers where deleted_at is not null)" };
        if (Kind is { } kind)
        {
            all.Add("i.kind = @kind");
            command.Add("@kind", kind);
        }
        if (Direction is { } direction) all.Add(string.Create(CultureInfo.InvariantCulture, $"i.direction = {(int)direction}"));
        if (By is { } by) all.Add(string.Create(CultureInfo.InvariantCulture, $"i.agent = {by.Value}"));
        Bound(From, "@from", ">=", 0);
        Bound(To, "@to", "<", 1);
        if (before is { } point)
        {
            all.Add("i.at <= @at and (i.at < @at or i.id < @id)");
            command.AddInstant("@at", Instants.FromMicroseconds(point.At));
            command.Add("@id", point.Id);
        }
        return string.Join(" and ", all);

        void Bound(DateOnly? day, string name, string than, int days)
        {
            if (day is not { } on) return;
            all.Add($"i.at {than} {name}");
            command.AddInstant(name, LocalTimes.Midnight(on.AddDays(days), zone));
        }
    }

    // The last day of all has none after it.
    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;
}
