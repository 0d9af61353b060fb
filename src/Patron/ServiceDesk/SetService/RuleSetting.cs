using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.ServiceDesk.SetService;

/// <summary>The rules as a form sends them: hours, whole per cents, amounts in major units.</summary>
internal sealed record SentRules(IReadOnlyList<string?> Answer, IReadOnlyList<string?> Solve, string? Kept, string? Rule, string? Limit, string? Share, string? Margin, string? Cost, bool SharesOut = false, UnaskedMail Mail = UnaskedMail.Everybody);

/// <summary>Changes what is promised; what was promised already stays until something happens to the ticket.</summary>
internal sealed class RuleSetting(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    public const string Kept = "kept", Limit = "limit", Share = "share", Margin = "margin", Cost = "cost", Shares = "shares", Mail = "unasked", ByValue = "value";
    private const int MostHours = 1_000, MostDays = 1_000;

    public static string Answer(int level) => string.Create(CultureInfo.InvariantCulture, $"answer{level}");

    public static string Solve(int level) => string.Create(CultureInfo.InvariantCulture, $"solve{level}");

    public async Task<ServiceRules> Read(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Read<ServiceRules>(ServiceRules.Key, ct) ?? ServiceRules.Usual;
    }

    /// <returns>The change set, which its author may take back.</returns>
    public async Task<Result<ChangeSetId>> Save(SentRules sent, UserId? by, CancellationToken ct)
    {
        var (answer, solve) = (new int[3], new int[3]);
        for (var level = 0; level < 3; level++)
        {
            if (Minutes(sent.Answer[level]) is not { } first) return new NoSuchNumber(Answer(level), 0, MostHours);
            if (Minutes(sent.Solve[level]) is not { } all) return new NoSuchNumber(Solve(level), 0, MostHours);
            (answer[level], solve[level]) = (first, all);
        }
        if (Number(sent.Kept, 1, MostDays) is not { } days || days != Math.Floor(days)) return new NoSuchNumber(Kept, 1, MostDays);
        if (Number(sent.Limit, 0, 1_000_000) is not { } limit) return new NoSuchNumber(Limit, 0, 1_000_000);
        if (Number(sent.Share, 0, 100) is not { } share) return new NoSuchNumber(Share, 0, 100);
        if (Number(sent.Margin, 0, 100) is not { } margin) return new NoSuchNumber(Margin, 0, 100);
        if (Number(sent.Cost, 0, 1_000_000) is not { } cost) return new NoSuchNumber(Cost, 0, 1_000_000);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var before = await db.Read<ServiceRules>(ServiceRules.Key, ct);
        var after = new ServiceRules(answer, solve, (int)days, sent.Rule == ByValue, Micros.From(limit), (double)share / 100, (double)margin / 100, Micros.From(cost), sent.SharesOut, sent.Mail);
        await db.Write(ServiceRules.Key, after, ct);
        var changes = new ChangeRecorder(db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = UndoesService.Kinds + "rules" });
        UndoesService.Record(changes, before, after);
        await db.SaveChangesAsync(ct);
        return changes.Set.Id;
    }

    private static int? Minutes(string? hours) => Number(hours, 0, MostHours) is { } read and > 0 ? (int)Math.Ceiling(read * 60) : null;

    private static decimal? Number(string? text, decimal least, decimal most) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
