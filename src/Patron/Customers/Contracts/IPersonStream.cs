using System.Data.Common;
using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>A person with an address, as known by the golden record. The stream fills the same one again for each: take what you keep.</summary>
public sealed class StreamedPerson
{
    public CustomerId Customer { get; internal set; }
    public string? Name { get; internal set; }
    public string? GivenName { get; internal set; }
    public string? FamilyName { get; internal set; }
    public string? LatinName { get; internal set; }
    public string? Phone { get; internal set; }
    public string Street { get; internal set; } = "";
    public string? City { get; internal set; }
    public string? Postal { get; internal set; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public string? Country { get; internal set; }
}

/// <summary>All persons of whom a street is known, for whoever compares them all.</summary>
public interface IPersonStream
{
    /// <summary>Neither organisations nor anonymous buyers nor those merged away or deleted; in no order. Memory does not grow with their number.</summary>
    void Read(DbConnection connection, Action<StreamedPerson> each, CancellationToken ct);
}
