namespace Patron.Web.Contracts;

/// <summary>What the frame of a page must know about the request: scoped, and cheap to ask.</summary>
public interface IShellContext
{
    /// <summary>Who is signed in; null for nobody, then the frame has no navigation.</summary>
    string? UserName { get; }

    /// <summary>Up to two characters that stand for the name.</summary>
    string Initials { get; }

    bool Can(string permission);

    /// <summary>Is there demo data that one click removes?</summary>
    bool HasDemoData { get; }
}

/// <summary>Nobody is signed in and nothing is a demo: until the room that knows better registers its own.</summary>
internal sealed class NobodyShellContext : IShellContext
{
    public string? UserName => null;
    public string Initials => "";
    public bool HasDemoData => false;
    public bool Can(string permission) => false;
}
