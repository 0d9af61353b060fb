using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Settings.TakeEverything;

/// <summary>
/// Tells one organisation's data from another's: drawn once, written into each archive, and taken over with an archive by a database that had no customers.
/// Where customers are, only an archive of the same origin is taken: two organisations' customers under one roof could not be told apart again.
/// </summary>
internal sealed class Origin(IDbContextFactory<PatronDb> contexts)
{
    private const int Digits = 32;

    /// <summary>Drawn where there was none.</summary>
    public async Task<string> Own(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Read<string>(SettingsKeys.Origin, ct) is { } known) return known;
        await db.WriteAtOnce(SettingsKeys.Origin, RandomNumberGenerator.GetHexString(Digits, lowercase: true), ct);
        return (await db.Read<string>(SettingsKeys.Origin, ct))!;
    }

    /// <summary>Why an archive cannot come in here; null where it can.</summary>
    public async Task<Refusal?> Judge(Manifest manifest, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var own = await db.Read<string>(SettingsKeys.Origin, ct);
        if (own is not null && own == manifest.Origin) return null;
        // What was stopped half-way goes on.
        if (await db.Read<string>(SettingsKeys.Restoring, ct) == manifest.Digest) return null;
        return await db.Database.SqlQuery<int>($"select 1 as \"Value\" from customers limit 1").AnyAsync(ct) ? new ExportOfOthers() : null;
    }
}

internal sealed record ExportOfOthers() : Refusal("settings.everything.others");
