namespace Patron.Web.Components;

/// <summary>A part of a whole.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Count">How many; nothing shows no stretch of the bar.</param>
/// <param name="Colour">1 subject, 2 second, 3 context, 4 loss.</param>
/// <param name="Href">Where they are listed.</param>
public sealed record SplitPart(string Label, long Count, int Colour, string? Href = null);
