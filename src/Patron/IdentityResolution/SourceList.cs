using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>The sources are few and asked for all the time: they are kept in memory, for a moment only, because another process may change them.</summary>
internal sealed class SourceList(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock, IServiceProvider rooms) : ISources
{
    public const string Entity = "identity_sources";
    private const int Most = 63;
    private const int LongestName = 100;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private volatile Known? known;

    private sealed record Known(IReadOnlyList<SourceInfo> All, DateTimeOffset Until);

    public async Task<IReadOnlyList<SourceInfo>> All(CancellationToken ct)
    {
        if (known is { } kept && clock.GetUtcNow() < kept.Until) return kept.All;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = await db.Sources.AsNoTracking().OrderBy(s => s.Number)
            .Select(s => new SourceInfo(s.Id, s.Number, s.Name, s.Letter, s.CancellationPrefix, s.Currency, s.TimeZone, s.Demo, s.Country)).ToListAsync(ct);
        known = new(all, clock.GetUtcNow() + Fresh);
        return all;
    }

    public async Task<SourceInfo?> Find(string name, CancellationToken ct) => Named(await All(ct), name);

    public Task<Result<SourceInfo>> ByHand(CancellationToken ct) => FindOrMake(BuiltInSources.ByHand, demo: false, ct);

    public async Task<Result<SourceInfo>> FindOrMake(string name, bool demo, CancellationToken ct)
    {
        if (await Find(name, ct) is { } there) return there;
        known = null;
        var all = await All(ct);
        if (Named(all, name) is { } made) return made;
        if (NameRefused(name) is { } refusal) return refusal;
        if (all.Count >= Most) return new TooManySources(Most);

        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Sources.Add(new()
        {
            Id = ids.Next<SourceId>(), Name = name.Trim(), Number = Enumerable.Range(0, Most).Except(all.Select(s => s.Number)).First(),
            Letter = SourceLetters.For(name.Trim(), [.. all.Select(s => s.Letter)]), Demo = demo, CreatedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        known = null;
        return (await Find(name, ct))!;
    }

    /// <summary>Sources were removed.</summary>
    public void Reread() => known = null;

    public async Task<Result<SourceInfo>> Change(SourceInfo source, UserId? by, CancellationToken ct)
    {
        if (NameRefused(source.Name) is { } refusal) return refusal;
        if (source.Letter is not { Length: > 0 and <= 4 }) return new SourceLetterUnfit(source.Letter ?? "");
        if (source.Currency is { } currency && !Currencies.IsCode(currency)) return new SourceCurrencyUnknown(currency);
        if (source.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return new SourceTimeZoneUnknown(zone);
        if (source.Country is { } country && !(country.Length == 2 && country.All(char.IsAsciiLetterUpper))) return new SourceCountryUnknown(country);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = await db.Sources.ToListAsync(ct);
        if (all.SingleOrDefault(s => s.Id == source.Id) is not { } row) return new SourceGone(source.Name);
        if (all.Exists(s => s.Id != row.Id && SameName(s.Name, source.Name))) return new SourceNameTaken(source.Name.Trim());
        var before = Fields(row);
        (row.Name, row.Letter, row.CancellationPrefix) = (source.Name.Trim(), source.Letter, source.CancellationPrefix);
        (row.Currency, row.TimeZone, row.Country) = (source.Currency, source.TimeZone, source.Country);
        var after = Fields(row);
        var changed = before.Keys.Where(field => !Equals(before[field], after[field])).ToArray();
        if (changed.Length > 0)
        {
            new ChangeRecorder(db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = "source.change" })
                .Row(Entity, row.Id.Value, default, changed.ToDictionary(f => f, f => before[f]), changed.ToDictionary(f => f, f => after[f]));
            // The topic names no customers: its followers read anew.
            db.Tell(Topics.Settings, default);
        }
        await db.SaveChangesAsync(ct);
        known = null;
        return (await All(ct)).Single(s => s.Id == source.Id);
    }

    public async Task ImportedNow(SourceId source, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using (var db = await contexts.CreateDbContextAsync(ct))
            await db.Sources.Where(s => s.Id == source).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastImportAt, now), ct);
        // Asked for here and not in the constructor: those who hear of imports know the sources themselves.
        foreach (var room in rooms.GetServices<IHearsOfImports>()) await room.Imported(source, ct);
    }

    public async Task<IReadOnlyDictionary<SourceId, DateTimeOffset?>> LastImports(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Sources.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.LastImportAt, ct);
    }

    private static Dictionary<string, object?> Fields(Source source) => new()
    {
        ["name"] = source.Name, ["letter"] = source.Letter, ["cancellation_prefix"] = source.CancellationPrefix,
        ["currency"] = source.Currency, ["time_zone"] = source.TimeZone, ["country"] = source.Country,
    };

    private static SourceInfo? Named(IReadOnlyList<SourceInfo> all, string name) => all.FirstOrDefault(s => SameName(s.Name, name));

    private static bool SameName(string a, string b) => string.Equals(a.Trim(), b.Trim(), StringComparison.OrdinalIgnoreCase);

    private static Refusal? NameRefused(string name) =>
        string.IsNullOrWhiteSpace(name) ? new SourceNameMissing() : name.Trim().Length > LongestName ? new SourceNameTooLong(LongestName) : null;
}

/// <summary>A letter for each source: of its first word, else of another, else any of the name, else a digit behind the first.</summary>
internal static class SourceLetters
{
    public static string For(string name, IReadOnlyCollection<string> taken)
    {
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(LettersOf).Where(w => w.Count > 0).ToArray();
        var candidates = words.Select(w => w[0]).Concat(words.SelectMany(w => w)).DefaultIfEmpty("S").ToArray();
        var first = candidates[0];
        return candidates.FirstOrDefault(c => !taken.Contains(c))
            ?? Enumerable.Range(2, 99).Select(n => string.Create(CultureInfo.InvariantCulture, $"{first}{n}")).First(c => !taken.Contains(c));
    }

    private static List<string> LettersOf(string word)
    {
        var letters = new List<string>();
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
            if (elements.GetTextElement() is var element && element.Length <= 2 && char.IsLetterOrDigit(element, 0)) letters.Add(element.ToUpperInvariant());
        return letters;
    }
}

internal sealed record TooManySources(int Most) : Refusal("identity.sources.tooMany");
internal sealed record SourceNameMissing() : FieldRefusal("identity.sources.nameMissing", "name");
internal sealed record SourceNameTooLong(int Most) : FieldRefusal("identity.sources.nameTooLong", "name");
internal sealed record SourceNameTaken(string Name) : FieldRefusal("identity.sources.nameTaken", "name");
internal sealed record SourceLetterUnfit(string Letter) : FieldRefusal("identity.sources.letterUnfit", "letter");
internal sealed record SourceCurrencyUnknown(string Currency) : FieldRefusal("identity.sources.currencyUnknown", "currency");
internal sealed record SourceTimeZoneUnknown(string TimeZone) : FieldRefusal("identity.sources.timeZoneUnknown", "timezone");
internal sealed record SourceCountryUnknown(string Country) : FieldRefusal("identity.sources.countryUnknown", "country");
internal sealed record SourceGone(string Name) : Refusal("identity.sources.gone");
