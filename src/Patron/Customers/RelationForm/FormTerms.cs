using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.RelationForm;

/// <summary>The lists of words in which the form of a relation is told.</summary>
internal enum TermList { Levels = 1, Services = 2, Channels = 3 }

/// <summary>A level, a service level or a channel.</summary>
/// <param name="Before">What it was called before; rows and files may still say that.</param>
internal sealed record FormTerm(string Name, IReadOnlyList<string> Before)
{
    public bool Means(string said) => Name.Equals(said, StringComparison.OrdinalIgnoreCase) || Before.Contains(said, StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// The organisation's own words for how it stands to customers, each list in its order, the highest first. Rows keep the words as they were said;
/// what they are called today is found here, so that a new name changes no row.
/// </summary>
internal sealed record FormTerms(IReadOnlyList<FormTerm> Levels, IReadOnlyList<FormTerm> Services, IReadOnlyList<FormTerm> Channels)
{
    public const string Key = "relations.form";

    public static FormTerms None { get; } = new([], [], []);

    public bool Any => Levels.Count + Services.Count + Channels.Count > 0;

    public IReadOnlyList<FormTerm> Of(TermList list) => list switch { TermList.Levels => Levels, TermList.Services => Services, _ => Channels };

    /// <summary>Today's name of what was said; a word of no list is its own name.</summary>
    public string Called(TermList list, string said) => Of(list).FirstOrDefault(t => t.Means(said))?.Name ?? said;
}

internal sealed record TermTooLong() : FieldRefusal("customers.form.refused.long", "terms");

internal sealed record TermTwice() : FieldRefusal("customers.form.refused.twice", "terms");

/// <summary>Keeps the lists.</summary>
internal sealed class TermLists(IDbContextFactory<PatronDb> contexts)
{
    public const int LongestName = 100, Most = 100;

    public async Task<FormTerms> Read(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Read<FormTerms>(FormTerms.Key, ct) ?? FormTerms.None;
    }

    /// <param name="was">The names as the form showed them; empty for a new one.</param>
    /// <param name="names">What they are to be called, in the same order; empty takes one off the list.</param>
    public async Task<Result<Done>> Save(TermList list, IReadOnlyList<string?> was, IReadOnlyList<string?> names, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var present = await db.Read<FormTerms>(FormTerms.Key, ct) ?? FormTerms.None;
        var kept = new List<FormTerm>();
        foreach (var (at, said) in names.Take(Most).Index())
        {
            if (said?.Trim() is not { Length: > 0 } name) continue;
            if (name.Length > LongestName) return new TermTooLong();
            if (kept.Exists(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) return new TermTwice();
            var old = at < was.Count && was[at] is { Length: > 0 } before ? present.Of(list).FirstOrDefault(t => t.Name == before) : null;
            kept.Add(old is null || old.Name == name ? old ?? new(name, []) : new(name, [.. old.Before.Append(old.Name).Where(b => b != name).Distinct()]));
        }
        // A name that is in use again belongs to whom it names now.
        var terms = kept.ConvertAll(t => t with { Before = [.. t.Before.Where(b => !kept.Exists(k => k.Name.Equals(b, StringComparison.OrdinalIgnoreCase)))] });
        await db.Write(FormTerms.Key, list switch
        {
            TermList.Levels => present with { Levels = terms }, TermList.Services => present with { Services = terms }, _ => present with { Channels = terms },
        }, ct);
        await db.SaveChangesAsync(ct);
        return default(Done);
    }

    /// <summary>Lists to begin with, where there are none.</summary>
    public async Task Begin(Func<TermList, string> usual, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Read<FormTerms>(FormTerms.Key, ct) is { Any: true }) return;
        await db.Write(FormTerms.Key, new FormTerms(Of(TermList.Levels), Of(TermList.Services), Of(TermList.Channels)), ct);
        await db.SaveChangesAsync(ct);

        FormTerm[] Of(TermList list) => [.. usual(list).Split('|').Select(name => new FormTerm(name.Trim(), []))];
    }
}
