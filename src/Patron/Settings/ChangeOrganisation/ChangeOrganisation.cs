using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Settings.ChangeOrganisation;

/// <summary>As typed.</summary>
internal sealed record OrganisationRequest(string Name, string Currency, string TimeZone, string Country, string LostAfterDays, string OlderFrom)
{
    /// <summary>How many days files of imports are kept; null leaves it as it is.</summary>
    public string? KeptDays { get; init; }

    /// <summary>Where this program is reached from outside; empty takes it away, null leaves it as it is.</summary>
    public string? Address { get; init; }
}

internal sealed record NameMissing() : FieldRefusal("settings.refused.name", OrganisationFields.Name);

internal sealed record NameTooLong(int Longest) : FieldRefusal("settings.refused.nameTooLong", OrganisationFields.Name);

internal sealed record CurrencyUnknown() : FieldRefusal("settings.refused.currency", OrganisationFields.Currency);

internal sealed record TimeZoneUnknown() : FieldRefusal("settings.refused.timeZone", OrganisationFields.TimeZone);

internal sealed record CountryUnknown() : FieldRefusal("settings.refused.country", OrganisationFields.Country);

internal sealed record NumberOutOfRange(string Field, int Least, int Most) : FieldRefusal("settings.refused.range", Field);

internal sealed record NoPublicAddress() : FieldRefusal("settings.refused.address", OrganisationFields.Address);

/// <summary>Names of form fields, which refusals point at.</summary>
internal static class OrganisationFields
{
    public const string Name = "name";
    public const string Currency = "currency";
    public const string TimeZone = "timezone";
    public const string Country = "country";
    public const string LostAfterDays = "lost";
    public const string OlderFrom = "older";
    public const string KeptDays = "kept";
    public const string Address = "address";
}

/// <summary>Changes what holds for the whole organisation: a change set tells what was what, and every page reckons anew.</summary>
internal sealed class ChangeOrganisationHandler(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    public const int LongestName = 200;
    public const int MostLostAfterDays = 1_000;
    public const int LeastOlderFrom = 18;
    public const int MostOlderFrom = 90;

    public async Task<Result<Organisation>> Handle(OrganisationRequest request, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var db = session.Db;
        var before = await db.Organisation(ct);
        var judged = Judge(request, before);
        if (judged.Value is not { } after) return judged.Refusal!;
        var keptBefore = await db.Read<KeptTime>(KeptTime.Key, ct) ?? new();
        var kept = request.KeptDays is { } days ? Number(days, KeptTime.Least, KeptTime.Most) : keptBefore.Days;
        if (kept is not { } keptDays) return new NumberOutOfRange(OrganisationFields.KeptDays, KeptTime.Least, KeptTime.Most);
        var addressBefore = (await db.Read<PublicAddress>(SettingsKeys.PublicAddress, ct))?.Url;
        if (request.Address is { } typed && PublicAddress.From(typed) is null && !string.IsNullOrWhiteSpace(typed)) return new NoPublicAddress();
        var address = request.Address is { } wished ? PublicAddress.From(wished)?.Url : addressBefore;
        if (after == before && keptDays == keptBefore.Days && address == addressBefore) return after;

        await db.Write(SettingsKeys.Organisation, after, ct);
        await db.Write(KeptTime.Key, new KeptTime(keptDays), ct);
        await db.Write(SettingsKeys.PublicAddress, address is null ? null : new PublicAddress(address), ct);
        var (was, now) = Differences(before, after);
        if (address != addressBefore) (was["public_address"], now["public_address"]) = (addressBefore, address);
        if (keptDays != keptBefore.Days) (was["imports_kept_days"], now["imports_kept_days"]) = (keptBefore.Days, keptDays);
        new ChangeRecorder(db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = "organisation.change" }).Row("organisation", 0, default, was, now);
        await db.SaveChangesAsync(ct);
        session.Tell(Topics.Settings);
        // Which lines count as revenue, and on which day each order falls, is in the base itself.
        if ((before.Currency, before.TimeZone) != (after.Currency, after.TimeZone)) session.Tell(Topics.Everything);
        await session.Commit(ct);
        return after;
    }

    private static Result<Organisation> Judge(OrganisationRequest request, Organisation before)
    {
        if (string.IsNullOrWhiteSpace(request.Name)) return new NameMissing();
        if (request.Name.Trim().Length > LongestName) return new NameTooLong(LongestName);
        if (request.Currency != before.Currency && !Currencies.Offered.Contains(request.Currency)) return new CurrencyUnknown();
        if (request.TimeZone != before.TimeZone && !TimeZones.Offered.Contains(request.TimeZone)) return new TimeZoneUnknown();
        if (request.Country != before.Country && !Countries.Offered.Contains(request.Country)) return new CountryUnknown();
        if (Number(request.LostAfterDays, 1, MostLostAfterDays) is not { } lost) return new NumberOutOfRange(OrganisationFields.LostAfterDays, 1, MostLostAfterDays);
        if (Number(request.OlderFrom, LeastOlderFrom, MostOlderFrom) is not { } older) return new NumberOutOfRange(OrganisationFields.OlderFrom, LeastOlderFrom, MostOlderFrom);
        return new Organisation(request.Name.Trim(), request.Currency, request.TimeZone, lost, older, request.Country);
    }

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static (Dictionary<string, object?> Was, Dictionary<string, object?> Now) Differences(Organisation before, Organisation after)
    {
        var (was, now) = (new Dictionary<string, object?>(), new Dictionary<string, object?>());
        Compare("name", before.Name, after.Name);
        Compare("currency", before.Currency, after.Currency);
        Compare("time_zone", before.TimeZone, after.TimeZone);
        Compare("country", before.Country, after.Country);
        Compare("lost_after_days", before.LostAfterDays, after.LostAfterDays);
        Compare("older_from", before.OlderFrom, after.OlderFrom);
        return (was, now);

        void Compare(string field, object a, object b)
        {
            if (!Equals(a, b)) (was[field], now[field]) = (a, b);
        }
    }
}
