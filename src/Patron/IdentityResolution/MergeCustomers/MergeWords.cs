using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.ShowSources;
using Patron.Kernel.Texts;

namespace Patron.IdentityResolution.MergeCustomers;

/// <summary>Fields and consents of customers who are to be one, in words.</summary>
internal static class MergeWords
{
    private static readonly string[] Order = ["title", "name", "company", "email", "phone", "street", "postal", "city", "region", "country", "language", "birth", "sex", "acquired", "since"];

    /// <summary>The fields that people know with their labels, then custom ones. Special categories are no matter of a form.</summary>
    public static IReadOnlyList<(MergedField Field, string Label)> Labelled(IReadOnlyList<MergedField> fields, IReadOnlyList<CustomFieldInfo> customFields, Sentences text)
    {
        var custom = fields.Where(f => f.Custom).ToDictionary(f => f.Field);
        return
        [
            .. from name in Order join field in fields.Where(f => !f.Custom) on name equals field.Field select (field, ShownValues.Label(text, name)),
            .. from known in customFields where !known.Special && custom.ContainsKey(known.Key) select (custom[known.Key], known.Label ?? text[$"customers.field.{known.Key}"]),
        ];
    }

    public static string Show(MergedField field, string value, Sentences text) => field.Custom ? value : ShownValues.Show(text, field.Field, value);

    public static string Channel(StricterConsent consent, Sentences text) => text.Get("consents.channel", new { channel = consent.Channel.ToLowerInvariant(), name = consent.Channel });

    /// <summary>What each of them said.</summary>
    /// <param name="names">Of the customers in their order.</param>
    public static string Said(StricterConsent consent, IEnumerable<string> names, TimeZoneInfo zone, Sentences text) =>
        string.Join("; ", names.Zip(consent.Each).Where(e => e.Second is not null).Select(e => text.Get("identity.merge.said", new { name = e.First, what = What(e.Second!, zone, text) })));

    private static string What(ConsentState state, TimeZoneInfo zone, Sentences text) => text.Get(state.Given ? "consents.since" : "consents.until", new
    {
        purpose = state.Purpose.ToLowerInvariant(), aim = state.Purpose, day = text.Formats.DayShort(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(state.At, zone).DateTime)),
    });
}
