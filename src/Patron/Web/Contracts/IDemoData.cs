namespace Patron.Web.Contracts;

/// <summary>Is demo data there? Cheap to ask, as every page does; the room Demo knows.</summary>
public interface IDemoData
{
    /// <summary>True from the beginning of its loading to the end of its removal.</summary>
    bool IsThere { get; }
}
