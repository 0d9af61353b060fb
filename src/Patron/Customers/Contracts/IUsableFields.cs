namespace Patron.Customers.Contracts;

/// <summary>The custom fields that may be asked for, at hand.</summary>
public interface IUsableFields
{
    /// <summary>Those in use, a few seconds old at most; those of special categories only while a purpose is set for which they are kept.</summary>
    IReadOnlyList<CustomFieldInfo> Usable { get; }
}
