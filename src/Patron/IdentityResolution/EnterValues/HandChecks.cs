using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.EnterValues;

/// <summary>Whether a value can be set, and the form in which it is kept.</summary>
internal sealed class HandChecks(IDbContextFactory<PatronDb> contexts, ICustomFields customFields, ICustomerReads customers, IConsentLedger consents, TimeProvider clock)
{
    /// <summary>A value of one customer, who must have agreed to the keeping of special categories.</summary>
    public async Task<Result<HandValue>> Read(HandValue value, CancellationToken ct)
    {
        var agreed = value.Customer == default ? [] : (await consents.Of(value.Customer, ct)).Where(c => c.Given).Select(c => c.Purpose).ToHashSet(StringComparer.Ordinal);
        var country = value.Customer == default ? null : (await customers.Find([value.Customer], ct)).GetValueOrDefault(value.Customer)?.Golden.Country;
        var read = await Read(value.Field, value.Custom, value.Value, country, agreed.Contains, ct);
        return read.Refusal is { } refusal ? refusal : value with { Value = value.Value is null ? null : read.Value };
    }

    public async Task<Refusal?> Refuse(string field, bool custom, string? value, CancellationToken ct)
    {
        if (custom && (await customFields.All(ct)).FirstOrDefault(f => f.Key == field) is { Special: true }) return new HandSpecialForOne(field);
        return (await Read(field, custom, value, null, _ => false, ct)).Refusal;
    }

    /// <summary>Values that were not refused, for many customers: each kept as it would be for one.</summary>
    public async Task<IReadOnlyList<HandValue>> ReadMany(BulkSession session, IReadOnlyList<HandValue> values, CancellationToken ct)
    {
        var home = (await session.Db.Organisation(ct)).Country;
        var kept = new Dictionary<(string, bool, string), string>();
        var read = new List<HandValue>(values.Count);
        foreach (var value in values)
        {
            if (value.Value is null)
            {
                read.Add(value);
                continue;
            }
            var key = (value.Field, value.Custom, value.Value);
            if (!kept.TryGetValue(key, out var text))
            {
                var one = await Read(value.Field, value.Custom, value.Value, home, _ => false, ct);
                if (one.Refusal is { } refusal) throw new ArgumentException($"A value was not asked about before: {refusal.Key}.", nameof(values));
                kept[key] = text = one.Value!;
            }
            read.Add(value with { Value = text });
        }
        return read;
    }

    private async Task<Result<string>> Read(string field, bool custom, string? value, string? country, Func<string, bool> agreedTo, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var organisation = await db.Organisation(ct);
        var today = DateOnly.FromDayNumber(Instants.DayNumber(Instants.ToMicroseconds(clock.GetUtcNow()), organisation.Zone));
        if (!custom) return HandFields.Read(field, value ?? "", today, country ?? organisation.Country);

        if ((await customFields.All(ct)).FirstOrDefault(f => f.Key == field) is not { } known) return new HandFieldUnknown(field);
        var text = (value ?? "").Trim();
        if (text.Length == 0) return "";
        if (text.Length > HandFields.LongestCustom) return new HandValueTooLong(field, HandFields.LongestCustom, text.Length);
        var purpose = await db.Read<string>(SettingsKeys.SpecialPurpose, ct);
        if (known.Special && purpose is null) return new HandSpecialNoPurpose(field);
        if (known.Special && !agreedTo(purpose!)) return new HandSpecialNoConsent(field);
        var rules = new CustomFieldRules(new Dictionary<string, CustomFieldInfo> { [field] = known }, purpose);
        if (rules.Read(field, text, agreedTo).Value is { } kept) return kept;
        return known.Type switch
        {
            CustomFieldType.Number => new HandNoNumber(field),
            CustomFieldType.Day => new HandNoDay(field),
            _ => new HandNoYesNo(field),
        };
    }
}
