namespace Patron.Customers.Contracts;

/// <summary>A row of a file of contracts and memberships.</summary>
/// <param name="Line">The line of the file on which the row starts.</param>
/// <param name="Customer">Whose it is: the customer's number in the same source, or our own id.</param>
/// <param name="Name">What the contract or membership is called.</param>
/// <param name="Kind">A word for a contract or a membership; null is a contract.</param>
/// <param name="Starts">Both days included; null: open, or not said.</param>
public sealed record IncomingAgreement(long Line, string Customer, string Name, string? Kind, string? Number, DateOnly? Starts, DateOnly? Ends, string? Note);

/// <summary>A row of a file of relations between two customers.</summary>
/// <param name="Customer">The number of the same source, or our own id.</param>
/// <param name="Relation">What this customer is to the other one, in a word.</param>
/// <param name="Other">As <paramref name="Customer"/>, or the one organisation of that name.</param>
/// <param name="Role">What a contact does there, or what kind of relative somebody is.</param>
/// <param name="Buying">A contact's part in buying, in a word.</param>
public sealed record IncomingTie(long Line, string Customer, string Relation, string Other, string? Role, string? Buying);
