using Patron.Imports.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Imports;

/// <summary>A broken limit as a sentence.</summary>
internal static class LimitText
{
    public static string Of(Sentences text, LimitBroken broken) => text.Get("imports.limits.broken", new
    {
        field = FieldOf(text, broken.Field), fault = broken.Fault.ToString().ToLowerInvariant(), rows = broken.Rows, of = broken.Of, share = broken.Share, most = broken.Most,
    });

    private static string FieldOf(Sentences text, string field) =>
        field == "person" ? text["imports.limits.person"] : text.Has($"imports.field.{field}") ? text[$"imports.field.{field}"] : field;
}
