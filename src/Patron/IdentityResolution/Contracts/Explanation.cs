using Patron.Kernel;

namespace Patron.IdentityResolution.Contracts;

/// <summary>A link with what is behind it.</summary>
/// <param name="Value">The address or number that both have; null where a decision joined them.</param>
/// <param name="By">Who decided; null where nobody did, or the program.</param>
/// <param name="Probability">Of the model.</param>
public sealed record ExplainedLink(IdentityLink Link, string? Value, bool Decided, UserId? By, double? Probability, IReadOnlyList<FieldEvidence> Evidence);

/// <summary>Somebody who is never this customer.</summary>
/// <param name="Since">The first such decision that holds.</param>
/// <param name="Day">Of <paramref name="Since"/>, where the organisation is.</param>
public sealed record KeptApart(CustomerId Other, string? Name, UserId? By, DateTimeOffset Since, DateOnly Day, int Pairs);

/// <summary>Why a customer is one, and who it is not.</summary>
public sealed record Explanation(CustomerIdentity Identity, IReadOnlyList<ExplainedLink> Links, IReadOnlyList<KeptApart> Apart);
