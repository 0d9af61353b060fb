using System.Globalization;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.EnterValues;

/// <summary>What a person may write into a field of the program's own: as strict as imports, and in the form in which records keep it.</summary>
internal static class HandFields
{
    private static readonly DateOnly EarliestBirth = new(1890, 1, 1);
    public const int LongestCustom = 1_000;

    private static readonly Dictionary<string, int> Longest = new(StringComparer.Ordinal)
    {
        ["kind"] = 20, ["title"] = 60, ["name"] = 200, ["given"] = 100, ["family"] = 100, ["company"] = 200, ["email"] = 254, ["phone"] = 40, ["street"] = 300, ["city"] = 100,
        ["region"] = 100, ["postal"] = 20, ["country"] = 2, ["birth"] = 10, ["sex"] = 20, ["language"] = 40, ["time_zone"] = 60, ["acquired"] = 100, ["since"] = 10,
    };

    public static IReadOnlyCollection<string> All => Longest.Keys;

    /// <summary>The value to keep, empty for none; or why not.</summary>
    /// <param name="country">To which a phone number without a calling code belongs.</param>
    public static Result<string> Read(string field, string text, DateOnly today, string country)
    {
        text = text.Trim();
        if (!Longest.TryGetValue(field, out var most)) return new HandFieldUnknown(field);
        if (text.Length == 0) return "";
        if (text.Length > most) return new HandValueTooLong(field, most, text.Length);
        if (text.Any(char.IsControl)) return new HandValueUnreadable(field);
        return field switch
        {
            "email" => EmailKey.Normalise(text) is null ? new HandNoEmail() : text.ToLower(CultureInfo.InvariantCulture),
            "phone" => PhoneKey.IsNoNumber(text) ? new HandNoPhone() : PhoneKey.Normalise(text, country) ?? text,
            "birth" => Day(text) is not { } day ? new HandNoDay(field) : day > today || day < EarliestBirth ? new HandNoBirthday(EarliestBirth.Year) : text,
            "since" => Day(text) is null ? new HandNoDay(field) : text,
            "kind" => Enum.TryParse<CustomerKind>(text, ignoreCase: true, out var kind) && !char.IsAsciiDigit(text[0]) ? kind.ToString() : new HandNoChoice(field),
            "sex" => SexOf(text) is { } sex ? sex.ToString() : new HandNoChoice(field),
            "country" => IsCountry(text) ? text.ToUpperInvariant() : new HandNoChoice(field),
            "language" => LanguageOf(text) is { } tag ? tag : new HandNoChoice(field),
            "time_zone" => TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? zone.Id : new HandNoChoice(field),
            _ => text.Normalize(),
        };
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static Sex? SexOf(string text) => text.ToUpperInvariant() switch
    {
        "FEMALE" => Sex.Female,
        "MALE" => Sex.Male,
        "OTHER" or "DIVERSE" => Sex.Other,
        _ => null,
    };

    private static bool IsCountry(string code)
    {
        if (code.Length != 2 || !code.All(char.IsAsciiLetter)) return false;
        try
        {
            return new RegionInfo(code.ToUpperInvariant()).TwoLetterISORegionName.Equals(code, StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException) // how RegionInfo says that there is no such country
        {
            return false;
        }
    }

    private static string? LanguageOf(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Name;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}

internal sealed record HandFieldUnknown(string Name) : FieldRefusal("identity.hand.unknown", Name);
internal sealed record HandValueTooLong(string Name, int Most, int Length) : FieldRefusal("identity.hand.tooLong", Name);
internal sealed record HandValueUnreadable(string Name) : FieldRefusal("identity.hand.unreadable", Name);
internal sealed record HandNoEmail() : FieldRefusal("identity.hand.noEmail", "email");
internal sealed record HandNoPhone() : FieldRefusal("identity.hand.noPhone", "phone");
internal sealed record HandNoDay(string Name) : FieldRefusal("identity.hand.noDay", Name);
internal sealed record HandNoBirthday(int Year) : FieldRefusal("identity.hand.noBirthday", "birth");
internal sealed record HandNoChoice(string Name) : FieldRefusal("identity.hand.noChoice", Name);

internal sealed record HandNoNumber(string Name) : FieldRefusal("identity.hand.noNumber", Name);
internal sealed record HandNoYesNo(string Name) : FieldRefusal("identity.hand.noYesNo", Name);
internal sealed record HandSpecialNoPurpose(string Name) : FieldRefusal("identity.hand.specialNoPurpose", Name);
internal sealed record HandSpecialNoConsent(string Name) : FieldRefusal("identity.hand.specialNoConsent", Name);
internal sealed record HandSpecialForOne(string Name) : FieldRefusal("identity.hand.specialForOne", Name);
internal sealed record HandCustomerGone() : Refusal("identity.hand.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}
internal sealed record HandNothingSaid() : Refusal("identity.hand.nothing")
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}
internal sealed record HandChangedSince() : Refusal("identity.hand.changedSince");
internal sealed record HandUndoneAlready() : Refusal("identity.hand.undone");
