using Patron.Kernel;

namespace Patron.Reports.Contracts;

/// <summary>What the time of our people costs, by the rules of profit. The room that keeps these rules implements it, so that every report reckons as the partnership's sheet does.</summary>
public interface IServingCosts
{
    /// <summary>Micros for one contact.</summary>
    long Contact { get; }

    /// <summary>Micros for the work on one ticket; null while nobody has set the rules.</summary>
    long? Ticket { get; }

    /// <summary>Micros for the salaries of a year that are shared out.</summary>
    long Salaries { get; }

    /// <summary>Micros that serving a customer cost in the year that ends with the reckoning day: contacts, tickets, goodwill and the share of salaries. 0 where nothing is known.</summary>
    long Of(CustomerId customer);
}
