namespace Patron.Customers.Contracts;

public enum CustomFieldHolds { Text = 1, Number = 2, Day = 3, Choice = 4, YesNo = 5 }

/// <summary>A field of customers beyond the core ones.</summary>
public sealed record CustomFieldInfo(string Key, CustomFieldHolds Holds);

public interface ICustomFields
{
    /// <summary>Those that may hold values; special categories (health, religion) are not among them.</summary>
    Task<IReadOnlyList<CustomFieldInfo>> All(CancellationToken ct);
}
