using Patron.Analytics.Base;

namespace Patron.Events.Contracts;

/// <summary>What the customer base holds of the log; what machines did is left out.</summary>
public static class ResponseColumns
{
    /// <summary>Words: the kind, the source as <see cref="SourceNames.Word"/>, the arm.</summary>
    public static readonly FactKey Responses = new("responses");
}
