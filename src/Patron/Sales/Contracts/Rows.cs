using Patron.IdentityResolution.Contracts;

namespace Patron.Sales.Contracts;

/// <summary>Where a deal stands: it may still be had, was had, or went elsewhere.</summary>
public enum DealState { Open = 1, Won = 2, Lost = 3 }

/// <summary>A row of an opportunities file.</summary>
/// <param name="Number">The source's own id of the deal.</param>
/// <param name="Customer">External id within the source; null makes an anonymous customer for the deal.</param>
/// <param name="Stage">A stage of the pipeline, by its name; "won" and "lost" are always known.</param>
/// <param name="Pipeline">By its name; null is the first.</param>
/// <param name="Amount">Micros; null is not told, and the product's list price stands for it.</param>
/// <param name="Opened">First day; null is the day of the import.</param>
/// <param name="Closed">Day of the end of a deal that is won or lost; of an open one the day on which its end is expected.</param>
/// <param name="Owner">One of our people, by e-mail or name.</param>
/// <param name="Product">A product's code.</param>
public sealed record IncomingOpportunity(
    long Line, string Number, string? Customer, string? Name, string Stage, string? Pipeline, long? Amount, string? Currency, DateOnly? Opened, DateOnly? Closed,
    DateOnly? Expected, string? Owner, string? Product, string? Competitors, string? NextStep)
{
    /// <summary>Own fields by key; null where the file has none.</summary>
    public IReadOnlyDictionary<string, string>? Custom { get; init; }
}

/// <summary>A row of a leads file: who it is, as a row of a customers file says it, and what makes it a lead.</summary>
/// <param name="Person">Found among known customers like any other record.</param>
/// <param name="Source">Where the lead comes from: a fair, a magazine. Made where it is not known.</param>
/// <param name="Kind">What kind of source that is; null or a word that is none takes a list.</param>
/// <param name="Cost">Micros of the organisation's currency that the source cost in all; null is not told.</param>
/// <param name="Owner">One of our people, by e-mail or name; null goes by the rules.</param>
/// <param name="Budget">Yes, no, or null where it was not asked; so the next three.</param>
/// <param name="At">Microseconds since 1970; null is the time of the import.</param>
public sealed record IncomingLead(
    IncomingRecord Person, string Source, string? Kind, long? Cost, string Interest, string? Owner, bool? Budget, bool? Need, bool? Decider, bool? Soon, long? At)
{
    public long Line => Person.Line;

    /// <summary>The deal that came of it: its number in the same source, or our own id; null where none did, or none is told.</summary>
    public string? Deal { get; init; }

    /// <summary>Own fields of the lead by key; null where the file has none.</summary>
    public IReadOnlyDictionary<string, string>? Custom { get; init; }
}

/// <summary>A row of an objections file.</summary>
/// <param name="Customer">By the number of the same source; one who is not known there is refused.</param>
/// <param name="Kind">objective, subjective, defence or regret; null is objective.</param>
/// <param name="Worked">Whether the answer dissolved it; null is no.</param>
/// <param name="Product">A product's code; made where it is not known.</param>
/// <param name="At">Microseconds since 1970; null is the time of the import.</param>
/// <param name="By">One of our people, by e-mail or name; one who is not known is left out.</param>
public sealed record IncomingObjection(long Line, string Customer, string Said, string Answer, string? Kind, bool? Worked, string? Product, long? At, string? By);
