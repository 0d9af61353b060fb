namespace Patron.Access.Contracts;

/// <summary>A row of a team file: one of our own people. Who is new cannot sign in until an administrator invites them.</summary>
/// <param name="Number">What the file itself numbers them by; only for <paramref name="Manager"/>.</param>
/// <param name="Email">Null is not known: then the name is what they are known by.</param>
/// <param name="Manager">The manager's number in this file, e-mail or name.</param>
public sealed record IncomingColleague(long Line, string? Number, string Name, string? Email, string? Manager, string? Region);
