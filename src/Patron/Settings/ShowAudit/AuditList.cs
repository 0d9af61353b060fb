using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Settings.ShowAudit;

/// <summary>What the list is narrowed to; null for all.</summary>
/// <param name="Who">A user's id, or <see cref="Program"/>.</param>
/// <param name="From">Days of the organisation's time zone, both inclusive.</param>
/// <param name="Below">Entries before this position alone: the pages go backwards.</param>
internal sealed record AuditFilter(string? Who, string? Kind, DateOnly? From, DateOnly? To, long? Below)
{
    /// <summary>Stands for entries without a user.</summary>
    public const string Program = "program";
}

/// <param name="Subjects">Tables and how many rows of each.</param>
internal sealed record ListedEntry(long Position, DateTimeOffset At, string? By, string Kind, IReadOnlyList<(string Table, long Rows)> Subjects, string Fields, string Hash);

/// <param name="More">There are older entries.</param>
internal sealed record ShownAudit(IReadOnlyList<ListedEntry> Entries, bool More, IReadOnlyList<(string Id, string Name)> Users, IReadOnlyList<string> Kinds, AuditVerdict? Verdict, long Length, TimeZoneInfo Zone)
{
    public static ShownAudit Empty { get; } = new([], false, [], [], null, 0, TimeZoneInfo.Utc);
}

/// <summary>Reads the chain for the page, latest first.</summary>
internal sealed class AuditList(IDbContextFactory<PatronDb> contexts, AuditChain chain, IUserNames names)
{
    private const int PageSize = 50;

    public async Task<ShownAudit> Read(AuditFilter filter, CancellationToken ct)
    {
        await chain.Follow(ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var zone = (await db.Organisation(ct)).Zone;
        var rows = await Narrowed(db, filter, zone).OrderByDescending(e => e.Position).Take(PageSize + 1).ToListAsync(ct);
        var known = await db.Set<AuditEntry>().AsNoTracking().Select(e => new { e.By, e.Kind }).Distinct().ToListAsync(ct);
        UserId[] users = [.. known.Select(k => k.By).OfType<UserId>().Distinct()];
        var called = await names.Of(users, ct);
        ListedEntry[] entries =
        [
            .. rows.Take(PageSize).Select(e => new ListedEntry(
                e.Position, e.At, e.By is { } by ? called.GetValueOrDefault(by, by.ToString()) : null, e.Kind, AuditSubjects.Counts(e.Subjects), e.Fields.Replace(",", ", ", StringComparison.Ordinal), e.Hash)),
        ];
        var length = await db.Set<AuditHead>().AsNoTracking().Select(h => h.Position).SingleAsync(ct);
        return new(
            entries, rows.Count > PageSize, [.. users.Select(u => (u.ToString(), called.GetValueOrDefault(u, u.ToString()))).OrderBy(u => u.Item2, StringComparer.CurrentCulture)],
            [.. known.Select(k => k.Kind).Distinct().Order(StringComparer.Ordinal)], await db.Read<AuditVerdict>(AuditVerdict.SettingsKey, ct), length, zone);
    }

    private static IQueryable<AuditEntry> Narrowed(PatronDb db, AuditFilter filter, TimeZoneInfo zone)
    {
        var entries = db.Set<AuditEntry>().AsNoTracking();
        if (filter.Below is { } below) entries = entries.Where(e => e.Position < below);
        if (filter.Kind is { Length: > 0 } kind) entries = entries.Where(e => e.Kind == kind);
        if (filter.Who == AuditFilter.Program) entries = entries.Where(e => e.By == null);
        else if (IdText.TryRead<UserId>(filter.Who, out var who)) entries = entries.Where(e => e.By == who);
        if (filter.From is { } from)
        {
            var begin = MidnightOf(from, zone);
            entries = entries.Where(e => e.At >= begin);
        }
        if (filter.To is { } to)
        {
            var end = MidnightOf(to.AddDays(1), zone);
            entries = entries.Where(e => e.At < end);
        }
        return entries;
    }

    private static DateTimeOffset MidnightOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}

/// <summary>What kinds and tables are called; one that has no name yet is shown as it is kept.</summary>
internal static class AuditWords
{
    public static string Kind(Sentences text, string kind)
    {
        var name = kind.Replace('.', '-');
        if (text.Has("settings.audit.kind." + name)) return text["settings.audit.kind." + name];
        // The rooms' deeds are called alike: what it was done to, and what was done.
        var dot = kind.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !text.Has("settings.audit.thing." + kind[..dot])) return kind;
        var (thing, deed) = (text["settings.audit.thing." + kind[..dot]], "settings.audit.deed." + name[(dot + 1)..]);
        return text.Has(deed) ? text.Get("settings.audit.kind.of", new { thing, deed = text[deed] }) : thing;
    }

    public static string Rows(Sentences text, string table, long rows)
    {
        var key = "settings.audit.rows." + table;
        return text.Has(key) ? text.Get(key, new { n = rows }) : string.Create(CultureInfo.InvariantCulture, $"{table} {rows}");
    }
}
