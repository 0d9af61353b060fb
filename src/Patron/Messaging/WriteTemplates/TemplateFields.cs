using System.Collections;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.WriteTemplates;

/// <summary>What a template needs beside the customer.</summary>
/// <param name="Links">By name, see <see cref="TemplateFields.Links"/>; the same addresses without a token in a preview.</param>
/// <param name="Code">The customer's code of this sending; null: not asked for.</param>
/// <param name="Offer">What the message promises.</param>
internal sealed record TemplateContext(string Organisation, DateOnly Today, IReadOnlyDictionary<string, string> Links, string? Code, ArmOffer Offer);

/// <summary>A value that this customer does not have: false for a condition, a fault where it would be printed.</summary>
internal sealed class NoValue(string name) : IEnumerable<object>, IFormattable
{
    public override string ToString() => throw new NoValueException(name);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public IEnumerator<object> GetEnumerator() => Enumerable.Empty<object>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A template prints a value that this customer does not have.</summary>
internal sealed class NoValueException(string name) : Exception(name)
{
    public string Field { get; } = name;
}

/// <summary>The words that stand for the customer's values in a template.</summary>
internal static class TemplateFields
{
    public const string Custom = "custom", Code = "code";

    public static readonly string[] Links = ["order", "call", "decline", "respond", "unsubscribe", "preferences"];

    /// <summary>Those offered in the editor, the most usual first.</summary>
    public static readonly string[] Offered =
    [
        "name", "givenName", "familyName", "title", "company", "email", "phone", "street", "city", "region", "postal", "country", "organisation", "today", Code, ArmOffer.WordsField, ArmOffer.ValueField, ArmOffer.LastDayField,
        .. Links.Select(l => "links." + l),
    ];

    /// <param name="custom">Custom fields that the template names.</param>
    public static Dictionary<string, object> Of(CustomerCard card, TemplateContext context, string language, IEnumerable<string> custom)
    {
        var golden = card.Golden;
        var fields = new Dictionary<string, object>(32, StringComparer.Ordinal);
        Put("name", CustomerName.Shown(golden.Name, golden.Company, null, null));
        Put("givenName", golden.GivenName);
        Put("familyName", golden.FamilyName);
        Put("title", golden.Title);
        Put("company", golden.Company);
        Put("email", golden.Email);
        Put("phone", golden.Phone);
        Put("street", golden.Street);
        Put("city", golden.City);
        Put("region", golden.Region);
        Put("postal", golden.Postal);
        Put("country", golden.Country is { } code ? Names.Country(code, Language.Choose(null, language)) : null);
        Put("organisation", context.Organisation);
        Put("today", Day(context.Today));
        Put(Code, context.Code);
        Put(ArmOffer.WordsField, context.Offer.Words);
        Put(ArmOffer.ValueField, context.Offer.Value);
        Put(ArmOffer.LastDayField, context.Offer.LastDay is { } last ? Day(last) : null);
        fields["links"] = context.Links.ToDictionary(l => l.Key, l => (object)l.Value, StringComparer.Ordinal);
        fields[Custom] = custom.ToDictionary(key => key, key => card.Custom.GetValueOrDefault(key) is { Length: > 0 } value ? value : (object)new NoValue(Custom + "." + key), StringComparer.Ordinal);
        return fields;

        string Day(DateOnly day) => day.ToString("D", Names.Culture(Language.Choose(null, language)));
        void Put(string field, string? value) => fields[field] = string.IsNullOrWhiteSpace(value) ? new NoValue(field) : value;
    }
}
