using System.Globalization;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.IdentityResolution.ShowSources;

/// <summary>How values of golden fields, and the fields, are called.</summary>
internal static class ShownValues
{
    /// <param name="field">By the name that imports use.</param>
    public static string Label(Sentences text, string field) => text[$"identity.field.{field.Replace("_", "", StringComparison.Ordinal)}"];

    /// <param name="value">As it is kept; empty is known to be none.</param>
    public static string Show(Sentences text, string field, string value) => value.Length == 0 ? text["identity.none"] : field switch
    {
        "country" => Names.Country(value, text.Language),
        "language" => Names.Language(value, text.Language),
        "birth" or "since" => text.Formats.Day(DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        "phone" => Matching.PhoneKey.Format(value),
        "sex" => text.Get("identity.sex", new { sex = value.ToLowerInvariant() }),
        _ => value,
    };
}
