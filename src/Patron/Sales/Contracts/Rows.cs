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
    DateOnly? Expected, string? Owner, string? Product, string? Competitors, string? NextStep);
