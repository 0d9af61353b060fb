using System.Globalization;
using Patron.Codes.Contracts;
using Patron.Kernel;

namespace Patron.Codes.TakeCodes;

/// <summary>The time beside a code is none, or is still to come.</summary>
internal sealed record CodeTimeWrong() : FieldRefusal("codes.refused.time", "code");

/// <param name="Line">From 1.</param>
internal sealed record RefusedLine(int Line, string Text, Refusal Why);

/// <param name="Heading">The first line, where it was taken for the heading of a file; null: it was none.</param>
internal sealed record TakenLines(int Taken, IReadOnlyList<RefusedLine> Refused, string? Heading);

/// <summary>Codes as lines: one alone, or with the time at which it was shown behind a comma, semicolon or tab. A first line that is a heading is passed over, and whoever asked is told.</summary>
internal sealed class TakesCodes(ICodes codes, TimeProvider clock)
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd H:mm", "yyyy-MM-dd H:mm:ss", "yyyy-MM-dd'T'H:mm", "yyyy-MM-dd'T'H:mm:ss"];

    /// <summary>Each is taken by itself: one that is refused holds up no other.</summary>
    /// <param name="zone">Of times that name none.</param>
    public async Task<TakenLines> Take(IReadOnlyList<string> lines, string? place, TimeZoneInfo zone, UserId? by, CancellationToken ct)
    {
        var (taken, refused) = (0, new List<RefusedLine>());
        var heading = lines.Count > 1 && IsHeading(lines[0]) ? lines[0].Trim() : null;
        foreach (var (at, line) in lines.Index())
        {
            if (string.IsNullOrWhiteSpace(line) || (at == 0 && heading is not null)) continue;
            string[] parts = line.Split([',', ';', '\t'], 2, StringSplitOptions.TrimEntries);
            var shown = parts.Length < 2 || parts[1].Length == 0 ? clock.GetUtcNow() : Read(parts[1], zone);
            var done = shown is { } time && time <= clock.GetUtcNow() ? await codes.Redeem(parts[0], place, time, by, ct) : new CodeTimeWrong();
            if (done.Refusal is { } refusal) refused.Add(new(at + 1, line.Trim(), refusal)); else taken++;
        }
        return new(taken, refused, heading);
    }

    /// <summary>It has no figure and does not read as a code: of codes one or two of a hundred have no figure, and those read as codes.</summary>
    internal static bool IsHeading(string line) => !string.IsNullOrWhiteSpace(line) && !line.Any(char.IsDigit) && CodeText.Read(line.Split([',', ';', '\t'], 2)[0]) is null;

    /// <summary>2026-03-02, 2026-03-02 14:30, or with an offset or Z; null: it is none of these.</summary>
    internal static DateTimeOffset? Read(string text, TimeZoneInfo zone)
    {
        if (DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at.ToUniversalTime() : null;
    }
}
