using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Reports.Contracts;

/// <summary>What a report is asked about.</summary>
/// <param name="From">The first day, in the organisation's zone.</param>
/// <param name="To">The last day, included.</param>
/// <param name="Asker">Only customers whom this user may see are counted where a figure is about customers; null sees all.</param>
public sealed record ReportScope(DateOnly From, DateOnly To, Organisation Organisation, UserId? Asker, Sentences Sentences)
{
    /// <summary>The midnight that begins the first day.</summary>
    public DateTimeOffset Begin => Midnight(From);

    /// <summary>The midnight that ends the last day.</summary>
    public DateTimeOffset End => Midnight(To.AddDays(1));

    private DateTimeOffset Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        // Where clocks leap over midnight, the day begins with the first instant that it has.
        while (Organisation.Zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, Organisation.Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>What a column holds: a text (string), how many (long), a share of 1 (double), the difference of two shares of 1 (double), micros of the organisation's currency (long).</summary>
public enum ReportUnit { Text, Count, Share, Points, Money }

/// <param name="Key">Its heading in a file, in small English letters.</param>
/// <param name="Label">Its heading on the page.</param>
public sealed record ReportColumn(string Key, string Label, ReportUnit Unit);

/// <param name="Values">One for each column, as its unit says; null for none.</param>
/// <param name="Href">The list that shows the same rows; null for none.</param>
public sealed record ReportLine(IReadOnlyList<object?> Values, string? Href = null);

/// <param name="Key">Its word in a file.</param>
public sealed record ReportTable(string Key, string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportLine> Lines);

/// <param name="Says">The finding in a sentence, with its numbers.</param>
public sealed record ReportSheet(string Says, IReadOnlyList<ReportTable> Tables);

/// <summary>
/// A report of a room, reckoned from what happened at the moment it is asked for; nothing is typed in. Registered as a singleton. Its figures come from the
/// same functions as those of the room's lists and boards.
/// </summary>
public interface IReport
{
    /// <summary>Its word in addresses.</summary>
    string Key { get; }

    /// <summary>Key of its name.</summary>
    string Title { get; }

    int Order { get; }

    Task<ReportSheet> Of(ReportScope scope, CancellationToken ct);
}
