using Patron.Analytics.Base;

namespace Patron.Interactions.Contracts;

/// <summary>What the customer base holds of contacts.</summary>
public static class ContactColumns
{
    /// <summary>Calls, visits, letters of the last year, in either direction; notes are none.</summary>
    public static readonly NumberKey Contacts = new("contacts-year");

    /// <summary>Each of them, whenever it was. Words: kind, channel, direction (in, out), outcome.</summary>
    public static readonly FactKey All = new("contacts");
}
