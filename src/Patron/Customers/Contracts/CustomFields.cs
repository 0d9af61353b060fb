namespace Patron.Customers.Contracts;

public enum CustomFieldType { Text = 1, Number = 2, Day = 3, Choice = 4, YesNo = 5 }

/// <summary>A field beyond the core ones.</summary>
/// <param name="Label">Null for a ready-made one: its label is the sentence customers.field.KEY.</param>
/// <param name="Choices">Keys of the usual values; empty where the field is free.</param>
/// <param name="Special">Ethnic group, religion, health: refused until a purpose is set and the person has agreed to it.</param>
/// <param name="InUse">Some customer has, or had, a value.</param>
public sealed record CustomFieldInfo(string Key, CustomFieldType Type, string? Label, IReadOnlyList<string> Choices, bool Special, bool InUse);

public interface ICustomFields
{
    /// <summary>Ready-made ones in their order, then the organisation's own by label.</summary>
    Task<IReadOnlyList<CustomFieldInfo>> All(CancellationToken ct);
}
