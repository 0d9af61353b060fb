using Patron.Analytics.Base;

namespace Patron.Customers.Contracts;

/// <summary>One of the organisation's own fields, which has no column of its own in the customer base.</summary>
/// <param name="Name">Its key as a name in a formula: own_ and behind it letters and digits, all other signs written as underlines.</param>
public sealed record OwnField(string Name, CustomFieldInfo Info);

/// <summary>What a customer has in an own field.</summary>
/// <param name="Amount">Of a number millionths, of a day its number; null of all others.</param>
/// <param name="Text">As it is stored ("true" or "false" of yes and no); empty where there is an amount.</param>
public readonly record struct OwnValue(long? Amount, string Text);

/// <summary>The organisation's own fields in a state of the customer base. Only today's values are known.</summary>
public interface IOwnFieldValues
{
    /// <summary>Those that may be asked for; of two keys that are written alike the first. The same list as long as none changes.</summary>
    IReadOnlyList<OwnField> All { get; }

    /// <summary>The field's value by customer index; null where the customer has none.</summary>
    Func<int, OwnValue?> Of(OwnField field, CustomerBaseSnapshot snapshot);
}
