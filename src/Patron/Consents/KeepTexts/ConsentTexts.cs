using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Consents.KeepTexts;

internal sealed record NoWords(int Max) : FieldRefusal("consents.texts.refused", "words");

/// <summary>The words of consents, version after version.</summary>
internal sealed class ConsentTexts(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IConsentTexts
{
    public const int Longest = 4_000;

    /// <summary>All, the latest version of each first.</summary>
    public async Task<IReadOnlyList<ConsentText>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ConsentTexts.AsNoTracking().OrderBy(t => t.Purpose).ThenBy(t => t.Language).ThenByDescending(t => t.Version).ToListAsync(ct);
    }

    public async Task<ConsentWords?> Latest(string purpose, Language language, CancellationToken ct)
    {
        var all = (await All(ct)).Where(t => t.Purpose == purpose).ToList();
        var found = all.FirstOrDefault(t => t.Language == language.Tag) ?? all.FirstOrDefault(t => t.Language == Language.English.Tag) ?? all.FirstOrDefault();
        return found is null ? null : new(found.Id, found.Words, found.Version, found.Language);
    }

    /// <summary>A new version; the same words again are none.</summary>
    public async Task<Result<Done>> Add(string purpose, string? language, string? words, UserId? by, CancellationToken ct)
    {
        if (words?.Trim().ReplaceLineEndings("\n") is not { Length: > 0 and <= Longest } text || Language.Find(language) is not { } tongue || purpose.Length is 0 or > 40) return new NoWords(Longest);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var last = await session.Db.ConsentTexts.AsNoTracking().Where(t => t.Purpose == purpose && t.Language == tongue.Tag).OrderByDescending(t => t.Version).FirstOrDefaultAsync(ct);
        if (last?.Words == text) return default(Done);
        var fresh = new ConsentText { Id = new IdRanges(ids).Next(), Purpose = purpose, Language = tongue.Tag, Version = (last?.Version ?? 0) + 1, Words = text, At = clock.GetUtcNow(), By = by };
        session.Db.Add(fresh);
        session.Db.Audit.Event("consent-text", by, "consents_texts", [fresh.Id]);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return default(Done);
    }
}
