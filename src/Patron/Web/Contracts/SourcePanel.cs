namespace Patron.Web.Contracts;

/// <summary>What a room shows of a source on its page in the settings; it takes one parameter, <c>SourceId Source</c>, and renders nothing where it has nothing.</summary>
/// <param name="Component">A Razor component.</param>
/// <param name="Permission">Shown only to those who have it.</param>
public sealed record SourcePanel(int Order, Type Component, string Permission);
