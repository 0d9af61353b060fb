namespace Patron.Analytics.Base;

/// <summary>The one folded text a customer is found by: a line for each name; an empty line; a line for each e-mail, phone (digits only) and external id.</summary>
public static class SearchText
{
    /// <summary>Builds it; null and blank values are left out. Empty when nothing is left.</summary>
    /// <param name="names">Names in the own script and in Latin; a name of Han or Hangul with spaces is also kept without them.</param>
    /// <param name="emails">E-mail addresses.</param>
    /// <param name="phones">Phone numbers, best with the country's prefix; all but the digits is dropped.</param>
    /// <param name="externalIds">Ids in other systems, card numbers and the like.</param>
    public static string Of(IEnumerable<string?> names, IEnumerable<string?> emails, IEnumerable<string?> phones, IEnumerable<string?> externalIds)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(emails);
        ArgumentNullException.ThrowIfNull(phones);
        ArgumentNullException.ThrowIfNull(externalIds);
        var builder = new SearchTextBuilder();
        foreach (var name in names) builder.Name(Utf8(name));
        foreach (var email in emails) builder.Email(Utf8(email));
        foreach (var phone in phones) builder.Phone(Utf8(phone));
        foreach (var id in externalIds) builder.ExternalId(Utf8(id));
        return builder.Take();
    }

    internal static string Digits(string? text) => string.Concat((text ?? "").Where(char.IsDigit).Select(c => (char)('0' + (int)char.GetNumericValue(c))));

    internal static bool IsHanOrHangul(char c) => c is >= '\u3400' and <= '\u9fff' or >= '\uac00' and <= '\ud7a3' or >= '\uf900' and <= '\ufaff';

    private static byte[] Utf8(string? text) => System.Text.Encoding.UTF8.GetBytes(text ?? "");
}
